using System.Collections.Immutable;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Guards;

/// <summary>The prices of one instrument within which an account cannot change; open at its edges.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Low">At or above this nothing changes; null when no fall matters.</param>
/// <param name="High">At or below this nothing changes; null when no rise matters.</param>
/// <param name="IsMissing">The instrument has no mark: the first one wakes the account.</param>
public readonly record struct GuardBand(Symbol Symbol, Price? Low, Price? High, bool IsMissing)
{
    /// <summary>Whether another bid or ask matters too, because positions close there.</summary>
    public bool WatchesQuotes { get; init; }

    /// <summary>The bid it was computed at, if there was one.</summary>
    public Price? Bid { get; init; }

    /// <summary>The ask it was computed at, if there was one.</summary>
    public Price? Ask { get; init; }

    /// <summary>Whether a mark leaves the band, by its price or by its quotes.</summary>
    public bool IsLeftBy(Mark mark) =>
        IsCrossedBy(mark.Price) || (WatchesQuotes && (mark.Bid != Bid || mark.Ask != Ask));

    /// <summary>The narrower of two bands of one instrument on each side.</summary>
    public GuardBand Within(GuardBand other) => this with
    {
        Low = Low is { } low && !(other.Low?.CompareTo(low) > 0) ? low : other.Low,
        High = High is { } high && !(other.High?.CompareTo(high) < 0) ? high : other.High,
        IsMissing = IsMissing || other.IsMissing,
    };

    /// <summary>Whether a price leaves the band, so that the account has to be asked.</summary>
    public bool IsCrossedBy(Price price) => IsMissing
        || (Low is { } low && price.Value < low.Value)
        || (High is { } high && price.Value > high.Value);
}

/// <summary>
/// What an account says after it was judged: within these bands and until this time nothing about it can change. It may
/// be too narrow, never too wide.
/// </summary>
/// <param name="Version">The account's sequence number it was computed for; an older guard never replaces a newer
/// one.</param>
/// <param name="Bands">One per instrument that matters, in the order of the symbols.</param>
/// <param name="DueAt">When the account has to be asked although no band was left, or null.</param>
public sealed record Guard(long Version, ImmutableArray<GuardBand> Bands, DateTimeOffset? DueAt);
