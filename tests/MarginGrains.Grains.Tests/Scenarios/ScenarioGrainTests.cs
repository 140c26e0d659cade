using System.Collections.Concurrent;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Instruments;
using MarginGrains.Contracts.Scenarios;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Scenarios;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Scenarios;

/// <summary>One question about the whole book at a time, which can be given up.</summary>
public class ScenarioGrainTests
{
    private static readonly StressQuestion Calm =
        new([new StressScenario("calm")], new StressSettings(Cascades: false, Seed: 1, MostAccounts: 5));

    [Fact]
    public async Task WhileOneRuns_AnotherIsRefused_AndOnceGivenUp_ThereIsRoomAgain()
    {
        var roster = new RosterProbe();
        await using var cluster = await MarginCluster.StartAsync(s => s.Services = roster.Decorate);
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        await cluster.HolderAsync("fx-retail", 1000m, symbol, 10m, 200m);
        await cluster.SettleAsync();
        var grain = cluster.Client.GetGrain<IScenarioGrain>(0);

        // The reading goes on only when whoever reads gives up.
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var never = new TaskCompletionSource();
        roster.BeforeDocuments = givenUp =>
        {
            reached.TrySetResult();
            return never.Task.WaitAsync(givenUp);
        };
        var first = await grain.StartStressAsync(Calm);
        await reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        (await grain.FindAsync(first.Id!))!.State.ShouldBe(ScenarioState.Running);
        var second = await grain.StartStressAsync(Calm);
        (second.Id, second.Busy).ShouldBe((null, true));

        roster.BeforeDocuments = _ => Task.CompletedTask;
        await grain.CancelAsync(first.Id!);
        var given = await EndOfAsync(grain, first.Id!);
        given.State.ShouldBe(ScenarioState.Cancelled);
        given.Stress.ShouldBeEmpty();

        var third = await grain.StartStressAsync(Calm);
        third.Busy.ShouldBeFalse();
        var done = await EndOfAsync(grain, third.Id!);
        done.State.ShouldBe(ScenarioState.Done);
        done.Stress.ShouldHaveSingleItem();

        // Giving up what is done already takes nothing away.
        await grain.CancelAsync(third.Id!);
        (await grain.FindAsync(third.Id!))!.State.ShouldBe(ScenarioState.Done);
    }

    [Fact]
    public async Task QuestionsAboutTheBook_ReadWhatIsStored_AndCallNoAccount()
    {
        await using var cluster = await MarginCluster.StartAsync();
        var symbol = await cluster.ListAsync(Listed.Future("FUT"), 100m);
        var holder = "";
        for (var i = 0; i < 5; i++) holder = await cluster.HolderAsync("futures", 1_050m, symbol, 1m, 100m);
        await cluster.SettleAsync();
        var called = new ConcurrentBag<string>();
        cluster.Probe.Before = c =>
        {
            if (c.Grain is IAccountGrain) called.Add($"{c.MethodName} of {CallProbe.Key(c.TargetId)}");
            return Task.CompletedTask;
        };
        var grain = cluster.Client.GetGrain<IScenarioGrain>(0);
        foreach (var cascades in new[] { false, true })
        {
            var asked = await grain.StartStressAsync(new(
                [new StressScenario("fall") { Prices = [new(new(null, null, null), new(-0.5m))] }],
                new(cascades, Seed: 1, MostAccounts: 5)));
            (await EndOfAsync(grain, asked.Id!)).Stress.ShouldHaveSingleItem().Liquidated.ShouldBe(5);
        }

        var instrument = (await cluster.Client.GetGrain<IInstrumentGrain>(symbol).GetAsync()).Instrument!;
        var draft = instrument with
        {
            Margin = MarginSchedule.Always(new MarginTerms.PerContract(new(2_000m, new("USD")), new(1_500m, new("USD")), new(1m))),
        };
        var impact = await grain.StartImpactAsync(new(draft, null, 5));
        (await EndOfAsync(grain, impact.Id!)).Impact!.Concerned.ShouldBe(5);
        called.ShouldBeEmpty();

        // The probe sees what it is there for.
        await cluster.StateAsync(holder);
        called.ShouldNotBeEmpty();
    }

    private static async Task<ScenarioView> EndOfAsync(IScenarioGrain grain, string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            patience.Token.ThrowIfCancellationRequested();
            if (await grain.FindAsync(id) is { State: not ScenarioState.Running } view) return view;
            await Task.Yield();
        }
    }
}
