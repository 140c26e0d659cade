using MarginGrains.Core.Accounts;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Liquidation;

public sealed class VenueTests
{
    [Fact]
    public async Task PartialFillsAndRefusals_EndInTheSameReduction()
    {
        await using var cluster = await MarginCluster.StartAsync(s => s.Venue = v =>
        {
            v.Seed = 7;
            v.PartialShare = 0.5m;
            v.RejectShare = 0.4m;
            v.LargestSlippage = 0.001m;
        });
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        var held = await Task.WhenAll(Enumerable.Range(0, 30).Select(n =>
            cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m)));
        await cluster.TickAsync(symbol, 193m);
        for (var retries = 0; retries < 20; retries++) await cluster.TickAsync(symbol, 193m);

        var (partial, refused) = (0, 0);
        foreach (var id in held)
        {
            var state = await cluster.StateAsync(id);
            state.Liquidation.ShouldBeNull();
            state.IsRestricted.ShouldBeFalse();
            var events = (await cluster.EventsAsync(id)).Select(e => Books.Event(e.Body)).ToList();
            var fills = events.OfType<AccountEvent.LiquidationFilled>().ToList();
            fills.Select(f => f.ExecutionId).ShouldBeUnique();
            state.Portfolio.Positions[0].Quantity.Value.ShouldBe(100m + fills.Sum(f => f.Fill.Quantity.Value));
            partial += fills.Count(f => !f.IsFinal);
            refused += events.OfType<AccountEvent.LiquidationOrderEnded>().Count();
        }

        partial.ShouldBeGreaterThan(0);
        refused.ShouldBeGreaterThan(0);
        await cluster.ShouldBalanceAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnOrderThatIsLost_OrArrivesManyTimes_IsExecutedOnce(bool lost)
    {
        var traffic = new VenueTraffic { Copies = nth => !lost ? 5 : nth == 1 ? 0 : 2 };
        await using var cluster = await MarginCluster.StartAsync(s => s.Services = traffic.Decorate);
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        var held = await Task.WhenAll(Enumerable.Range(0, 10).Select(n =>
            cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m)));
        await cluster.TickAsync(symbol, 193m);
        foreach (var id in held)
        {
            var types = await cluster.TypesAsync(id);
            types.Count(t => t == "liquidation.orderRequested").ShouldBe(1);
            types.Count(t => t == "liquidation.orderFilled").ShouldBe(1);
            (await cluster.StateAsync(id)).IsRestricted.ShouldBeFalse();
        }

        if (lost) traffic.Submitted.Values.ShouldAllBe(n => n > 1);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task AnExecutionWhoseAnswerIsLost_IsReportedAgain_AndBookedOnce()
    {
        await using var cluster = await MarginCluster.StartAsync();
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        var id = await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        await cluster.SettleAsync();

        // The call commits and its caller is told that it failed, twice.
        cluster.Faults.Plan(id);
        var left = 2;
        cluster.Probe.After = c => c.MethodName == "ExecuteAsync" && Interlocked.Decrement(ref left) >= 0
            ? throw new PlannedFaultException("Planned: the answer is lost.")
            : Task.CompletedTask;
        await cluster.TickAsync(symbol, 193m);
        (await cluster.TypesAsync(id)).Count(t => t == "liquidation.orderFilled").ShouldBe(1);
        (await cluster.TypesAsync(id)).ShouldContain("liquidation.completed");
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task WhileTheVenueIsSilent_SettlingWaits_AndCanBeGivenUp()
    {
        var traffic = new VenueTraffic { Copies = _ => 0 };
        await using var cluster = await MarginCluster.StartAsync(s => s.Services = traffic.Decorate);
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        var id = await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        await cluster.SettleAsync();
        await cluster.PostAsync(symbol, 193m);
        await cluster.Probe.UntilAsync(() => !traffic.Submitted.IsEmpty);
        using var patience = new CancellationTokenSource();
        var settling = cluster.Settlement.SettleAsync(patience.Token);
        settling.IsCompleted.ShouldBeFalse();
        await patience.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => settling);
        (await cluster.StateAsync(id)).Stage.ShouldBe(Stage.Liquidating);

        traffic.Copies = _ => 1;
        await cluster.SettleAsync();
        (await cluster.StateAsync(id)).Liquidation.ShouldBeNull();
        await cluster.ShouldBalanceAsync();
    }
}
