using MarginGrains.Core.Marks;

namespace MarginGrains.Core.Scenarios;

/// <summary>
/// A mark of now at a later instant at which nothing was traded since: as old then as it is now (rule SCEN-003).
/// </summary>
internal static class LaterMark
{
    /// <summary>The mark as it counts then.</summary>
    /// <param name="mark">The mark of now.</param>
    /// <param name="market">Calendars and corporate actions.</param>
    /// <param name="now">The moment it stands at.</param>
    /// <param name="then">Not before it.</param>
    public static Mark Of(Mark mark, IMarket market, DateTimeOffset now, DateTimeOffset then)
    {
        // Re-based before its time moves beyond the actions that lie between, which would look taken already.
        var rebased = market.HasActions ? ExMarket.Rebased(mark, market.FindActions(mark.Symbol), then) : mark;
        return then <= now ? rebased : rebased with
        {
            Time = mark.Time + (then - now),
            Kind = mark.Kind == MarkKind.Closing && HasOpened(mark, market, now, then) ? MarkKind.Given : mark.Kind,
        };
    }

    /// A market that opens trades: at the price it closed at, as long as nothing else is assumed.
    private static bool HasOpened(Mark mark, IMarket market, DateTimeOffset now, DateTimeOffset then) =>
        market.FindInstrument(mark.Symbol) is { } instrument
        && OpenMarkets.NextOpening(market, instrument, now) is { } opening && opening <= then;
}
