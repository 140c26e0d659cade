using System.CommandLine;
using MarginGrains.Grains.Hosting;
using MarginGrains.Host.Market;
using MarginGrains.Host.Output;
using MarginGrains.Host.Play;
using MarginGrains.Host.Server;

namespace MarginGrains.Host.Commands;

/// <summary><c>margingrains replay</c>.</summary>
internal static class ReplayCommand
{
    /// About a minute of comparing on two cores.
    private const long MostChecks = 5_000_000;

    public static Command Create()
    {
        var files = new Argument<string[]>("files")
        {
            Description = "Price files, .csv or .csv.gz, with the header time_utc,symbol,bid,ask,last.",
            Arity = ArgumentArity.OneOrMore,
        };
        var database = new Option<string?>("--database")
        {
            Description =
                "Keep the run in this SQLite file; started again with the same arguments, a run that was cut off "
                + "goes on where it was. Without it a temporary file is used.",
        };
        var skip = new Option<bool>("--skip-bad-lines") { Description = "Go on over broken lines, and count them." };
        var accounts = CommonOptions.Accounts(100);
        var seed = CommonOptions.Seed();
        var port = CommonOptions.Port(0);
        var partitions = CommonOptions.Partitions();
        var json = CommonOptions.Json();
        var plain = CommonOptions.Plain();
        var command = new Command("replay",
            """
            Plays real prices through running accounts, in the order of their times, and compares every account's stage
            with the naive calculator's. No tick is dropped. Several files are played together.

            Example:
              margingrains replay eurusd.csv.gz xauusd.csv.gz --accounts 100 --json
            """)
        {
            files, accounts, seed, database, skip, port, partitions, json, plain,
        };
        command.SetAction((parsed, cancellationToken) => CommandFailures.RunAsync(
            CommonOptions.Format(parsed, json, plain),
            output => RunAsync(output, new ReplayArguments(
                [.. parsed.GetValue(files)!.Select(f => new TickFile(f, parsed.GetValue(skip)))],
                parsed.GetValue(accounts), parsed.GetValue(seed), parsed.GetValue(database))
            {
                Port = parsed.GetValue(port), Partitions = parsed.GetValue(partitions),
            }, cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        IRunOutput output, ReplayArguments arguments, CancellationToken cancellationToken)
    {
        IPlayableMarket market = new TickMerge([.. arguments.Files]);
        var names = string.Join(", ", arguments.Files.Select(f => f.Name));
        output.Note($"Seed {arguments.Seed}. Reading {names} once to see what is in there.");
        var scan = MarketScan.Of(market, cancellationToken);
        var badLines = arguments.Files.Sum(f => f.BadLines);
        foreach (var bad in arguments.Files.SelectMany(f => f.FirstBadLines)) output.Note($"Skipped: {bad.Message}");
        var planned = scan.Plan();
        var accounts = new AccountPlanner(planned, arguments.Seed).Plan("replay", arguments.Accounts);
        using var file = DatabaseFile.Of(arguments.Database, "replay");
        await using var server = await EmbeddedServer.StartAsync(new ServerOptions
        {
            DatabasePath = file.FullPath,
            Port = arguments.Port,
            Partitions = arguments.Partitions,
            Clock = ClockSource.Marks,
            BeginsAt = scan.FirstTicks[0].Time,
            Venue = v => v.Seed = arguments.Seed,
        }, cancellationToken);
        output.Note($"Risk desk: {server.Address}");
        var player = new MarketPlayer(server.Services, [], [.. planned.Select(p => p.Instrument)]);
        var run = new MarketRun(server.Services, output, new RunLimits(TimeSpan.Zero, MostChecks));
        var summary = await run.PlayAsync(new CountedMarket(market, scan.Ticks), player, accounts, cancellationToken);
        output.Finish(summary with { BadLines = badLines, Seed = arguments.Seed });
        return summary.Disagreements == 0 ? CommandFailures.Success : CommandFailures.Disagreement;
    }

    private sealed record ReplayArguments(IReadOnlyList<TickFile> Files, int Accounts, ulong Seed, string? Database)
    {
        public required int Port { get; init; }

        public required int Partitions { get; init; }
    }
}
