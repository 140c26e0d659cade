namespace MarginGrains.Host.Tests.Commands;

/// <summary>Questions about a stored book on the command line.</summary>
public sealed class ScenarioCommandTests : IDisposable
{
    private const string Fall = """{"scenarios":[{"name":"calm"},{"name":"fall","prices":[{"change":"-0.3"}]}]}""";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Stress_OverAReplayedBook_ReportsEachScenario_AndTheSameAgain()
    {
        Chaos.RandomMarketFile.Write(folder["market.csv"], ticks: 200, seed: 5);
        (await Executable.RunAsync(
            "replay", folder["market.csv"], "--accounts", "40", "--database", folder["book.db"], "--json")).ExitCode.ShouldBe(0);
        var scenario = folder.Write("fall.json", Fall);
        string[] arguments = ["stress", "--database", folder["book.db"], "--scenario", scenario, "--cascade", "--seed", "3", "--json"];

        var one = await Executable.RunAsync(arguments);
        var two = await Executable.RunAsync(arguments);

        one.ExitCode.ShouldBe(0, one.Error);
        var scenarios = one.Json.GetProperty("scenarios");
        scenarios.GetArrayLength().ShouldBe(2);
        scenarios[1].GetProperty("accounts").GetInt64().ShouldBe(40);
        scenarios[1].GetProperty("liquidated").GetInt64().ShouldBeGreaterThan(scenarios[0].GetProperty("liquidated").GetInt64());
        two.Json.GetProperty("scenarios").GetRawText().ShouldBe(scenarios.GetRawText());
    }

    [Fact]
    public async Task Bench_MeasuresABookOfItsOwn_AndTheStoredOneAnswersTheSame()
    {
        var outcome = await Executable.RunAsync("bench", "scenarios", "--accounts", "400", "--scenarios", "10", "--json");

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Json.GetProperty("sameWithoutStorage").GetBoolean().ShouldBeTrue();
        outcome.Json.GetProperty("impactConcerned").GetInt64().ShouldBeInRange(1, 399);
        outcome.Json.GetProperty("stressLiquidated")[9].GetInt64().ShouldBeGreaterThan(0);
        outcome.Json.GetProperty("cascadeRounds").GetInt32().ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task WhatCannotBeAsked_IsSaidByItsCode()
    {
        var scenario = folder.Write("fall.json", Fall);
        var broken = folder.Write("broken.json", "{\"scenarios\":[{\"name\":\"a\",\"prices\":[{\"change\":-0.1}]}]}");
        var nothing = folder.Write("nonsense.json", "nonsense");

        await ShouldFail("database_missing", "stress", "--database", folder["none.db"], "--scenario", scenario);
        await ShouldFail("file_unreadable", "stress", "--database", folder["none.db"], "--scenario", folder["none.json"]);
        await ShouldFail("decimal_must_be_string", "stress", "--database", folder["none.db"], "--scenario", broken);
        await ShouldFail("json_malformed", "impact", "--database", folder["none.db"], "--regime", nothing);
        (await Executable.RunAsync("impact", "--database", folder["none.db"])).Error.ShouldContain("--instrument");
    }

    private static async Task ShouldFail(string code, params string[] arguments)
    {
        var outcome = await Executable.RunAsync([.. arguments, "--json"]);
        outcome.ExitCode.ShouldBe(2, outcome.Error);
        outcome.ErrorCode.ShouldBe(code);
        outcome.Error.ShouldNotContain("   at ");
    }
}
