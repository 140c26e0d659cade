using MarginGrains.Contracts.Scenarios;
using MarginGrains.Core.Scenarios;
using MarginGrains.Grains.Ports;
using MarginGrains.Grains.Tests.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MarginGrains.Grains.Tests.Scenarios;

/// <summary>One question about the whole book at a time, which can be given up.</summary>
public class ScenarioGrainTests
{
    private static readonly StressQuestion Calm =
        new([new StressScenario("calm")], new StressSettings(Cascades: false, Seed: 1, MostAccounts: 5));

    [Fact]
    public async Task WhileOneRuns_AnotherIsRefused_AndOnceGivenUp_ThereIsRoomAgain()
    {
        var slow = new HeldReads();
        await using var cluster = await MarginCluster.StartAsync(s => s.Services = services =>
        {
            var real = services.Last(d => d.ServiceType == typeof(IAccountRoster));
            services.Replace(ServiceDescriptor.Singleton<IAccountRoster>(provider =>
                slow.Over((IAccountRoster)ActivatorUtilities.CreateInstance(provider, real.ImplementationType!))));
        });
        var symbol = await cluster.ListAsync(Listed.Cfd("CFD"), 200m);
        await cluster.HolderAsync("fx-retail", 1000m, symbol, 10m, 200m);
        await cluster.SettleAsync();
        var grain = cluster.Client.GetGrain<IScenarioGrain>(0);

        slow.Holds = true;
        var first = await grain.StartStressAsync(Calm);
        await slow.Reached;
        (await grain.FindAsync(first.Id!))!.State.ShouldBe(ScenarioState.Running);
        var second = await grain.StartStressAsync(Calm);
        (second.Id, second.Busy).ShouldBe((null, true));

        slow.Holds = false;
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

    /// <summary>A table whose reading goes on only when whoever reads it gives up.</summary>
    private sealed class HeldReads
    {
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource never = new();

        public bool Holds { get; set; }

        public Task Reached => reached.Task.WaitAsync(TimeSpan.FromSeconds(60));

        public IAccountRoster Over(IAccountRoster real) => new Roster(this, real);

        private sealed class Roster(HeldReads owner, IAccountRoster real) : IAccountRoster
        {
            public Task<IReadOnlyList<RosterRow>> ReadAsync(
                int partition, long afterChange, int limit, CancellationToken cancellationToken) =>
                real.ReadAsync(partition, afterChange, limit, cancellationToken);

            public Task<IReadOnlyList<RosterChange>> ReadChangesAsync(
                int partition, long afterChange, int limit, CancellationToken cancellationToken) =>
                real.ReadChangesAsync(partition, afterChange, limit, cancellationToken);

            public async Task<IReadOnlyList<RosterDocument>> ReadDocumentsAsync(
                int partition, long afterChange, int limit, CancellationToken cancellationToken)
            {
                if (owner.Holds)
                {
                    owner.reached.TrySetResult();
                    await owner.never.Task.WaitAsync(cancellationToken);
                }

                return await real.ReadDocumentsAsync(partition, afterChange, limit, cancellationToken);
            }

            public Task<long> CountAsync(CancellationToken cancellationToken) => real.CountAsync(cancellationToken);
        }
    }
}
