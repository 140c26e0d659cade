using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Oracle;
using MarginGrains.Grains.Tests.Accounts;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Liquidation;

/// <summary>
/// Protective stops in a cluster: each triggers once and is executed once, whatever fails, is lost or comes again.
/// </summary>
public sealed class StopTests(ClusterOfTwo fixture) : IClassFixture<ClusterOfTwo>
{
    private readonly MarginCluster cluster = fixture.Cluster;

    [Fact]
    public async Task AStop_SparesTheStopOut_AndIsExecutedOnce()
    {
        var (id, symbol) = await ProtectedAsync(cluster);
        var before = await cluster.StateAsync(id);
        await cluster.TickAsync(symbol, 193m);
        var after = await cluster.StateAsync(id);
        NaiveJudge.Disagreement(before, after, cluster.Settlement.Market, cluster.Now).ShouldBeNull();
        after.Portfolio.IsFlat.ShouldBeTrue();
        after.Stops.ShouldBeEmpty();
        await cluster.TickAsync(symbol, 192m);
        await cluster.TickAsync(symbol, 193m);
        await ShouldHaveTriggeredOnceAsync(cluster, id);
        (await cluster.TypesAsync(id)).ShouldNotContain("liquidation.started");
        await cluster.ShouldBalanceAsync();
    }

    [Theory]
    [InlineData(Fault.BeforeCommit)]
    [InlineData(Fault.AfterCommit)]
    public async Task AStopWhoseWriteFails_TriggersOnce(Fault fault)
    {
        var (id, symbol) = await ProtectedAsync(cluster);
        await cluster.SettleAsync();
        cluster.Faults.Plan(id, fault, fault);
        await cluster.TickAsync(symbol, 195m);
        cluster.Faults.AllHappened.ShouldBeTrue();
        await ShouldHaveTriggeredOnceAsync(cluster, id);
        (await cluster.StateAsync(id)).Portfolio.IsFlat.ShouldBeTrue();
        await cluster.ShouldBalanceAsync();
    }

    [Theory]
    [InlineData(Fault.BeforeCommit)]
    [InlineData(Fault.AfterCommit)]
    public async Task APlacementWhoseWriteFails_StandsOnceAfterTheRetry(Fault fault)
    {
        var (id, symbol) = await ProtectedAsync(cluster);
        var terms = new StopTerms(new(symbol), true, StopKind.Trailing) { Distance = new(10m) };
        cluster.Faults.Plan(id, fault);
        await Should.ThrowAsync<PlannedFaultException>(() => PlaceAsync(cluster, id, "s-2", terms));
        (await PlaceAsync(cluster, id, "s-2", terms)).IsAccepted.ShouldBeTrue();
        (await cluster.TypesAsync(id)).Count(t => t == "stop.placed").ShouldBe(2);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task ATrailingStop_SurvivesTheLossOfItsGrain_WhereItWasMovedTo()
    {
        var symbol = await cluster.ListAsync(Listed.Cfd(cluster.NewName("CFD")), 200m);
        var id = await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        var terms = new StopTerms(new(symbol), true, StopKind.Trailing) { Distance = new(4m) };
        (await PlaceAsync(cluster, id, "s-1", terms)).IsAccepted.ShouldBeTrue();
        await cluster.TickAsync(symbol, 203.1m);
        (await cluster.StateAsync(id)).Stops[0].Price.ShouldBe(new(199m), "196 and 15 steps of 0.20");
        await cluster.Silos.DeactivateAsync(cluster.Account(id));
        await cluster.TickAsync(symbol, 201m);
        (await cluster.StateAsync(id)).Stops[0].Price.ShouldBe(new(199m));
        await cluster.Silos.DeactivateAsync(cluster.Account(id));
        await cluster.TickAsync(symbol, 199m);
        await ShouldHaveTriggeredOnceAsync(cluster, id);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task AMarketThatOpensAgain_WakesTheStopThatWaits()
    {
        var definition = Listed.Cfd(cluster.NewName("CFD"));
        var symbol = await cluster.ListAsync(definition, 200m);
        var id = await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        await PlaceAsync(cluster, id, "s-1", Loss(symbol, 197m));
        await cluster.Instrument(symbol)
            .DefineAsync(definition with { State = InstrumentState.Suspended, StateReason = "halted" });
        await cluster.TickAsync(symbol, 196m);
        (await cluster.TypesAsync(id)).ShouldNotContain("stop.triggered");
        await cluster.Instrument(symbol).DefineAsync(definition);
        await cluster.SettleAsync();
        await ShouldHaveTriggeredOnceAsync(cluster, id);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task ABidThatFallsBeneathAnUnchangedMark_WakesTheAccount()
    {
        var (id, symbol) = await ProtectedAsync(cluster);
        var price = new PricePost(new(symbol), cluster.Now.AddSeconds(30)) { Mark = new(200m), Bid = new(197m), Ask = new(201m) };
        (await cluster.Instrument(symbol).PostAsync([price])).ShouldHaveSingleItem().Outcome.ShouldBe(PostOutcome.Accepted);
        await cluster.SettleAsync();
        await ShouldHaveTriggeredOnceAsync(cluster, id);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task AGuaranteedStop_IsBookedAtItsPrice_WithoutTheVenue()
    {
        var definition = Listed.Cfd(cluster.NewName("CFD")) with
        {
            GuaranteedStop = new() { PremiumRate = new(0.001m), LeastDistance = new(0.01m) },
        };
        var symbol = await cluster.ListAsync(definition, 200m);
        var id = await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        var terms = new StopTerms(new(symbol), true, StopKind.Guaranteed) { Price = new(196m) };
        (await PlaceAsync(cluster, id, "g-1", terms)).IsAccepted.ShouldBeTrue();
        await cluster.TickAsync(symbol, 150m);
        (await cluster.TypesAsync(id)).ShouldBe(
            ["account.opened", "transfer.booked", "fill.booked", "stop.placed", "stop.triggered", "stop.guaranteed"]);
        (await cluster.StateAsync(id)).Portfolio.Balances.ShouldBe([new(1000m - 19.6m - 400m, new("USD"))]);
        await cluster.ShouldBalanceAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnOrderThatIsLost_OrArrivesManyTimes_IsExecutedOnce(bool lost)
    {
        var traffic = new VenueTraffic { Copies = nth => !lost ? 5 : nth == 1 ? 0 : 2 };
        await using var own = await MarginCluster.StartAsync(s => s.Services = traffic.Decorate);
        var held = new List<string>();
        var symbol = await own.ListAsync(Listed.Cfd("CFD"), 200m);
        for (var n = 0; n < 8; n++) held.Add((await ProtectedAsync(own, symbol)).Id);
        await own.TickAsync(symbol, 193m);
        foreach (var id in held) await ShouldHaveTriggeredOnceAsync(own, id);
        if (lost) traffic.Submitted.Values.ShouldAllBe(n => n > 1);
        await own.ShouldBalanceAsync();
    }

    [Fact]
    public async Task AnExecutionWhoseAnswerIsLost_IsReportedAgain_AndBookedOnce()
    {
        await using var own = await MarginCluster.StartAsync();
        var (id, symbol) = await ProtectedAsync(own);
        await own.SettleAsync();
        var left = 2;
        own.Probe.After = c => c.MethodName == "ExecuteAsync" && Interlocked.Decrement(ref left) >= 0
            ? throw new PlannedFaultException("Planned: the answer is lost.")
            : Task.CompletedTask;
        await own.TickAsync(symbol, 193m);
        await ShouldHaveTriggeredOnceAsync(own, id);
        await own.ShouldBalanceAsync();
    }

    [Fact]
    public async Task WithAVenueThatRefusesAndFillsInParts_NothingIsClosedTwice_BesideALiquidation()
    {
        await using var own = await MarginCluster.StartAsync(s => s.Venue = v =>
        {
            v.PartialShare = 0.5m;
            v.RejectShare = 0.4m;
        });
        var symbol = await own.ListAsync(Listed.Cfd("CFD"), 200m);
        var held = new List<string>();
        for (var n = 0; n < 12; n++)
        {
            var (id, _) = await ProtectedAsync(own, symbol);
            await PlaceAsync(own, id, "half", Loss(symbol, 194m) with { Quantity = new(50m) });
            held.Add(id);
        }

        foreach (var price in new[] { 193m, 192.5m, 192m, 191.5m, 191m }) await own.TickAsync(symbol, price);
        foreach (var id in held)
        {
            var state = await own.StateAsync(id);
            state.IsRestricted.ShouldBeFalse();
            state.Portfolio.Positions.ShouldAllBe(p => p.Quantity.IsLong);
            (await own.TypesAsync(id)).ShouldNotContain("account.incident");
        }

        await own.ShouldBalanceAsync();
    }

    private static StopTerms Loss(string symbol, decimal price) =>
        new(new(symbol), true, StopKind.StopLoss) { Price = new(price) };

    private static Task<CommandReply> PlaceAsync(MarginCluster on, string id, string stopId, StopTerms terms) =>
        on.Account(id).ExecuteAsync(new AccountCommand.PlaceStop(new(stopId), terms));

    /// 100 units bought at 200 with 1,000, stopped at 197; the stop-out line is at 193.22.
    private static async Task<(string Id, string Symbol)> ProtectedAsync(MarginCluster on, string? listed = null)
    {
        var symbol = listed ?? await on.ListAsync(Listed.Cfd(on.NewName("CFD")), 200m);
        var id = await on.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        (await PlaceAsync(on, id, "s-1", Loss(symbol, 197m))).IsAccepted.ShouldBeTrue();
        return (id, symbol);
    }

    private static async Task ShouldHaveTriggeredOnceAsync(MarginCluster on, string id)
    {
        var types = await on.TypesAsync(id);
        types.Count(t => t == "stop.triggered").ShouldBe(1);
        types.Count(t => t == "stop.orderRequested").ShouldBe(1);
        types.Count(t => t == "stop.orderFilled").ShouldBe(1);
        types.ShouldNotContain("account.incident");
    }
}
