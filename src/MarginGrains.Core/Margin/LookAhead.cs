using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Margin;

/// <summary>The figures that a portfolio will have from an instant on, at the marks of today.</summary>
/// <param name="At">When terms change.</param>
/// <param name="Figures">The totals then; unpriced where something is missing now.</param>
public sealed record FiguresAhead(DateTimeOffset At, MarginFigures Figures);

/// <summary>
/// What is coming without any price moving (rules LOOK-001 and LOOK-002): each of them null where nothing is known to
/// come.
/// </summary>
/// <param name="Session">The next session of what needs margin, in which another multiplier holds.</param>
/// <param name="Terms">The next margin terms of what needs margin, announced with a later date.</param>
/// <param name="Regime">The next version of the regime, announced with a later date.</param>
public sealed record LookAhead(FiguresAhead? Session, FiguresAhead? Terms, FiguresAhead? Regime)
{
    /// <summary>What is coming; null when nothing is known to come.</summary>
    /// <param name="portfolio">What is held, as it is.</param>
    /// <param name="regime">Its regime.</param>
    /// <param name="market">Marks of the moment and everything announced.</param>
    /// <param name="now">The moment.</param>
    public static LookAhead? Of(Portfolio portfolio, RegimeId regime, IMarket market, DateTimeOffset now)
    {
        DateTimeOffset? session = null, terms = null;
        foreach (var symbol in SessionTerms.Margined(portfolio))
        {
            if (market.FindInstrument(symbol) is not { } instrument) continue;
            session = Earlier(session, SessionTerms.NextSwitch(instrument, market, now));
            terms = Earlier(terms, instrument.Margin.NextChange(now));
        }

        var ahead = new LookAhead(Ahead(session), Ahead(terms), Ahead(market.NextRegimeChange(regime, now)));
        return ahead is { Session: null, Terms: null, Regime: null } ? null : ahead;

        FiguresAhead? Ahead(DateTimeOffset? at) =>
            at is { } instant ? new(instant, At(portfolio, regime, market, now, instant)) : null;
    }

    /// <summary>
    /// The figures at a later instant, by everything that is in force then, at the marks of now: what is live now does
    /// not grow stale until then (rule LOOK-001).
    /// </summary>
    /// <param name="portfolio">What is held, as it is.</param>
    /// <param name="regime">Its regime.</param>
    /// <param name="market">Marks of the moment and everything announced.</param>
    /// <param name="now">The moment.</param>
    /// <param name="at">Not before it.</param>
    public static MarginFigures At(
        Portfolio portfolio, RegimeId regime, IMarket market, DateTimeOffset now, DateTimeOffset at) =>
        market.FindRegime(regime, at) is { } then
            ? MarginCalculator.Evaluate(portfolio, then, new MarketAhead(market, now, at), at)
            : MarginFigures.Unpriced(portfolio.Currency, PricingStatus.RegimeUnknown);

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other ?? one : one;
}
