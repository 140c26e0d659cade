using System.CommandLine;
using MarginGrains.Host.Scenarios;

namespace MarginGrains.Host.Commands;

/// <summary><c>margingrains bench</c>.</summary>
internal static class BenchCommand
{
    public static Command Create() => new("bench", "Measures this machine on work of a size that you choose.")
    {
        CreateScenarios(),
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

    private static Option<int> Whole(string name, string description, int byDefault, int most) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => byDefault,
        Validators = { r => CommonOptions.RequireRange(r, name, 1, most) },
    };
}
