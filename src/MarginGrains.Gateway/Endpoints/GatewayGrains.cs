using System.Collections.Immutable;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Calendars;
using MarginGrains.Contracts.Catalog;
using MarginGrains.Contracts.Instruments;
using MarginGrains.Contracts.Insurance;
using MarginGrains.Contracts.Journal;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Contracts.Rates;
using MarginGrains.Contracts.Regimes;
using MarginGrains.Contracts.Scenarios;
using MarginGrains.Contracts.Statements;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Gateway.Hosting;
using MarginGrains.Gateway.Http;
using Microsoft.Extensions.Options;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>The grains, by the ids of the API.</summary>
internal sealed class GatewayGrains(IClusterClient client, IOptions<GatewayOptions> options)
{
    public int Partitions => options.Value.Partitions;

    public ICatalogGrain Catalog => client.GetGrain<ICatalogGrain>(0);

    public IScenarioGrain Scenarios => client.GetGrain<IScenarioGrain>(0);

    public IJournalGrain Journal => client.GetGrain<IJournalGrain>(0);

    public IStatementGrain Statements => client.GetGrain<IStatementGrain>(0);

    public IAccountGrain Account(string accountId) => client.GetGrain<IAccountGrain>(accountId);

    public IInstrumentGrain Instrument(Symbol symbol) => client.GetGrain<IInstrumentGrain>(symbol.Value);

    public IRegimeGrain Regime(RegimeId id) => client.GetGrain<IRegimeGrain>(id.Value);

    public IRateGrain Rates(RateKind kind, string subject) =>
        client.GetGrain<IRateGrain>($"{Words.Of(kind)}:{subject}");

    public ICorporateActionGrain CorporateAction(OperationId id) => client.GetGrain<ICorporateActionGrain>(id.Value);
    public ICalendarGrain Calendar(CalendarId id) => client.GetGrain<ICalendarGrain>(id.Value);

    public IInsuranceFundGrain InsuranceFund(string currency) => client.GetGrain<IInsuranceFundGrain>(currency);

    /// <summary>An instrument, or null when unknown.</summary>
    public async Task<Instrument?> FindInstrumentAsync(Symbol symbol) =>
        (await Catalog.FindInstrumentAsync(symbol)).Items.FirstOrDefault();

    /// <summary>A regime, or null when unknown.</summary>
    public async Task<RegimeHistory?> FindRegimeAsync(RegimeId id) =>
        (await Catalog.FindRegimeAsync(id)).Items.FirstOrDefault();

    /// <summary>Asks every partition's monitor at once.</summary>
    public async Task<ImmutableArray<T>> AskMonitorsAsync<T>(Func<IMonitorGrain, Task<T>> ask) =>
        [.. await Task.WhenAll(Enumerable.Range(0, Partitions).Select(p => ask(client.GetGrain<IMonitorGrain>(p))))];
}
