using System.Diagnostics;
using MarginGrains.Core.Accounts;
using MarginGrains.Grains.Hosting;
using MarginGrains.Host.Market;
using MarginGrains.Host.Output;

namespace MarginGrains.Host.Play;

/// <summary>A market played through a server with everything that is shown and checked on the way.</summary>
internal sealed class MarketRun(IServiceProvider services, IRunOutput output, RunLimits limits)
{
    private static readonly TimeSpan ShowEvery = TimeSpan.FromMilliseconds(100);

    private readonly JournalFollower follower = new(services);
    private readonly Stopwatch watch = new();
    private TimeSpan shown;
    private TimeSpan paced;

    /// <summary>Plays the market and returns what came of it.</summary>
    public async Task<RunSummary> PlayAsync(
        IPlayableMarket market, MarketPlayer player, IReadOnlyList<PlannedAccount> accounts,
        CancellationToken cancellationToken)
    {
        await player.OpenAsync(accounts, cancellationToken);
        var verifier = new StageVerifier(services.GetRequiredService<Settlement>().Market);
        await follower.ReadAsync(cancellationToken);
        var total = market.Total;
        var stride = Stride(total, accounts.Count);
        watch.Start();
        await player.PlayAsync(market, async (_, mark) =>
        {
            var events = await follower.ReadAsync(cancellationToken);
            Show(events);
            verifier.OnSettled(mark!, events, player.Ticks % stride == 0 ? follower.Accounts.Values : null);
            Progress(market, player, total, last: false);
            await PaceAsync(market, cancellationToken);
        }, cancellationToken);
        watch.Stop();
        Finish(verifier);
        Progress(market, player, total, last: true);
        return Summary(player, verifier, accounts.Count, stride);
    }

    /// After every tick where that is affordable, otherwise every n-th; accounts with events are compared at every
    /// tick.
    private long Stride(long? ticks, int accounts) =>
        Math.Max(1, (ticks ?? limits.MostChecks) * accounts / limits.MostChecks);

    private void Finish(StageVerifier verifier)
    {
        // The end is compared whatever the stride: the last mark of any instrument, once more.
        var last = verifier.Market.Marks.MaxBy(m => m.Time);
        if (last is not null) verifier.OnSettled(last, [], follower.Accounts.Values);
        foreach (var example in verifier.Examples) output.Note($"Disagreement: {example}");
    }

    private void Show(IReadOnlyList<FollowedEvent> events)
    {
        foreach (var e in events)
        {
            if (EventSentences.Of(e) is { } sentence) output.Event(sentence);
        }
    }

    private void Progress(IPlayableMarket market, MarketPlayer player, long? total, bool last)
    {
        if (!last && watch.Elapsed - shown < ShowEvery) return;
        shown = watch.Elapsed;
        var stages = Enum.GetValues<Stage>().Select(
            s => new NamedCount(s.ToString().ToLowerInvariant(), follower.Accounts.Values.Count(a => a.Stage == s)));
        output.Progress(new(
            player.Ticks + player.Skipped, total, last ? 1 : total is null ? market.Fraction : null, "ticks",
            [
                .. stages,
                new("calls", follower.Count("call.opened")),
                new("cures", follower.Count("call.met")),
                new("liquidations", follower.Count("liquidation.started")),
                new("deficits", follower.Count("account.deficit")),
            ]));
    }

    /// Slows a demo down to what an eye can follow; the market's own progress is the clock.
    private async Task PaceAsync(IPlayableMarket market, CancellationToken cancellationToken)
    {
        if (limits.LastsAtLeast == TimeSpan.Zero || watch.Elapsed - paced < ShowEvery / 4) return;
        paced = watch.Elapsed;
        var ahead = (market.Fraction * limits.LastsAtLeast) - watch.Elapsed;
        if (ahead > TimeSpan.FromMilliseconds(5)) await Task.Delay(ahead, cancellationToken);
    }

    private RunSummary Summary(MarketPlayer player, StageVerifier verifier, int accounts, long stride) => new()
    {
        Accounts = accounts,
        Ticks = player.Ticks,
        TicksOfEarlierRuns = player.Skipped,
        Seconds = Math.Round(watch.Elapsed.TotalSeconds, 3),
        TicksPerSecond = Math.Round(player.Ticks / Math.Max(0.001, watch.Elapsed.TotalSeconds), 1),
        Calls = follower.Count("call.opened"),
        Cures = follower.Count("call.met"),
        Liquidations = follower.Count("liquidation.started"),
        Deficits = follower.Count("account.deficit"),
        Disagreements = verifier.Disagreements,
        Checks = verifier.Checks,
        CheckedEveryTicks = stride,
    };
}

/// <summary>What a run may take.</summary>
/// <param name="LastsAtLeast">Slowed down to last so long; zero for as fast as possible.</param>
/// <param name="MostChecks">About how many comparisons with the naive calculator are affordable.</param>
internal sealed record RunLimits(TimeSpan LastsAtLeast, long MostChecks);

/// <summary>What came of a run, for programs and people.</summary>
internal sealed record RunSummary
{
    public required int Accounts { get; init; }

    public required long Ticks { get; init; }

    public required long TicksOfEarlierRuns { get; init; }

    public required double Seconds { get; init; }

    public required double TicksPerSecond { get; init; }

    public required long Calls { get; init; }

    public required long Cures { get; init; }

    public required long Liquidations { get; init; }

    public required long Deficits { get; init; }

    public required long Disagreements { get; init; }

    public required long Checks { get; init; }

    public required long CheckedEveryTicks { get; init; }

    public long BadLines { get; init; }

    public ulong Seed { get; init; }
}
