using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Marks;

/// <summary>A price as a feed posts it; at least one of the four prices is needed.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Time">When the source saw it.</param>
public sealed record PricePost(Symbol Symbol, DateTimeOffset Time)
{
    /// <summary>Best bid.</summary>
    public Price? Bid { get; init; }

    /// <summary>Best ask, not below the bid.</summary>
    public Price? Ask { get; init; }

    /// <summary>Last trade.</summary>
    public Price? Last { get; init; }

    /// <summary>A mark made by the source; it wins over the others.</summary>
    public Price? Mark { get; init; }

    /// <summary>Whether it is an official closing price.</summary>
    public bool IsClosing { get; init; }

    /// <summary>
    /// The source's own number, rising within the instrument; the instrument counts itself when there is none.
    /// </summary>
    public long? Sequence { get; init; }
}

/// <summary>What became of a posted price.</summary>
public enum PostOutcome
{
    /// <summary>It is the new mark.</summary>
    Accepted,

    /// <summary>It is older than what is known.</summary>
    Ignored,

    /// <summary>It cannot be used, or waits for a second price that confirms it.</summary>
    Rejected,
}

/// <summary>The answer to a posted price.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Mark">The new mark when accepted.</param>
/// <param name="Code">A stable code otherwise.</param>
/// <param name="HeldBack">The price that waits for confirmation from now on, or null.</param>
public sealed record PostResult(PostOutcome Outcome, Mark? Mark, string? Code, Price? HeldBack);

/// <summary>Makes marks from posted prices (rules MARK-001 to MARK-003).</summary>
public static class MarkMaker
{
    /// <summary>The new mark of an instrument, or why the price makes none.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="last">Its newest mark, or null.</param>
    /// <param name="heldBack">A price outside the band that waits for confirmation, or null.</param>
    /// <param name="post">The price.</param>
    /// <param name="epoch">The epoch of the instrument's owner.</param>
    public static PostResult Make(Instrument instrument, Mark? last, Price? heldBack, PricePost post, long epoch)
    {
        if (post is { Bid: { } bid, Ask: { } ask } && bid.Value > ask.Value) return Rejected("bid_above_ask", heldBack);
        if (Choose(post) is not { } chosen) return Rejected("price_missing", heldBack);
        if (chosen.Price.Value > Limits.LargestPrice) return Rejected("price_too_large", heldBack);
        if (last is not null)
        {
            if (post.Time < last.Time) return new(PostOutcome.Ignored, null, "time_going_back", heldBack);
            if (post.Sequence <= last.Sequence) return new(PostOutcome.Ignored, null, "sequence_not_rising", heldBack);
            if (IsOutside(instrument, last.Price, chosen.Price)
                && (heldBack is not { } waiting || IsOutside(instrument, waiting, chosen.Price)))
            {
                return Rejected("outside_band_waits_for_confirmation", chosen.Price);
            }
        }

        var mark = new Mark(
            post.Symbol, chosen.Price, post.Time, epoch, post.Sequence ?? (last?.Sequence ?? 0) + 1, chosen.Kind)
        {
            Bid = post.Bid, Ask = post.Ask,
        };
        return new(PostOutcome.Accepted, mark, null, null);
    }

    private static (Price Price, MarkKind Kind)? Choose(PricePost post) =>
        Quoted(post) is { } quoted && post.IsClosing ? (quoted.Price, MarkKind.Closing) : Quoted(post);

    private static (Price Price, MarkKind Kind)? Quoted(PricePost post)
    {
        if (post.Mark is { } given) return (given, MarkKind.Given);
        if (post is { Bid: { } bid, Ask: { } ask }) return (new((bid.Value + ask.Value) / 2m), MarkKind.Mid);
        return post.Last is { } trade ? (trade, MarkKind.Last) : null;
    }

    private static bool IsOutside(Instrument instrument, Price reference, Price price) =>
        instrument.PriceBand is { } band
        && Math.Abs(price.Value - reference.Value) > reference.Value * band.Value;

    private static PostResult Rejected(string code, Price? heldBack) =>
        new(PostOutcome.Rejected, null, code, heldBack);
}
