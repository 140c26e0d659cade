using MarginGrains.Contracts.Catalog;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Marks;
using Orleans.Concurrency;

namespace MarginGrains.Grains.Catalog;

/// <summary>Reads this silo's board for gateways. Keeps nothing, so any silo answers.</summary>
[StatelessWorker]
internal sealed class CatalogGrain(MarkBoard board, MarketClock clock) : Grain, ICatalogGrain
{
    public Task<InstrumentList> InstrumentsAsync() =>
        Task.FromResult(new InstrumentList([.. board.Current.Instruments.OrderBy(i => i.Symbol)]));

    public Task<InstrumentList> FindInstrumentAsync(Symbol symbol) => Task.FromResult(
        new InstrumentList(board.Current.FindInstrument(symbol) is { } found ? [found] : []));

    public Task<RegimeList> RegimesAsync() => Task.FromResult(
        new RegimeList([.. board.Current.Regimes.OrderBy(r => r.Id.Value, StringComparer.Ordinal)]));

    public Task<RegimeList> FindRegimeAsync(RegimeId id) => Task.FromResult(
        new RegimeList(board.Current.FindRegimeHistory(id) is { } found ? [found] : []));

    public Task<RateList> RatesAsync(RateKind kind, string? subject) => Task.FromResult(new RateList([
        .. board.Current.Rates.Where(r => r.Kind == kind && (subject is null || r.Subject == subject))
            .OrderBy(r => r.Subject, StringComparer.Ordinal)]));

    public Task<ActionList> ActionsAsync() => Task.FromResult(
        new ActionList([.. board.Current.Actions.OrderBy(a => a.Symbol).ThenBy(a => a.ExAt)]));
    public Task<CalendarList> CalendarsAsync() => Task.FromResult(
        new CalendarList([.. board.Current.Calendars.OrderBy(c => c.Id.Value, StringComparer.Ordinal)]));

    public Task<CalendarList> FindCalendarAsync(CalendarId id) => Task.FromResult(
        new CalendarList(board.Current.FindHours(id)?.Chain ?? []));

    public Task<MarketView> GetMarketAsync() => Task.FromResult(
        new MarketView(clock.Now, board.AcceptedMarks, board.Current.Instruments.Count()));
}
