using System.Collections.Immutable;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Contracts.Catalog;

/// <summary>What a silo's board knows, for those who have no board of their own: gateways. Any silo answers.</summary>
[Alias("catalog")]
public interface ICatalogGrain : IGrainWithIntegerKey
{
    /// <summary>Every instrument, in the order of the symbols.</summary>
    [Alias("instruments")]
    Task<InstrumentList> InstrumentsAsync();

    /// <summary>The instrument of a symbol alone, or nothing.</summary>
    [Alias("instrument")]
    Task<InstrumentList> FindInstrumentAsync(Symbol symbol);

    /// <summary>Every regime, presets too, in the order of the ids.</summary>
    [Alias("regimes")]
    Task<RegimeList> RegimesAsync();

    /// <summary>The regime of an id alone, or nothing.</summary>
    [Alias("regime")]
    Task<RegimeList> FindRegimeAsync(RegimeId id);

    /// <summary>Every series of a kind, or that of one subject alone, in the order of the subjects.</summary>
    [Alias("rates")]
    Task<RateList> RatesAsync(RateKind kind, string? subject);

    /// <summary>Every corporate action, by symbol and date.</summary>
    [Alias("actions")]
    Task<ActionList> ActionsAsync();
    /// <summary>Every calendar, in the order of the ids.</summary>
    [Alias("calendars")]
    Task<CalendarList> CalendarsAsync();

    /// <summary>The calendar of an id with those above it, the lowest rank first, or nothing.</summary>
    [Alias("calendar")]
    Task<CalendarList> FindCalendarAsync(CalendarId id);

    /// <summary>Market time and counts.</summary>
    [Alias("market")]
    Task<MarketView> GetMarketAsync();
}

/// <summary>
/// Instruments, in the order of the symbols. Immutable as a whole, so that it is not copied within a silo.
/// </summary>
[GenerateSerializer, Immutable, Alias("instrumentList")]
public sealed record InstrumentList([property: Id(0)] ImmutableArray<Instrument> Items);

/// <summary>Regimes, in the order of the ids.</summary>
[GenerateSerializer, Immutable, Alias("regimeList")]
public sealed record RegimeList([property: Id(0)] ImmutableArray<RegimeHistory> Items);

/// <summary>Published series, in the order of the subjects.</summary>
[GenerateSerializer, Immutable, Alias("rateList")]
public sealed record RateList([property: Id(0)] ImmutableArray<RateSeries> Items);

/// <summary>Corporate actions, by symbol and date.</summary>
[GenerateSerializer, Immutable, Alias("actionList")]
public sealed record ActionList([property: Id(0)] ImmutableArray<CorporateAction> Items);
/// <summary>Calendars.</summary>
[GenerateSerializer, Immutable, Alias("calendarList")]
public sealed record CalendarList([property: Id(0)] ImmutableArray<TradingCalendar> Items);

/// <summary>The market as one silo sees it.</summary>
/// <param name="Now">
/// Market time; before the first mark, where marks are the clock, the instant at which the market begins.
/// </param>
/// <param name="Prices">Marks taken so far.</param>
/// <param name="Instruments">Known instruments.</param>
[GenerateSerializer, Immutable, Alias("marketView")]
public sealed record MarketView(
    [property: Id(0)] DateTimeOffset Now, [property: Id(1)] long Prices, [property: Id(2)] int Instruments);
