using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Scenarios;

/// <summary>
/// A market in which some marks, instruments and regimes are others (rule SCEN-001); everything else is the market's.
/// </summary>
public sealed class ScenarioMarket(IMarket market) : MarketOver(market)
{
    private readonly Dictionary<Symbol, Mark> marks = [];
    private readonly Dictionary<Symbol, Instrument> instruments = [];
    private readonly Dictionary<RegimeId, RegimeHistory> regimes = [];
    private (DateTimeOffset Now, DateTimeOffset Then) moment;

    /// <summary>
    /// Moves the marks of the market along in time, so that those which are fresh now are fresh then.
    /// </summary>
    public ScenarioMarket Later(DateTimeOffset now, DateTimeOffset then)
    {
        moment = (now, then);
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
        Market.FindMark(symbol) is { } mark
            ? MarketWithMark.Move(Market, mark, price).FindMark(symbol)! with
            {
                Time = now, RebasedAt = null, Kind = MarkKind.Given,
            }
            : new Mark(symbol, price, now, 1, 1, MarkKind.Given));

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
    public override Mark? FindMark(Symbol symbol)
    {
        if (marks.TryGetValue(symbol, out var given)) return given;
        return Market.FindMark(symbol) is { } mark ? LaterMark.Of(mark, Market, moment.Now, moment.Then) : null;
    }

    /// <inheritdoc/>
    public override Instrument? FindInstrument(Symbol symbol) =>
        instruments.TryGetValue(symbol, out var changed) ? changed : Market.FindInstrument(symbol);

    /// <inheritdoc/>
    public override Regime? FindRegime(RegimeId id, DateTimeOffset now) =>
        regimes.TryGetValue(id, out var history) ? history.At(now) : Market.FindRegime(id, now);

    /// <inheritdoc/>
    public override DateTimeOffset? NextRegimeChange(RegimeId id, DateTimeOffset now) =>
        regimes.TryGetValue(id, out var history) ? history.NextChange(now) : Market.NextRegimeChange(id, now);

    /// <inheritdoc/>
    public override Instrument? FindPair(Currency baseCurrency, Currency quoteCurrency) =>
        Market.FindPair(baseCurrency, quoteCurrency) is { } pair ? FindInstrument(pair.Symbol) : null;
}
