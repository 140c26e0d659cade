using System.Collections.Immutable;
using System.Globalization;
using MarginGrains.Contracts.Scenarios;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Regimes;
using MarginGrains.Core.Scenarios;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MarginGrains.Grains.Scenarios;

/// <summary>
/// Answers one question about the book at a time, outside of any turn: the grain only starts it and tells how far it
/// is.
/// </summary>
internal sealed partial class ScenarioGrain(
    IAccountRoster roster, IOptions<MarginGrainsOptions> options, MarkBoard board, MarketClock clock,
    ILogger<ScenarioGrain> logger) : Grain, IScenarioGrain
{
    private const int MostKept = 20;

    /// Nobody who asks for a report within the day is told that there was none.
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    private readonly List<ScenarioJob> jobs = [];

    private StoredBook Book => new(roster, options.Value.Partitions);

    public Task<ScenarioTicket> StartImpactAsync(ImpactQuestion question)
    {
        var market = board.Current;
        var errors = Check(question, market);
        if (errors.Count > 0) return Task.FromResult(new ScenarioTicket(null, [.. errors], false));
        var draft = question.Instrument is { } instrument
            ? TermsDraft.Of(market, instrument, clock.Now)
            : TermsDraft.Of(market, question.Regime!, clock.Now);
        if (draft.IsTooFar) return Task.FromResult(new ScenarioTicket(null, [TermsDraft.TooFar], false));
        return Task.FromResult(Start("impact", async job =>
        {
            var totals = await BookRuns.ImpactAsync(Book, draft, question.MostAccounts, job, job.Token);
            job.Impact = ImpactView.Of(draft, totals);
        }));
    }

    public Task<ScenarioTicket> StartStressAsync(StressQuestion question)
    {
        var (market, now) = (board.Current, clock.Now);
        var errors = question.Scenarios.SelectMany((s, i) => s.Check(market).Select(e => e with
        {
            Field = string.Create(CultureInfo.InvariantCulture, $"scenarios[{i}].{e.Field}"),
        })).ToImmutableArray();
        if (!errors.IsEmpty) return Task.FromResult(new ScenarioTicket(null, errors, false));
        return Task.FromResult(Start("stress", async job =>
        {
            var runs = question.Scenarios.Select(s => new StressRun(s, market, now, question.Settings)).ToList();
            var reports = await BookRuns.StressAsync(Book, runs, question.Settings, job, job.Token);
            job.Stress = [.. reports.Select(StressView.Of)];
        }));
    }

    public Task<ScenarioView?> FindAsync(string id) =>
        Task.FromResult(jobs.Find(j => j.Id == id)?.View());

    public Task CancelAsync(string id)
    {
        jobs.Find(j => j.Id == id)?.Cancel();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        foreach (var job in jobs) job.Cancel();
        return Task.CompletedTask;
    }

    private ScenarioTicket Start(string kind, Func<ScenarioJob, Task> run)
    {
        if (jobs.Exists(j => j.IsRunning)) return new(null, [], Busy: true);
        if (jobs.Count == MostKept)
        {
            jobs[0].Dispose();
            jobs.RemoveAt(0);
        }

        var job = new ScenarioJob($"{kind}-{Guid.NewGuid():N}", clock.Now);
        jobs.Add(job);
        DelayDeactivation(Kept);

        // Off the grain's scheduler: a book takes seconds of every processor, and the grain has to answer meanwhile.
        job.Run(run, e => LogFailed(logger, e, job.Id));
        return new(job.Id, [], Busy: false);
    }

    private static IReadOnlyList<DefinitionError> Check(ImpactQuestion question, MarketSet market)
    {
        if (question.Regime is { } regime) return RegimeValidation.Check(regime);
        var draft = question.Instrument!;
        if (InstrumentValidation.Check(draft) is { Count: > 0 } errors) return errors;
        return market.FindInstrument(draft.Symbol) is { } current
            ? InstrumentValidation.CheckChange(current, draft)
            : [new("symbol", $"There is no instrument {draft.Symbol}.")];
    }

    [LoggerMessage(LogLevel.Error, "Question {Id} about the book failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string id);
}
