using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using MarginGrains.Contracts.Scenarios;
using MarginGrains.Core.Scenarios;
using MarginGrains.Gateway.Requests;
using MarginGrains.Grains.Scenarios;
using MarginGrains.Host.Output;
using MarginGrains.Host.Scenarios;

namespace MarginGrains.Host.Commands;

/// <summary><c>margingrains stress</c>.</summary>
internal static class StressCommand
{
    public static Command Create()
    {
        var database = ScenarioOptions.Database();
        var scenario = new Option<string>("--scenario")
        {
            Description =
                "A file as POST /v1/stress-tests takes it: scenarios with shocks of prices, currencies, margin.",
            Required = true,
        };
        var cascade = new Option<bool>("--cascade")
        {
            Description = "Carry liquidations out and let them move prices by the depths of the scenario.",
        };
        var seed = new Option<ulong?>("--seed") { Description = "Draws the slippage of a cascade." };
        var top = ScenarioOptions.Top(20);
        var json = CommonOptions.Json();
        var plain = CommonOptions.Plain();
        var command = new Command("stress",
            """
            Judges every stored account at the newest stored prices after the shocks of each scenario: who is called,
            whose liquidation starts, what is missing, what the insurance fund pays. Changes nothing. The database must
            not be open in a server; one that runs is asked with POST /v1/stress-tests.

            Example:
              margingrains stress --database desk.db --scenario crash.json
              margingrains stress --database desk.db --scenario crash.json --cascade --seed 7 --json
            """)
        {
            database, scenario, cascade, seed, top, json, plain,
        };
        command.SetAction((parsed, cancellationToken) => CommandFailures.RunAsync(
            CommonOptions.Format(parsed, json, plain),
            output => RunAsync(
                output, parsed.GetRequiredValue(database), parsed.GetRequiredValue(scenario),
                asked => new(
                    parsed.GetValue(cascade) || asked.Cascades, parsed.GetValue(seed) ?? asked.Seed,
                    parsed.GetValue(top)),
                cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        IRunOutput output, string database, string file, Func<StressSettings, StressSettings> settingsOf,
        CancellationToken cancellationToken)
    {
        var question = ScenarioFiles.ReadStress(ScenarioOptions.ReadFile(file));
        var settings = settingsOf(question.Settings);
        await using var book = await OpenBook.OpenAsync(database, cancellationToken);
        ScenarioOptions.RequireValid([
            .. question.Scenarios.SelectMany((s, i) => s.Check(book.Market).Select(e => e with
            {
                Field = string.Create(CultureInfo.InvariantCulture, $"scenarios[{i}].{e.Field}"),
            }))]);
        var runs = question.Scenarios.Select(s => new StressRun(s, book.Market, book.Now, settings)).ToList();
        var started = Stopwatch.GetTimestamp();
        var reports = await BookRuns.StressAsync(
            book.Accounts, runs, settings, new ShownProgress(output), cancellationToken);
        var elapsed = Stopwatch.GetElapsedTime(started);
        foreach (var report in reports.Where(r => r.IsBrokenOff))
        {
            output.Note($"The cascade of '{report.Scenario.Name}' was broken off after {report.Rounds} rounds, with "
                + $"{report.OpenOrders} orders open.");
        }

        output.Finish(new StressSummary(
            book.Now, settings.Cascades, settings.Seed, Math.Round(elapsed.TotalSeconds, 2),
            [.. reports.Select(r => StressedSummary.Of(StressView.Of(r)))]));
        return CommandFailures.Success;
    }
}
