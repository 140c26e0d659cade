using System.Collections.Immutable;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Marks;

/// <summary>An immutable moment of the market; each change gives a new one.</summary>
public sealed class MarketSet : IMarket
{
    private readonly ImmutableDictionary<Symbol, Instrument> instruments;
    private readonly ImmutableDictionary<Symbol, Mark> marks;
    private readonly ImmutableDictionary<RegimeId, RegimeHistory> regimes;
    private readonly ImmutableDictionary<(Currency Base, Currency Quote), Instrument> pairs;
    private ImmutableDictionary<Symbol, BookCollateral> collateral = ImmutableDictionary<Symbol, BookCollateral>.Empty;

    private MarketSet(
        ImmutableDictionary<Symbol, Instrument> instruments,
        ImmutableDictionary<Symbol, Mark> marks,
        ImmutableDictionary<RegimeId, RegimeHistory> regimes,
        ImmutableDictionary<(Currency Base, Currency Quote), Instrument> pairs)
    {
        this.instruments = instruments;
        this.marks = marks;
        this.regimes = regimes;
        this.pairs = pairs;
    }

    /// <summary>A market without anything.</summary>
    public static MarketSet Empty { get; } = new(
        ImmutableDictionary<Symbol, Instrument>.Empty,
        ImmutableDictionary<Symbol, Mark>.Empty,
        ImmutableDictionary<RegimeId, RegimeHistory>.Empty,
        ImmutableDictionary<(Currency Base, Currency Quote), Instrument>.Empty);

    /// <summary>Every known instrument.</summary>
    public IEnumerable<Instrument> Instruments => instruments.Values;

    /// <summary>Every newest mark.</summary>
    public IEnumerable<Mark> Marks => marks.Values;

    /// <summary>Every known regime with its versions.</summary>
    public IEnumerable<RegimeHistory> Regimes => regimes.Values;

    /// <summary>With an instrument added or redefined.</summary>
    public MarketSet With(Instrument instrument) => new(
        instruments.SetItem(instrument.Symbol, instrument), marks, regimes, WithPair(instrument))
    {
        collateral = collateral,
    };

    /// <summary>With a mark set, whatever stood before.</summary>
    public MarketSet With(Mark mark) => new(instruments, marks.SetItem(mark.Symbol, mark), regimes, pairs)
    {
        collateral = collateral,
    };

    /// <summary>With a regime added or redefined.</summary>
    public MarketSet With(RegimeHistory regime) => new(instruments, marks, regimes.SetItem(regime.Id, regime), pairs)
    {
        collateral = collateral,
    };

    /// <summary>With what the whole book holds of a security.</summary>
    public MarketSet With(BookCollateral book) => new(instruments, marks, regimes, pairs)
    {
        collateral = collateral.SetItem(book.Symbol, book),
    };

    /// <inheritdoc/>
    public Instrument? FindInstrument(Symbol symbol) => instruments.GetValueOrDefault(symbol);

    /// <inheritdoc/>
    public Mark? FindMark(Symbol symbol) => marks.GetValueOrDefault(symbol);

    /// <inheritdoc/>
    public Regime? FindRegime(RegimeId id, DateTimeOffset now) => regimes.GetValueOrDefault(id)?.At(now);

    /// <inheritdoc/>
    public DateTimeOffset? NextRegimeChange(RegimeId id, DateTimeOffset now) =>
        regimes.GetValueOrDefault(id)?.NextChange(now);

    /// <summary>The regime with all its versions, or null when unknown.</summary>
    public RegimeHistory? FindRegimeHistory(RegimeId id) => regimes.GetValueOrDefault(id);

    /// <inheritdoc/>
    public Instrument? FindPair(Currency baseCurrency, Currency quoteCurrency) =>
        pairs.GetValueOrDefault((baseCurrency, quoteCurrency));

    /// <inheritdoc/>
    public Quantity? FindBookCollateral(Symbol symbol) => FindBook(symbol)?.Quantity;

    /// <summary>What the whole book holds of a security with its version, or null.</summary>
    public BookCollateral? FindBook(Symbol symbol) => collateral.GetValueOrDefault(symbol);

    /// <summary>What the whole book holds of each security that was published.</summary>
    public IEnumerable<BookCollateral> Books => collateral.Values;

    /// Of several instruments of one pair the ordinally first converts, so that the order of definition does not
    /// matter. An instrument that was another pair before no longer converts that one.
    private ImmutableDictionary<(Currency Base, Currency Quote), Instrument> WithPair(Instrument instrument)
    {
        var rest = pairs;
        if (instruments.GetValueOrDefault(instrument.Symbol) is { BaseCurrency: { } oldBase } old)
        {
            var oldKey = (oldBase, old.QuoteCurrency);
            var heir = instruments.Values
                .Where(i => i.Symbol != old.Symbol && (i.BaseCurrency, i.QuoteCurrency) == oldKey)
                .MinBy(i => i.Symbol);
            rest = heir is null ? rest.Remove(oldKey) : rest.SetItem(oldKey, heir);
        }

        if (instrument.BaseCurrency is not { } baseCurrency) return rest;
        var key = (baseCurrency, instrument.QuoteCurrency);
        return rest.TryGetValue(key, out var other) && other.Symbol.CompareTo(instrument.Symbol) < 0
            ? rest
            : rest.SetItem(key, instrument);
    }
}
