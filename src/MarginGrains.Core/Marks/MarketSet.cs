using System.Collections.Immutable;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Marks;

/// <summary>An immutable moment of the market; each change gives a new one.</summary>
public sealed class MarketSet : IMarket
{
    private ImmutableDictionary<Symbol, Instrument> instruments = ImmutableDictionary<Symbol, Instrument>.Empty;
    private ImmutableDictionary<Symbol, Mark> marks = ImmutableDictionary<Symbol, Mark>.Empty;
    private ImmutableDictionary<RegimeId, RegimeHistory> regimes = ImmutableDictionary<RegimeId, RegimeHistory>.Empty;
    private ImmutableDictionary<(Currency Base, Currency Quote), Instrument> pairs =
        ImmutableDictionary<(Currency Base, Currency Quote), Instrument>.Empty;
    private ImmutableDictionary<Symbol, BookCollateral> collateral = ImmutableDictionary<Symbol, BookCollateral>.Empty;
    private ImmutableDictionary<CalendarId, TradingCalendar> calendars =
        ImmutableDictionary<CalendarId, TradingCalendar>.Empty;
    private ImmutableDictionary<CalendarId, MarketHours> hours = ImmutableDictionary<CalendarId, MarketHours>.Empty;
    private ImmutableDictionary<(RateKind Kind, string Subject), RateSeries> rates =
        ImmutableDictionary<(RateKind Kind, string Subject), RateSeries>.Empty;
    private ImmutableDictionary<Symbol, ImmutableArray<CorporateAction>> actions =
        ImmutableDictionary<Symbol, ImmutableArray<CorporateAction>>.Empty;

    private MarketSet()
    {
    }

    /// <summary>A market without anything.</summary>
    public static MarketSet Empty { get; } = new();

    /// <summary>Every known instrument.</summary>
    public IEnumerable<Instrument> Instruments => instruments.Values;

    /// <summary>Every newest mark.</summary>
    public IEnumerable<Mark> Marks => marks.Values;

    /// <summary>Every known regime with its versions.</summary>
    public IEnumerable<RegimeHistory> Regimes => regimes.Values;

    /// <summary>What the whole book holds of each security that was published.</summary>
    public IEnumerable<BookCollateral> Books => collateral.Values;

    /// <summary>Every known calendar.</summary>
    public IEnumerable<TradingCalendar> Calendars => calendars.Values;

    /// <summary>Every published series.</summary>
    public IEnumerable<RateSeries> Rates => rates.Values;

    /// <summary>Every known corporate action, by symbol and date.</summary>
    public IEnumerable<CorporateAction> Actions => actions.Values.SelectMany(a => a);

    /// <summary>With an instrument added or redefined.</summary>
    public MarketSet With(Instrument instrument)
    {
        var next = Copy();
        next.instruments = instruments.SetItem(instrument.Symbol, instrument);
        next.pairs = WithPair(instrument);
        return next;
    }

    /// <summary>With a mark set, whatever stood before.</summary>
    public MarketSet With(Mark mark)
    {
        var next = Copy();
        next.marks = marks.SetItem(mark.Symbol, mark);
        return next;
    }

    /// <summary>With a regime added or redefined.</summary>
    public MarketSet With(RegimeHistory regime)
    {
        var next = Copy();
        next.regimes = regimes.SetItem(regime.Id, regime);
        return next;
    }

    /// <summary>With what the whole book holds of a security.</summary>
    public MarketSet With(BookCollateral book)
    {
        var next = Copy();
        next.collateral = collateral.SetItem(book.Symbol, book);
        return next;
    }

    /// <summary>With a calendar added or redefined; what stands below it follows.</summary>
    public MarketSet With(TradingCalendar calendar)
    {
        var next = Copy();
        next.calendars = calendars.SetItem(calendar.Id, calendar);
        next.hours = next.calendars.Values
            .Select(c => MarketHours.Of(c, next.FindCalendar)).OfType<MarketHours>()
            .ToImmutableDictionary(h => h.Calendar.Id);
        return next;
    }

    /// <summary>With a series published.</summary>
    public MarketSet With(RateSeries series)
    {
        var next = Copy();
        next.rates = rates.SetItem((series.Kind, series.Subject), series);
        return next;
    }

    /// <summary>With a corporate action added or redefined.</summary>
    public MarketSet With(CorporateAction action)
    {
        var next = Copy();
        var others = FindActions(action.Symbol).RemoveAll(a => a.Id == action.Id);
        next.actions = actions.SetItem(
            action.Symbol,
            [.. others.Add(action).OrderBy(a => a.ExAt).ThenBy(a => a.Id.Value, StringComparer.Ordinal)]);
        return next;
    }

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

    /// <summary>A calendar's definition, or null.</summary>
    public TradingCalendar? FindCalendar(CalendarId id) => calendars.GetValueOrDefault(id);

    /// <inheritdoc/>
    public MarketHours? FindHours(CalendarId id) => hours.GetValueOrDefault(id);

    /// <inheritdoc/>
    public RateSeries? FindRates(RateKind kind, string subject) => rates.GetValueOrDefault((kind, subject));

    /// <inheritdoc/>
    public ImmutableArray<CorporateAction> FindActions(Symbol symbol) =>
        actions.TryGetValue(symbol, out var known) ? known : [];

    /// <inheritdoc/>
    public bool HasActions => !actions.IsEmpty;

    private MarketSet Copy() => (MarketSet)MemberwiseClone();

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
