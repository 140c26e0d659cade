using System.CommandLine;
using MarginGrains.Host.Bench;
using MarginGrains.Host.Output;

namespace MarginGrains.Host.Commands;

/// <summary>Benchmarks of real grains: <c>bench one-instrument</c>, <c>fanout</c> and <c>flash-crash</c>.</summary>
internal static class LiveBenchCommands
{
    public static Command CreateOneInstrument()
    {
        var accounts = CommonOptions.Accounts(20_000);
        var command = new Command("one-instrument",
            """
            A server on a temporary database: everybody holds the same EURUSD position. Ticks a second that concern
            nobody, that call or clear one account in a hundred, and that value everybody; seconds until a gap has
            stopped everyone out.

            Example:
              margingrains bench one-instrument --accounts 20000 --json
            """)
        {
            accounts,
        };
        return Runs(command, async (output, parsed, cancellationToken) =>
            await new OneInstrumentBench(output, parsed.GetValue(accounts)).RunAsync(cancellationToken));
    }

    public static Command CreateFanout()
    {
        var accounts = CommonOptions.Accounts(100_000);
        var seed = CommonOptions.Seed();
        var command = new Command("fanout",
            """
            Real grains in one process, storage in memory: ticks a second behind guards, when every holder is asked and
            when every account is a plain observer; how long a tick takes to be a stored change of stage at half that
            load; seconds until lost monitors guard every account again.

            Example:
              margingrains bench fanout --accounts 100000 --json
            """)
        {
            accounts, seed,
        };
        return Runs(command, async (output, parsed, cancellationToken) =>
            await new FanoutBench(output, parsed.GetValue(accounts), parsed.GetValue(seed))
                .RunAsync(cancellationToken));
    }

    public static Command CreateFlashCrash()
    {
        var accounts = CommonOptions.Accounts(100_000);
        var command = new Command("flash-crash",
            """
            A server on a temporary database: every account crosses its stop-out on one tick. Seconds until all are
            decided and stored, and until all of it is published; peak memory; whether the most endangered come first.

            Example:
              margingrains bench flash-crash --accounts 100000 --json
            """)
        {
            accounts,
        };
        return Runs(command, async (output, parsed, cancellationToken) =>
            await new FlashCrashBench(output, parsed.GetValue(accounts)).RunAsync(cancellationToken));
    }

    private static Command Runs(
        Command command, Func<IRunOutput, ParseResult, CancellationToken, Task<object>> measure)
    {
        var json = CommonOptions.Json();
        var plain = CommonOptions.Plain();
        command.Add(json);
        command.Add(plain);
        command.SetAction((parsed, cancellationToken) => CommandFailures.RunAsync(
            CommonOptions.Format(parsed, json, plain),
            async output =>
            {
                output.Finish(await measure(output, parsed, cancellationToken));
                return CommandFailures.Success;
            },
            cancellationToken));
        return command;
    }
}
