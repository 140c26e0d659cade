using MarginGrains.Core.Accounts;
using MarginGrains.Core.Oracle;
using MarginGrains.Grains.Tests.Accounts;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Liquidation;

public sealed class LiquidationTests(ClusterOfTwo fixture) : IClassFixture<ClusterOfTwo>
{
    private readonly MarginCluster cluster = fixture.Cluster;

    [Fact]
    public async Task AStopOut_OrdersExecutesAndCompletes_AtTheMark()
    {
        var symbol = await cluster.ListAsync(Listed.Cfd(cluster.NewName("CFD")), 200m);
        var id = await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        var before = await cluster.StateAsync(id);
        await cluster.TickAsync(symbol, 193m);
        var after = await cluster.StateAsync(id);
        NaiveJudge.Disagreement(before, after, cluster.Settlement.Market, cluster.Now).ShouldBeNull();
        after.Liquidation.ShouldBeNull();
        after.Portfolio.Positions.ShouldHaveSingleItem().Quantity.Value.ShouldBeInRange(80m, 99m);
        var events = (await cluster.EventsAsync(id)).Select(e => Books.Event(e.Body)).ToList();
        events.OfType<AccountEvent.LiquidationStarted>().Count().ShouldBe(1);
        events.OfType<AccountEvent.LiquidationCompleted>().ShouldHaveSingleItem().TargetReached.ShouldBeTrue();
        var ordered = events.OfType<AccountEvent.LiquidationOrdered>().ShouldHaveSingleItem();
        var filled = events.OfType<AccountEvent.LiquidationFilled>().ShouldHaveSingleItem();
        filled.Fill.Quantity.ShouldBe(ordered.Order.Quantity);
        filled.Fill.Price.Value.ShouldBe(193m);
        filled.Time.ShouldBe(cluster.Now);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task OneTick_ThatStopsOutTwoHundredAccounts_GivesTwoHundredLiquidations()
    {
        var symbol = await cluster.ListAsync(Listed.Cfd(cluster.NewName("CFD")), 200m);
        var held = await Task.WhenAll(Enumerable.Range(0, 200).Select(n =>
            cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m)));
        await cluster.TickAsync(symbol, 193m);
        foreach (var id in held)
        {
            var types = await cluster.TypesAsync(id);
            types.Count(t => t == "liquidation.started").ShouldBe(1);
            types.Count(t => t == "liquidation.completed").ShouldBe(1);
            types.Count(t => t == "liquidation.orderFilled").ShouldBe(1);
        }

        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task ADeficitUnderADebtRegime_StaysUntilADepositRepaysIt()
    {
        var symbol = await cluster.ListAsync(Listed.Future(cluster.NewName("FUT")), 100m);
        var id = await cluster.HolderAsync("futures", 1200m, symbol, 1m, 100m);
        await cluster.TickAsync(symbol, 70m);
        var owing = await cluster.StateAsync(id);
        owing.Stage.ShouldBe(Stage.Deficit);
        owing.Portfolio.Balances.ShouldBe([new(-300m, new("USD"))]);
        await cluster.TransferAsync(id, "part", 299m);
        (await cluster.StateAsync(id)).Stage.ShouldBe(Stage.Deficit);
        await cluster.TransferAsync(id, "rest", 1m);
        (await cluster.StateAsync(id)).Stage.ShouldBe(Stage.Healthy);
        (await cluster.TypesAsync(id)).ShouldContain("account.deficitRepaid");
        (await cluster.TypesAsync(id)).ShouldNotContain("account.compensated");
        await cluster.SettleAsync();
        await cluster.ShouldBalanceAsync();
    }

    [Theory]
    [InlineData(Fault.BeforeCommit)]
    [InlineData(Fault.AfterCommit)]
    public async Task AFillThatStopsOut_AndWhoseWriteFails_IsLiquidatedOnceAfterTheRetry(Fault fault)
    {
        var symbol = await cluster.ListAsync(Listed.Cfd(cluster.NewName("CFD")), 200m);
        var id = cluster.NewName("acct");
        await cluster.OpenAsync(id, "fx-retail");
        await cluster.TransferAsync(id, "in", 300m);
        cluster.Faults.Plan(id, fault);
        await Should.ThrowAsync<PlannedFaultException>(() => cluster.FillAsync(id, "fill", symbol, 100m, 200m));
        (await cluster.FillAsync(id, "fill", symbol, 100m, 200m)).IsReplayed.ShouldBe(fault == Fault.AfterCommit);
        await cluster.SettleAsync();
        var types = await cluster.TypesAsync(id);
        types.Count(t => t == "fill.booked").ShouldBe(1);
        types.Count(t => t == "liquidation.started").ShouldBe(1);
        types.Count(t => t == "liquidation.orderFilled").ShouldBe(1);
        (await cluster.StateAsync(id)).Liquidation.ShouldBeNull();
        await cluster.ShouldBalanceAsync();
    }
}
