using System.Collections.Immutable;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>
/// A market at a later instant in which no price has come since: marks that are live now are live then, those that are
/// too old stay so.
/// </summary>
/// <param name="market">The market.</param>
/// <param name="now">The moment it stands at.</param>
/// <param name="at">The later instant.</param>
public sealed class MarketAhead(IMarket market, DateTimeOffset now, DateTimeOffset at) : IMarket
{
    /// <inheritdoc/>
    public Mark? FindMark(Symbol symbol)
    {
        if (market.FindMark(symbol) is not { } mark) return null;
        if (market.FindInstrument(symbol) is not { } instrument) return mark;
        return OpenMarkets.IsStale(market, instrument, mark, now) ? mark : mark with { Time = at };
    }

    /// <inheritdoc/>
    public Instrument? FindInstrument(Symbol symbol) => market.FindInstrument(symbol);

    /// <inheritdoc/>
    public Instrument? FindPair(Currency baseCurrency, Currency quoteCurrency) =>
        market.FindPair(baseCurrency, quoteCurrency);

    /// <inheritdoc/>
    public Regime? FindRegime(RegimeId id, DateTimeOffset now) => market.FindRegime(id, now);

    /// <inheritdoc/>
    public DateTimeOffset? NextRegimeChange(RegimeId id, DateTimeOffset now) => market.NextRegimeChange(id, now);

    /// <inheritdoc/>
    public Quantity? FindBookCollateral(Symbol symbol) => market.FindBookCollateral(symbol);

    /// <inheritdoc/>
    public MarketHours? FindHours(CalendarId id) => market.FindHours(id);

    /// <inheritdoc/>
    public RateSeries? FindRates(RateKind kind, string subject) => market.FindRates(kind, subject);

    /// <inheritdoc/>
    public ImmutableArray<CorporateAction> FindActions(Symbol symbol) => market.FindActions(symbol);
}
