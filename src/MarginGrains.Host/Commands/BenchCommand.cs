using System.CommandLine;
using System.CommandLine.Parsing;
using MarginGrains.Host.Bench;
using MarginGrains.Host.Scenarios;

namespace MarginGrains.Host.Commands;

/// <summary><c>margingrains bench</c>.</summary>
internal static class BenchCommand
{
    public static Command Create() => new("bench", "Measures this machine on work of a size that you choose.")
    {
        CreateScenarios(), CreateGuards(), SqlBenchCommand.Create(), LiveBenchCommands.CreateOneInstrument(),
        LiveBenchCommands.CreateFanout(), LiveBenchCommands.CreateFlashCrash(),
    };

    private static Command CreateScenarios()
    {
        var accounts = CommonOptions.Accounts(100_000);
        var positions = Whole("--positions", "Positions of each account.", 5, 20);
        var scenarios = Whole("--scenarios", "Scenarios of the stress test.", 10, 50);
        var seed = CommonOptions.Seed();
        var json = CommonOptions.Json();
        var plain = CommonOptions.Plain();
        var command = new Command("scenarios",
            """
            Writes a book into a temporary database, in the format of a server, and measures a stress test without and
            with cascade and the preview of a margin rise: over what is stored, and the computing alone.

            Example:
              margingrains bench scenarios --accounts 1000000 --positions 5 --scenarios 10 --json
            """)
        {
            accounts, positions, scenarios, seed, json, plain,
        };
        command.SetAction((parsed, cancellationToken) => CommandFailures.RunAsync(
            CommonOptions.Format(parsed, json, plain),
            async output =>
            {
                var bench = new ScenarioBench(output, new(
                    parsed.GetValue(accounts), parsed.GetValue(positions), parsed.GetValue(scenarios),
                    parsed.GetValue(seed)));
                output.Finish(await bench.RunAsync(cancellationToken));
                return CommandFailures.Success;
            },
            cancellationToken));
        return command;
    }

    private static Command CreateGuards()
    {
        var accounts = CommonOptions.Accounts(1_000_000);
        var positions = Whole("--positions", "Positions of each account.", 4, 20);
        var instruments = Whole("--instruments", "Instruments that tick.", 200, 10_000);
        var ticks = Whole("--ticks", "Ticks to guard.", 2_000_000, 1_000_000_000);
        var seed = CommonOptions.Seed();
        var json = CommonOptions.Json();
        var plain = CommonOptions.Plain();
        var command = new Command("guards",
            """
            Core alone on one thread: ticks a second behind guards, and when every holder of an instrument is judged on
            every tick. At the end everybody is judged in full; whoever would change is a disagreement.

            Example:
              margingrains bench guards --accounts 100000 --json
            """)
        {
            accounts, positions, instruments, ticks, seed, json, plain,
        };
        command.Validators.Add(r => RequireDistinct(r, positions, instruments));
        command.SetAction((parsed, cancellationToken) => CommandFailures.RunAsync(
            CommonOptions.Format(parsed, json, plain),
            output =>
            {
                var bench = new GuardBench(new BenchBook(
                    parsed.GetValue(accounts), parsed.GetValue(positions), parsed.GetValue(instruments),
                    parsed.GetValue(seed)));
                var result = bench.Run(parsed.GetValue(ticks), (unit, done, total) =>
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    output.Progress(new(done, total, null, unit, []));
                });
                output.Finish(result);
                return Task.FromResult(
                    result.Disagreements == 0 ? CommandFailures.Success : CommandFailures.Disagreement);
            },
            cancellationToken));
        return command;
    }

    internal static void RequireDistinct(CommandResult result, Option<int> positions, Option<int> instruments)
    {
        if (result.Errors.Any() || result.GetValue(positions) <= result.GetValue(instruments)) return;
        result.AddError("--positions must not be more than --instruments: each position is in another one.");
    }

    internal static Option<int> Whole(string name, string description, int byDefault, int most) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => byDefault,
        Validators = { r => CommonOptions.RequireRange(r, name, 1, most) },
    };
}
