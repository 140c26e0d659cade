using System.CommandLine;

namespace MarginGrains.Host.Commands;

/// <summary>The command line: what there is, and a first example for each.</summary>
internal static class CommandLine
{
    public static RootCommand Create() => new(
        """
        MarginGrains watches the margin of trading accounts: it judges every account at every price, opens margin
        calls, liquidates what is not cured, and explains every number.

        Start here:
          margingrains demo                        two thousand accounts in a market with a crash, and a page to watch
          margingrains serve                       a server for your own accounts and prices
          margingrains replay prices.csv.gz        real prices through running accounts, checked tick by tick
          margingrains close --date 2026-12-24     a trading day of a stored book, with its sums
          margingrains stress --database desk.db --scenario crash.json    what a crash would do to the stored book
        """)
    {
        DemoCommand.Create(), ServeCommand.Create(), ReplayCommand.Create(), CloseCommand.Create(),
        ImpactCommand.Create(), StressCommand.Create(), BenchCommand.Create(),
    };
}
