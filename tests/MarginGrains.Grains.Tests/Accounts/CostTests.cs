using System.Text.Json;
using MarginGrains.Contracts.Rates;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Accounts;

/// <summary>Costs over time in a cluster: once per period, whatever fails and whoever looks.</summary>
public sealed class CostTests(ClusterOfTwo fixture) : IClassFixture<ClusterOfTwo>
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly MarginCluster cluster = fixture.Cluster;

    [Fact]
    [Trait("Rule", "COST-001")]
    [Trait("Rule", "COST-007")]
    public async Task EveryPeriod_IsPaidOnce_OverWritesThatFailBeforeAndAfterTheCommit()
    {
        var (symbol, id) = await HolderAsync();
        var instants = new List<DateTimeOffset>();
        for (var at = Next(cluster.Now); instants.Count < 24; at += Hour) instants.Add(at);
        var late = instants.Where((_, i) => i % 5 == 4).ToList();
        await PublishAsync(symbol, [.. instants.Except(late)]);
        for (var i = 0; i < 24; i++)
        {
            if (i % 3 > 0) cluster.Faults.Plan(id, i % 3 == 1 ? Fault.BeforeCommit : Fault.AfterCommit);
            await cluster.TickAsync(symbol, 1_000m, Hour);
        }

        foreach (var at in late)
        {
            cluster.Faults.Plan(id, Fault.AfterCommit);
            await PublishAsync(symbol, [at]);
            await cluster.TickAsync(symbol, 1_000m);
        }

        var counted = Accrued(await cluster.EventsAsync(id)).SelectMany(e => e.Counted).Select(c => c.Border).ToList();
        counted.Order().ToList().ShouldBe(instants, "each once, none left out");
        var account = await cluster.StateAsync(id);
        account.Portfolio.Balances.ShouldBe([new(100_000m - 24m * 10m * 1_000m * 0.0001m, new("USD"))]);
        account.Portfolio.Costs?.Pending.ShouldBeEmpty();
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    [Trait("Rule", "COST-001")]
    public async Task AReader_SeesWhatHasAccrued_AndNothingIsStoredForIt()
    {
        var (symbol, id) = await HolderAsync();
        await PublishAsync(symbol, [Next(cluster.Now)]);
        var before = (await cluster.EventsAsync(id)).Length;
        var read = await cluster.StateAsync(id);
        read.Sequence.ShouldBe(before);
        await cluster.TickAsync(symbol, 1_000m, Hour);
        (await cluster.TypesAsync(id))[^2..].ShouldBe(["costs.accrued", "costs.charged"]);
    }

    [Fact]
    [Trait("Rule", "CORP-001")]
    [Trait("Rule", "CORP-003")]
    public async Task ASplit_IsAppliedOnce_AndAPriceFromBefore_NeverCalls()
    {
        var symbol = cluster.NewName("STOCK");
        await cluster.ListAsync(Listed.Cfd(symbol) with { AssetClass = AssetClass.Stock, PriceBand = new Ratio(0.2m) }, 100m);
        var id = await cluster.HolderAsync("us-reg-t", 5_000m, symbol, 80m, 100m);
        var split = new CorporateAction(new(cluster.NewName("split")), new(symbol), cluster.Now + Hour) { Split = new(new(4m), new(1m)) };
        var grain = cluster.Client.GetGrain<ICorporateActionGrain>(split.Id.Value);
        (await grain.DefineAsync(split)).IsNew.ShouldBeTrue();
        (await grain.DefineAsync(split)).IsNew.ShouldBeFalse();
        cluster.Faults.Plan(id, Fault.AfterCommit);
        await cluster.TickAsync(await cluster.ListAsync(Listed.Cfd(cluster.NewName("CLOCK")), 1m), 1m, 2 * Hour);
        (await cluster.TypesAsync(id)).Count(t => t == "position.split").ShouldBe(1);
        var account = await cluster.StateAsync(id);
        account.Portfolio.Positions.ShouldHaveSingleItem().Quantity.ShouldBe(new Quantity(320m));
        account.Stage.ShouldBe(Stage.Healthy);
        await cluster.TickAsync(symbol, 25.5m, Hour);   // within a fifth of 25, not of 100
        (await cluster.Client.GetGrain<Contracts.Instruments.IInstrumentGrain>(symbol).GetAsync()).LastMark!.Price.ShouldBe(new Price(25.5m));
        (await cluster.TypesAsync(id)).ShouldNotContain("call.opened");
        (await grain.DefineAsync(split with { ExAt = cluster.Now + 9 * Hour })).IsTooLate.ShouldBeTrue();
        await cluster.ShouldBalanceAsync();
    }

    private async Task<(string Symbol, string Id)> HolderAsync()
    {
        var symbol = cluster.NewName("PERP");
        await cluster.ListAsync(Listed.Cfd(symbol) with { Costs = new() { Funding = new(Hour) } }, 1_000m);
        return (symbol, await cluster.HolderAsync("fx-retail", 100_000m, symbol, 10m, 1_000m));
    }

    private async Task PublishAsync(string symbol, params DateTimeOffset[] instants)
    {
        var reply = await cluster.Client.GetGrain<IRateGrain>($"funding:{symbol}").PublishAsync(new(
            RateKind.Funding, symbol, [.. instants.Select(i => new RatePoint(i, new(0.0001m)) { Price = new Price(1_000m) })]));
        reply.Errors.ShouldBeEmpty();
        reply.InForce.ShouldBeEmpty();
    }

    private static DateTimeOffset Next(DateTimeOffset now) => new FundingTerms(Hour).Next(now);

    private static IEnumerable<AccountEvent.CostsAccrued> Accrued(IEnumerable<Contracts.Journal.JournalEvent> events) => events
        .Select(e => JsonSerializer.Deserialize(e.Body, GrainsJson.Event)).OfType<AccountEvent.CostsAccrued>();
}
