using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Marks;

/// <summary>What a mark was made from.</summary>
public enum MarkKind
{
    /// <summary>The middle of bid and ask.</summary>
    Mid,

    /// <summary>The last trade.</summary>
    Last,

    /// <summary>Given by the feed as a mark.</summary>
    Given,

    /// <summary>An official closing price: it values, but calls and stops out nobody (rule CAL-007).</summary>
    Closing,
}

/// <summary>One of a mark's prices.</summary>
public enum PriceSide
{
    /// <summary>The mark itself.</summary>
    Mark,

    /// <summary>The bid, at which a long position is closed.</summary>
    Bid,

    /// <summary>The ask, at which a short position is closed.</summary>
    Ask,
}

/// <summary>The price used for valuation, made and numbered by the instrument grain.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Price">Quote currency per unit.</param>
/// <param name="Time">When the source saw it; never goes back within an instrument.</param>
/// <param name="Epoch">Counts the owners of the instrument; boards refuse marks of an older one.</param>
/// <param name="Sequence">Counts the marks of the instrument, over restarts too; a larger number is newer.</param>
/// <param name="Kind">What it was made from.</param>
public sealed record Mark(
    Symbol Symbol, Price Price, DateTimeOffset Time, long Epoch, long Sequence, MarkKind Kind)
{
    /// <summary>The bid it was made with, if the source had one.</summary>
    public Price? Bid { get; init; }

    /// <summary>The ask it was made with, if the source had one.</summary>
    public Price? Ask { get; init; }

    /// <summary>
    /// The instant of the last split or dividend that its prices were re-based for; null when they are as given.
    /// </summary>
    public DateTimeOffset? RebasedAt { get; init; }

    /// <summary>One of its prices; the mark itself where it has no bid or ask.</summary>
    public Price At(PriceSide side) => side switch
    {
        PriceSide.Bid => Bid ?? Price,
        PriceSide.Ask => Ask ?? Price,
        _ => Price,
    };

    /// <summary>Whether this mark replaces another of the same instrument.</summary>
    public bool IsNewerThan(Mark other) => Sequence > other.Sequence;

    /// <summary>
    /// Whether the mark is older than an age limit, whatever the hours; <see cref="OpenMarkets"/> knows those.
    /// </summary>
    public bool IsStale(TimeSpan? maximumAge, DateTimeOffset now) => maximumAge is { } age && now - Time > age;
}
