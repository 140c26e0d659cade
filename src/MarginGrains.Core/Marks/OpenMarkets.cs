using MarginGrains.Core.Instruments;

namespace MarginGrains.Core.Marks;

/// <summary>What needs a market that is open, and whether it is (rules CAL-007 to CAL-009).</summary>
public static class OpenMarkets
{
    /// <summary>
    /// Whether the instrument's market is open; always without a calendar, never by one that is not known.
    /// </summary>
    public static bool IsOpen(IMarket market, Instrument instrument, DateTimeOffset now) =>
        instrument.Calendar is not { } id || market.FindHours(id)?.IsOpen(now) == true;

    /// <summary>
    /// The first opening after an instant; null when it is open without end or its calendar is unknown.
    /// </summary>
    public static DateTimeOffset? NextOpening(IMarket market, Instrument instrument, DateTimeOffset now) =>
        instrument.Calendar is { } id ? market.FindHours(id)?.NextOpening(now) : null;

    /// <summary>
    /// When its market next opens or closes; null when it does not within a year or its calendar is unknown.
    /// </summary>
    public static DateTimeOffset? NextChange(IMarket market, Instrument instrument, DateTimeOffset now) =>
        instrument.Calendar is { } id ? market.FindHours(id)?.NextChange(now) : null;

    /// <summary>Whether the newest price is one of an open market: no call and no stop-out without one.</summary>
    public static bool Judges(IMarket market, Instrument instrument, DateTimeOffset now) =>
        market.FindMark(instrument.Symbol) is not { Kind: MarkKind.Closing } && IsOpen(market, instrument, now);

    /// <summary>
    /// Whether an order may be sent: the instrument takes orders, its market is open and its price is one of that.
    /// </summary>
    public static bool CanTrade(IMarket market, Instrument instrument, DateTimeOffset now) =>
        instrument.State is not (InstrumentState.Suspended or InstrumentState.Disabled)
        && Judges(market, instrument, now);

    /// <summary>
    /// Whether a mark is too old for its instrument (rules MARG-009, CAL-009). Its age counts only while the market is
    /// open: from the opening on when it was made before. Computed on reading, never stored.
    /// </summary>
    /// <remarks>
    /// What was too old at a closing stays so: only a new mark makes a price fresh again, so that nobody has to be
    /// woken because time has passed.
    /// </remarks>
    public static bool IsStale(IMarket market, Instrument instrument, Mark mark, DateTimeOffset now)
    {
        if (!mark.IsStale(instrument.MaximumMarkAge, now)) return false;
        if (instrument.Calendar is not { } id || market.FindHours(id) is not { } hours) return true;
        return hours.WasOpenLongerThan(instrument.MaximumMarkAge!.Value, mark.Time, now);
    }
}
