using System.Collections.Immutable;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Host.Bench;

/// <summary>
/// A market of one regime whose marks are replaced in place: what one thread of a benchmark looks at.
/// </summary>
internal sealed class BenchMarket(Regime regime, IReadOnlyList<Instrument> instruments) : IMarket
{
    private readonly Dictionary<Symbol, Instrument> bySymbol = instruments.ToDictionary(i => i.Symbol);
    private readonly Dictionary<Symbol, Mark> marks = [];

    /// <summary>The new mark of an instrument.</summary>
    public Mark Set(Symbol symbol, decimal price, DateTimeOffset now)
    {
        var number = (marks.GetValueOrDefault(symbol)?.Sequence ?? 0) + 1;
        var mark = new Mark(symbol, new(price), now, 1, number, MarkKind.Given);
        marks[symbol] = mark;
        return mark;
    }

    public Instrument? FindInstrument(Symbol symbol) => bySymbol.GetValueOrDefault(symbol);

    public Mark? FindMark(Symbol symbol) => marks.GetValueOrDefault(symbol);

    public Regime? FindRegime(RegimeId id, DateTimeOffset now) => id == regime.Id ? regime : null;

    public DateTimeOffset? NextRegimeChange(RegimeId id, DateTimeOffset now) => null;

    public Instrument? FindPair(Currency baseCurrency, Currency quoteCurrency) => null;

    public Quantity? FindBookCollateral(Symbol symbol) => null;

    public MarketHours? FindHours(CalendarId id) => null;

    public RateSeries? FindRates(RateKind kind, string subject) => null;

    public ImmutableArray<CorporateAction> FindActions(Symbol symbol) => [];

    public bool HasActions => false;
}
