using System.Collections.Immutable;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Tests.Cluster;
using MarginGrains.Grains.Tests.Monitors;

namespace MarginGrains.Grains.Tests.Accounts;

/// <summary>
/// Money between accounts: nothing is paid twice and nothing lost, whatever message or write fails. Every scenario ends
/// with the books.
/// </summary>
public sealed class TopUpTests
{
    private static readonly Currency Usd = new("USD");

    [Fact]
    public async Task ACrossedLine_IsToppedUpFromTheSourcesInTheirOrder()
    {
        await using var cluster = await MarginCluster.StartAsync();
        var symbol = await cluster.ListAsync(Listed.Future("FUT"), 100m);
        var (first, second) = (await SourceAsync(cluster, 60m), await SourceAsync(cluster, 500m));
        var id = await ToppedUpAsync(cluster, symbol, first, second);
        await cluster.TickAsync(symbol, 95m);
        (await cluster.StateAsync(id)).Portfolio.Balances.ShouldBe([new(1_250m, Usd)]);
        (await cluster.StateAsync(first)).Portfolio.Balances.ShouldBeEmpty();
        (await cluster.StateAsync(second)).Portfolio.Balances.ShouldBe([new(310m, Usd)]);
        (await cluster.TypesAsync(second)).ShouldBe(
            ["account.opened", "transfer.booked", "topUp.given", "topUp.delivered"]);
        (await cluster.TypesAsync(id)).Count(t => t == "topUp.completed").ShouldBe(2);
        await cluster.ShouldBalanceAsync();
    }

    [Theory]
    [InlineData("GiveTopUp", true)]
    [InlineData("GiveTopUp", false)]
    [InlineData("CompleteTopUp", true)]
    [InlineData("CompleteTopUp", false)]
    [InlineData("ConfirmTopUp", true)]
    [InlineData("ConfirmTopUp", false)]
    public async Task AMessageOrItsAnswerThatIsLost_IsSentAgain_AndCountsOnce(string command, bool isAnswerLost)
    {
        await using var cluster = await MarginCluster.StartAsync();
        var symbol = await cluster.ListAsync(Listed.Future("FUT"), 100m);
        var source = await SourceAsync(cluster, 500m);
        var id = await ToppedUpAsync(cluster, symbol, source);
        var lost = 0;
        Func<IIncomingGrainCallContext, Task> lose = c =>
            c.MethodName == "ExecuteAsync" && c.Request.GetArgument(0)?.GetType().Name == command
            && Interlocked.Increment(ref lost) <= 2
                ? throw new PlannedFaultException("Planned: it is lost.")
                : Task.CompletedTask;
        if (isAnswerLost) cluster.Probe.After = lose;
        else cluster.Probe.Before = lose;
        await cluster.TickAsync(symbol, 95m);
        lost.ShouldBeGreaterThanOrEqualTo(1);
        await ShouldHaveMovedOnceAsync(cluster, id, source);
    }

    [Theory]
    [InlineData(true, Fault.BeforeCommit)]
    [InlineData(true, Fault.AfterCommit)]
    [InlineData(false, Fault.BeforeCommit)]
    [InlineData(false, Fault.AfterCommit)]
    public async Task AWriteThatFails_OnEitherSide_PaysOnce(bool atSource, Fault fault)
    {
        await using var cluster = await MarginCluster.StartAsync();
        var symbol = await cluster.ListAsync(Listed.Future("FUT"), 100m);
        var source = await SourceAsync(cluster, 500m);
        var id = await ToppedUpAsync(cluster, symbol, source);
        // Of the source: giving and confirming. Of the account: asking and booking, with what follows from it.
        cluster.Faults.Plan(atSource ? source : id, fault, fault, fault);
        await cluster.TickAsync(symbol, 95m);
        await ShouldHaveMovedOnceAsync(cluster, id, source);
    }

    [Fact]
    public async Task ASourceThatIsNotThere_GivesNothing_AndTheNextIsAsked()
    {
        await using var cluster = await MarginCluster.StartAsync();
        var symbol = await cluster.ListAsync(Listed.Future("FUT"), 100m);
        var source = await SourceAsync(cluster, 500m);
        var id = await ToppedUpAsync(cluster, symbol, "nobody", source);
        await cluster.TickAsync(symbol, 95m);
        await ShouldHaveMovedOnceAsync(cluster, id, source);
    }

    [Fact]
    public async Task WhenTheSourcesHaveTooLittle_TheyAreAskedOnce_AndTheCallStands()
    {
        await using var cluster = await MarginCluster.StartAsync();
        var symbol = await cluster.ListAsync(Listed.Future("FUT"), 100m);
        var source = await SourceAsync(cluster, 5m);
        var id = await ToppedUpAsync(cluster, symbol, source);
        await cluster.TickAsync(symbol, 89m);
        await cluster.TickAsync(symbol, 88m);
        await cluster.TickAsync(symbol, 87m);
        var state = await cluster.StateAsync(id);
        state.Stage.ShouldBe(Stage.Call);
        state.TopUp!.IsExhausted.ShouldBeTrue();
        (await cluster.TypesAsync(id)).Count(t => t == "topUp.requested").ShouldBe(1);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task AStopOutThatWaits_IsAvertedByTheSource()
    {
        await using var cluster = await MarginCluster.StartAsync();
        var regime = RegimePresets.Futures with { Id = new("waits"), TopUp = new() { StopOutWaits = true } };
        await DefineAsync(cluster, regime);
        var symbol = await cluster.ListAsync(Listed.Future("FUT"), 100m);
        var source = await SourceAsync(cluster, 5_000m);
        var id = await ToppedUpAsync(cluster, symbol, "waits", [source]);
        await cluster.TickAsync(symbol, 79m);
        var state = await cluster.StateAsync(id);
        state.Stage.ShouldBe(Stage.Healthy);
        state.Portfolio.Positions.Length.ShouldBe(1);
        (await cluster.TypesAsync(id)).ShouldNotContain("liquidation.started");
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task AStopOutThatWaits_GoesOnAfterFiveSeconds_AndWhatComesLateIsBookedOnce()
    {
        var time = new ShiftedTime(MarginCluster.Start);
        await using var cluster = await MarginCluster.StartAsync(s =>
        {
            s.Silos = 1;
            s.Time = time;
            s.Options = o => o.Clock = ClockSource.Live;
        });
        await DefineAsync(cluster, RegimePresets.Futures with { Id = new("waits"), TopUp = new() { StopOutWaits = true } });
        var symbol = await cluster.ListAsync(Listed.Future("FUT"), 100m);
        var source = await SourceAsync(cluster, 5_000m);
        var id = await ToppedUpAsync(cluster, symbol, "waits", [source]);
        await cluster.SettleAsync();
        var gate = new TaskCompletionSource();
        cluster.Probe.Before = c =>
            c.MethodName == "ExecuteAsync" && c.Request.GetArgument(0) is AccountCommand.GiveTopUp
                ? gate.Task
                : Task.CompletedTask;
        await cluster.PostAsync(symbol, 79m);
        await cluster.Probe.UntilAsync(async () => (await cluster.TypesAsync(id)).Contains("topUp.requested"));
        (await cluster.TypesAsync(id)).ShouldNotContain("liquidation.started");

        time.Advance(AccountDue.AnswerTimeout);
        await cluster.Probe.UntilAsync(async () => (await cluster.TypesAsync(id)).Contains("liquidation.started"));
        gate.SetResult();
        await cluster.SettleAsync();

        var started = (await cluster.EventsAsync(id)).ShouldContainOne("liquidation.started");
        started.Time.ShouldBe(MarginCluster.Start + AccountDue.AnswerTimeout);
        (await cluster.TypesAsync(source)).Count(t => t == "topUp.given").ShouldBeLessThanOrEqualTo(1);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task TwentyAccountsAtOneSource_TakeNoMoreThanItCanSpare()
    {
        await using var cluster = await MarginCluster.StartAsync();
        var symbol = await cluster.ListAsync(Listed.Future("FUT"), 100m);
        var source = await SourceAsync(cluster, 700m);
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => ToppedUpAsync(cluster, symbol, source)));
        await cluster.TickAsync(symbol, 95m);
        (await cluster.StateAsync(source)).Portfolio.Balances.ShouldBeEmpty();
        var states = await Task.WhenAll(ids.Select(cluster.StateAsync));
        states.Sum(s => s.Portfolio.Balance(Usd).Amount).ShouldBe(20 * 1_000m + 700m);
        states.ShouldAllBe(s => s.Portfolio.Balance(Usd).Amount <= 1_250m);
        await cluster.ShouldBalanceAsync();
    }

    private static async Task DefineAsync(MarginCluster cluster, Regime regime) =>
        (await cluster.Client.GetGrain<Contracts.Regimes.IRegimeGrain>(regime.Id.Value).DefineAsync(regime))
            .Errors.ShouldBeEmpty();

    /// Initial margin of 1,000 is restored: 250 at 95.
    private static async Task ShouldHaveMovedOnceAsync(MarginCluster cluster, string id, string source)
    {
        (await cluster.StateAsync(id)).Portfolio.Balances.ShouldBe([new(1_250m, Usd)]);
        (await cluster.StateAsync(source)).Portfolio.Balances.ShouldBe([new(250m, Usd)]);
        (await cluster.TypesAsync(source)).Count(t => t == "topUp.given").ShouldBe(1);
        (await cluster.TypesAsync(id)).Count(t => t == "topUp.requested").ShouldBeLessThanOrEqualTo(2);
        await cluster.ShouldBalanceAsync();
    }

    private static async Task<string> SourceAsync(MarginCluster cluster, decimal cash)
    {
        var id = cluster.NewName("source");
        await cluster.OpenAsync(id, "futures");
        await cluster.TransferAsync(id, "in", cash);
        return id;
    }

    private static Task<string> ToppedUpAsync(MarginCluster cluster, string symbol, params string[] sources) =>
        ToppedUpAsync(cluster, symbol, "futures", sources);

    private static async Task<string> ToppedUpAsync(
        MarginCluster cluster, string symbol, string regime, string[] sources)
    {
        var id = await cluster.HolderAsync(regime, 1_000m, symbol, 1m, 100m);
        ImmutableArray<TopUpSource> named = [.. sources.Select(s => new TopUpSource(new(s), null))];
        (await cluster.Account(id).ExecuteAsync(new AccountCommand.SetTopUpSources(named, true, "client")))
            .IsAccepted.ShouldBeTrue();
        return id;
    }
}
