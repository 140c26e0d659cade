using System.CommandLine;
using MarginGrains.Grains.Hosting;
using MarginGrains.Host.Output;
using MarginGrains.Host.Play;
using MarginGrains.Host.Server;

namespace MarginGrains.Host.Commands;

/// <summary><c>margingrains demo</c>.</summary>
internal static class DemoCommand
{
    private const long MostChecks = 2_000_000;

    public static Command Create()
    {
        var accounts = CommonOptions.Accounts(2000);
        var seed = CommonOptions.Seed();
        var port = CommonOptions.Port(CommonOptions.DefaultPort);
        var json = CommonOptions.Json();
        var plain = CommonOptions.Plain();
        var sp500 = new Option<string?>("--sp500")
        {
            Description =
                "Also play a file of daily index prices (date,open,high,low,close,…), by itself, from 2007 to 2009.",
        };
        var seconds = new Option<int>("--seconds")
        {
            Description = "How long the market takes at least, so that one can watch; 0 for as fast as possible.",
            DefaultValueFactory = _ => 60,
            Validators = { r => CommonOptions.RequireRange(r, "--seconds", 0, 86_400) },
        };
        var stay = new Option<bool>("--stay")
        {
            Description = "Keep serving the page after the market, until Ctrl+C; on a terminal that happens anyway.",
        };
        var command = new Command("demo",
            """
            Opens two thousand accounts under all six margin regimes in an empty database, plays a market with calm,
            drift and a crash, and shows calls, cures and liquidations as they happen, here and on the risk desk page.

            Example:
              margingrains demo
              margingrains demo --accounts 200 --seconds 0 --json
            """)
        {
            accounts, seed, port, seconds, sp500, stay, json, plain,
        };
        command.SetAction((parsed, cancellationToken) => CommandFailures.RunAsync(
            CommonOptions.Format(parsed, json, plain),
            output => RunAsync(
                output, new DemoArguments(parsed.GetValue(accounts), parsed.GetValue(seed), parsed.GetValue(port))
            {
                LastsAtLeast = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                Sp500 = parsed.GetValue(sp500),
                Stays = parsed.GetValue(stay) || (!parsed.GetValue(json) && !Console.IsOutputRedirected),
            }, cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        IRunOutput output, DemoArguments arguments, CancellationToken cancellationToken)
    {
        var (market, planned) = DemoMarket.Create(arguments.Seed, arguments.Sp500);
        var accounts = new AccountPlanner(planned, arguments.Seed).Plan("demo", arguments.Accounts);
        using var file = DatabaseFile.Of(null, "demo");
        await using var server = await EmbeddedServer.StartAsync(new ServerOptions
        {
            DatabasePath = file.FullPath,
            Port = arguments.Port,
            Clock = ClockSource.Marks,
            BeginsAt = market.Play().First().Time,
            InsuranceFund = 250_000m,
            Venue = v =>
                (v.Seed, v.LargestSlippage, v.PartialShare, v.RejectShare) = (arguments.Seed, 0.002m, 0.1m, 0.02m),
        }, cancellationToken);
        output.Note($"Risk desk: {server.Address}   (seed {arguments.Seed}, {market.Name})");
        var player = new MarketPlayer(
            server.Services, DemoCalendars.All, [.. planned.Select(p => p.Instrument)]);
        var run = new MarketRun(server.Services, output, new RunLimits(arguments.LastsAtLeast, MostChecks));
        var summary = await run.PlayAsync(market, player, accounts, cancellationToken);
        output.Finish(summary with { Seed = arguments.Seed });
        if (arguments.Stays)
        {
            await Console.Error.WriteLineAsync($"The desk stays open at {server.Address} until Ctrl+C.");
            await server.WhenStoppedAsync(cancellationToken);
        }

        return summary.Disagreements == 0 ? CommandFailures.Success : CommandFailures.Disagreement;
    }

    private sealed record DemoArguments(int Accounts, ulong Seed, int Port)
    {
        public required TimeSpan LastsAtLeast { get; init; }

        public required string? Sp500 { get; init; }

        public required bool Stays { get; init; }
    }
}
