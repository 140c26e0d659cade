namespace MarginGrains.Host.Tests.Commands;

public sealed class RunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Demo_ShowsCallsCuresAndLiquidations_AndAgreesWithTheNaiveCalculator()
    {
        var outcome = await Executable.RunAsync("demo", "--accounts", "60", "--seconds", "0", "--port", "0", "--json");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Json.GetProperty("accounts").GetInt32().ShouldBe(60);
        outcome.Json.GetProperty("calls").GetInt64().ShouldBeGreaterThan(0);
        outcome.Json.GetProperty("cures").GetInt64().ShouldBeGreaterThan(0);
        outcome.Json.GetProperty("liquidations").GetInt64().ShouldBeGreaterThan(0);
        outcome.Json.GetProperty("disagreements").GetInt64().ShouldBe(0);
        outcome.Error.ShouldContain("Risk desk: http://127.0.0.1:");
    }

    [Fact]
    public async Task Replay_OfTheSameMarketAndSeed_GivesTheSameResult()
    {
        Chaos.RandomMarketFile.Write(folder["market.csv"], ticks: 1500, seed: 3);

        var one = await Executable.RunAsync("replay", folder["market.csv"], "--accounts", "30", "--json");
        var two = await Executable.RunAsync(
            "replay", folder["market.csv"], "--accounts", "30", "--partitions", "1", "--json");

        foreach (var figure in new[] { "ticks", "calls", "cures", "liquidations", "deficits", "disagreements" })
        {
            two.Json.GetProperty(figure).GetInt64().ShouldBe(one.Json.GetProperty(figure).GetInt64(), figure);
        }

        one.Json.GetProperty("liquidations").GetInt64().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Replay_StartedAgainOnItsDatabase_PlaysNothingTwice()
    {
        Chaos.RandomMarketFile.Write(folder["market.csv"], ticks: 300, seed: 4);
        string[] arguments = ["replay", folder["market.csv"], "--accounts", "10", "--database", folder["run.db"], "--json"];

        var first = await Executable.RunAsync(arguments);
        var again = await Executable.RunAsync(arguments);

        first.Json.GetProperty("ticks").GetInt64().ShouldBe(300);
        again.ExitCode.ShouldBe(0, again.Error);
        again.Json.GetProperty("ticks").GetInt64().ShouldBe(0);
        again.Json.GetProperty("ticksOfEarlierRuns").GetInt64().ShouldBe(300);
        again.Json.GetProperty("calls").GetInt64().ShouldBe(first.Json.GetProperty("calls").GetInt64());
    }

    [Fact]
    public async Task Replay_BeginsAtItsFirstTick_WhateverHappensBeforeIt()
    {
        Chaos.RandomMarketFile.Write(folder["market.csv"], ticks: 5, seed: 4);

        (await Executable.RunAsync(
            "replay", folder["market.csv"], "--accounts", "3", "--database", folder["run.db"], "--json")).ExitCode.ShouldBe(0);

        var begins = File.ReadLines(folder["market.csv"]).ElementAt(1)[..19];
        var opened = Chaos.StoredRun.Read(folder["run.db"]).Events.Where(e => e.Contains(" account.opened ")).ToList();
        opened.Count.ShouldBe(3);
        opened.ShouldAllBe(e => e.Contains($" account.opened {begins}"));
    }

    [Theory]
    [InlineData("--help", "demo")]
    [InlineData("demo", "--seconds")]
    [InlineData("replay", "--skip-bad-lines")]
    [InlineData("serve", "curl")]
    public async Task Help_TeachesWithAnExample(string command, string word)
    {
        var outcome = await Executable.RunAsync(command == "--help" ? ["--help"] : [command, "--help"]);

        outcome.ExitCode.ShouldBe(0);
        outcome.Output.ShouldContain(word);
        outcome.Output.ShouldContain("margingrains");
    }

    [MarketDataFact]
    public async Task Replay_OfRealTicks_DropsNone_CallsSome_AndAgrees()
    {
        // The hours around the payrolls of 2014-05-02: the first 60,000 lines of the file hold them.
        var lines = folder.Unpack(MarketDataFolder.File("eurusd-oanda_tick_20140501-20140509.csv.gz"), "eurusd.csv", 60_000);

        var outcome = await Executable.RunAsync("replay", lines, "--accounts", "40", "--json");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Json.GetProperty("ticks").GetInt64().ShouldBe(60_000);
        outcome.Json.GetProperty("calls").GetInt64().ShouldBeGreaterThan(0);
        outcome.Json.GetProperty("disagreements").GetInt64().ShouldBe(0);
    }

    [MarketDataFact]
    public async Task Replay_OfSeveralRealFiles_PlaysThemTogether()
    {
        var outcome = await Executable.RunAsync(
            "replay",
            MarketDataFolder.File("btcusd-ethusd-coinbase_minute_20170903-20170904.csv.gz"),
            MarketDataFolder.File("btcusd-coinbase_minute_20171217.csv.gz"),
            MarketDataFolder.File("fxcross-oanda_daily_20080701-20090331.csv.gz"),
            "--accounts", "60", "--json");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Json.GetProperty("ticks").GetInt64().ShouldBe(5_762 + 1_441 + 2_820);
        outcome.Json.GetProperty("calls").GetInt64().ShouldBeGreaterThan(0);
        outcome.Json.GetProperty("disagreements").GetInt64().ShouldBe(0);
    }
}
