using System.Collections.Immutable;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Marks;

/// <summary>A market that stands over another: what it does not answer itself, the market beneath answers.</summary>
/// <param name="market">The market beneath.</param>
public abstract class MarketOver(IMarket market) : IMarket
{
    /// <inheritdoc/>
    public virtual bool HasActions => Market.HasActions;

    /// <summary>The market beneath.</summary>
    protected IMarket Market { get; } = market;

    /// <inheritdoc/>
    public virtual Mark? FindMark(Symbol symbol) => Market.FindMark(symbol);

    /// <inheritdoc/>
    public virtual Instrument? FindInstrument(Symbol symbol) => Market.FindInstrument(symbol);

    /// <inheritdoc/>
    public virtual Instrument? FindPair(Currency baseCurrency, Currency quoteCurrency) =>
        Market.FindPair(baseCurrency, quoteCurrency);

    /// <inheritdoc/>
    public virtual Regime? FindRegime(RegimeId id, DateTimeOffset now) => Market.FindRegime(id, now);

    /// <inheritdoc/>
    public virtual DateTimeOffset? NextRegimeChange(RegimeId id, DateTimeOffset now) =>
        Market.NextRegimeChange(id, now);

    /// <inheritdoc/>
    public virtual Quantity? FindBookCollateral(Symbol symbol) => Market.FindBookCollateral(symbol);

    /// <inheritdoc/>
    public virtual MarketHours? FindHours(CalendarId id) => Market.FindHours(id);

    /// <inheritdoc/>
    public virtual RateSeries? FindRates(RateKind kind, string subject) => Market.FindRates(kind, subject);

    /// <inheritdoc/>
    public virtual ImmutableArray<CorporateAction> FindActions(Symbol symbol) => Market.FindActions(symbol);
}
