using System.CommandLine;
using MarginGrains.Host.Bench;
using MarginGrains.Host.Bench.Sql;

namespace MarginGrains.Host.Commands;

/// <summary><c>margingrains bench sql</c>.</summary>
internal static class SqlBenchCommand
{
    public static Command Create()
    {
        var accounts = CommonOptions.Accounts(100_000);
        var positions = BenchCommand.Whole("--positions", "Positions of each account.", 4, 20);
        var instruments = BenchCommand.Whole("--instruments", "Instruments that tick.", 200, 10_000);
        var seconds = BenchCommand.Whole("--seconds", "How long to measure.", 10, 3_600);
        var connection = new Option<string?>("--connection")
        {
            Description = "A PostgreSQL that runs; the bench makes a schema of its own there and drops it afterwards. "
                + "Left out, a temporary one is started from the programs on this machine.",
        };
        var seed = CommonOptions.Seed();
        var json = CommonOptions.Json();
        var plain = CommonOptions.Plain();
        var command = new Command("sql",
            """
            What many brokers do, as a baseline: on every tick one SQL statement in PostgreSQL writes the price and
            judges every account that holds the instrument. At the end every stage is compared with what Core says.

            Example:
              margingrains bench sql --accounts 100000 --json
              margingrains bench sql --connection "Host=localhost;Username=bench;Database=bench"
            """)
        {
            accounts, positions, instruments, seconds, connection, seed, json, plain,
        };
        command.Validators.Add(r => BenchCommand.RequireDistinct(r, positions, instruments));
        command.SetAction((parsed, cancellationToken) => CommandFailures.RunAsync(
            CommonOptions.Format(parsed, json, plain),
            async output =>
            {
                var book = new BenchBook(
                    parsed.GetValue(accounts), parsed.GetValue(positions), parsed.GetValue(instruments),
                    parsed.GetValue(seed));
                var result = await new SqlBench(output, book, cancellationToken).RunAsync(
                    parsed.GetValue(connection), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
                output.Finish(result);
                return result.Disagreements == 0 ? CommandFailures.Success : CommandFailures.Disagreement;
            },
            cancellationToken));
        return command;
    }
}
