using System.Collections.Immutable;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Scenarios;

/// <summary>
/// A market in which some marks, instruments and regimes are others (rule SCEN-001); everything else is the market's.
/// </summary>
public sealed class ScenarioMarket(IMarket market) : IMarket
{
    private readonly Dictionary<Symbol, Mark> marks = [];
    private readonly Dictionary<Symbol, Instrument> instruments = [];
    private readonly Dictionary<RegimeId, RegimeHistory> regimes = [];
    private TimeSpan shift;

    /// <summary>Moves the marks along in time, so that those which are fresh now are fresh then.</summary>
    public ScenarioMarket Later(TimeSpan by)
    {
        shift = by;
        return this;
    }

    /// <summary>With another mark in place of the market's.</summary>
    public ScenarioMarket With(Mark mark)
    {
        marks[mark.Symbol] = mark;
        return this;
    }

    /// <summary>
    /// With a price set at an instant; bid and ask of the mark move along by the same amount.
    /// </summary>
    public ScenarioMarket With(Symbol symbol, Price price, DateTimeOffset now) => With(
        market.FindMark(symbol) is { } mark
            ? MarketWithMark.Move(market, mark, price).FindMark(symbol)! with { Time = now - shift }
            : new Mark(symbol, price, now - shift, 1, 1, MarkKind.Given));

    /// <summary>With another definition of an instrument that is known.</summary>
    public ScenarioMarket With(Instrument instrument)
    {
        instruments[instrument.Symbol] = instrument;
        return this;
    }

    /// <summary>With other versions of a regime.</summary>
    public ScenarioMarket With(RegimeHistory history)
    {
        regimes[history.Id] = history;
        return this;
    }

    /// <inheritdoc/>
    public Mark? FindMark(Symbol symbol)
    {
        if (!marks.TryGetValue(symbol, out var mark)) mark = market.FindMark(symbol);
        return mark is null || shift == TimeSpan.Zero ? mark : mark with { Time = mark.Time + shift };
    }

    /// <inheritdoc/>
    public Instrument? FindInstrument(Symbol symbol) =>
        instruments.TryGetValue(symbol, out var changed) ? changed : market.FindInstrument(symbol);

    /// <inheritdoc/>
    public Regime? FindRegime(RegimeId id, DateTimeOffset now) =>
        regimes.TryGetValue(id, out var history) ? history.At(now) : market.FindRegime(id, now);

    /// <inheritdoc/>
    public DateTimeOffset? NextRegimeChange(RegimeId id, DateTimeOffset now) =>
        regimes.TryGetValue(id, out var history) ? history.NextChange(now) : market.NextRegimeChange(id, now);

    /// <inheritdoc/>
    public Instrument? FindPair(Currency baseCurrency, Currency quoteCurrency) =>
        market.FindPair(baseCurrency, quoteCurrency) is { } pair ? FindInstrument(pair.Symbol) : null;

    /// <inheritdoc/>
    public Quantity? FindBookCollateral(Symbol symbol) => market.FindBookCollateral(symbol);

    /// <inheritdoc/>
    public MarketHours? FindHours(CalendarId id) => market.FindHours(id);

    /// <inheritdoc/>
    public RateSeries? FindRates(RateKind kind, string subject) => market.FindRates(kind, subject);

    /// <inheritdoc/>
    public ImmutableArray<CorporateAction> FindActions(Symbol symbol) => market.FindActions(symbol);

    /// <inheritdoc/>
    public bool HasActions => market.HasActions;
}
