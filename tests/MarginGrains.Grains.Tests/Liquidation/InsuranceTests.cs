using MarginGrains.Contracts.Insurance;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Liquidation;

public sealed class InsuranceTests
{
    private static readonly Currency Usd = new("USD");

    [Fact]
    public async Task ADeficit_IsWrittenOff_AndClaimedOnce_EvenWhenEveryAnswerIsLostAtFirst()
    {
        await using var cluster = await MarginCluster.StartAsync(s => s.Options = o => o.InsuranceFund = 10_000m);
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        var held = await Task.WhenAll(Enumerable.Range(0, 5).Select(n =>
            cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m)));
        var asked = 0;
        cluster.Probe.After = c => c.MethodName == "ClaimAsync" && Interlocked.Increment(ref asked) <= 5
            ? throw new PlannedFaultException("Planned: the answer is lost.")
            : Task.CompletedTask;
        await cluster.TickAsync(symbol, 185m);
        foreach (var id in held)
        {
            var state = await cluster.StateAsync(id);
            state.Stage.ShouldBe(Stage.Healthy);
            state.Portfolio.Balances.ShouldBeEmpty();
            state.Claims.ShouldBeEmpty();
            (await cluster.TypesAsync(id)).Count(t => t == "claim.confirmed").ShouldBe(1);
        }

        asked.ShouldBe(10);
        var fund = await cluster.Client.GetGrain<IInsuranceFundGrain>("USD").GetAsync();
        fund.ShouldBe(new(new(7_500m, Usd), new(2_500m, Usd), new(0m, Usd), 5) { Received = new(0m, Usd) });
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task WhenTheFundIsEmpty_TheBrokerPays_AndTheClientSeesNoDifference()
    {
        await using var cluster = await MarginCluster.StartAsync(s => s.Options = o => o.InsuranceFund = 700m);
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        var held = await Task.WhenAll(Enumerable.Range(0, 3).Select(n =>
            cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m)));
        await cluster.TickAsync(symbol, 185m);
        var fund = await cluster.Client.GetGrain<IInsuranceFundGrain>("USD").GetAsync();
        fund.ShouldBe(new(new(0m, Usd), new(700m, Usd), new(800m, Usd), 3) { Received = new(0m, Usd) });
        foreach (var id in held) (await cluster.StateAsync(id)).Portfolio.Balances.ShouldBeEmpty();
        await cluster.ShouldBalanceAsync();
    }

    [Theory]
    [InlineData(Fault.BeforeCommit)]
    [InlineData(Fault.AfterCommit)]
    public async Task AFundWhoseWriteFails_BooksTheClaimOnce(Fault fault)
    {
        await using var cluster = await MarginCluster.StartAsync(s => s.Silos = 1);
        var fund = cluster.Client.GetGrain<IInsuranceFundGrain>("USD");
        var first = await fund.ClaimAsync("claim-0", new(1m, Usd));
        cluster.Faults.Plan("USD", fault);
        await Should.ThrowAsync<PlannedFaultException>(() => fund.ClaimAsync("claim-1", new(100m, Usd)));
        (await fund.ClaimAsync("claim-1", new(100m, Usd))).ShouldBe(new(new(100m, Usd), new(0m, Usd)));
        (await fund.ClaimAsync("claim-0", new(1m, Usd))).ShouldBe(first);
        (await fund.GetAsync()).Paid.Amount.ShouldBe(101m);
        (await fund.GetAsync()).Claims.ShouldBe(2);
    }
}
