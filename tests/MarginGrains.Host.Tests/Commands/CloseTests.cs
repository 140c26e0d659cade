namespace MarginGrains.Host.Tests.Commands;

/// <summary>A trading day of a stored book, closed without starting anything.</summary>
public sealed class CloseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Close_OfAStoredBook_SumsToZero_AndGivesTheSameAgain()
    {
        Chaos.RandomMarketFile.Write(folder["market.csv"], ticks: 300, seed: 4);
        var played = await Executable.RunAsync(
            "replay", folder["market.csv"], "--accounts", "20", "--database", folder["run.db"], "--json");
        played.ExitCode.ShouldBe(0, played.Error);
        var date = File.ReadLines(folder["market.csv"]).Last()[..10];

        var closed = await Executable.RunAsync("close", "--database", folder["run.db"], "--date", date, "--json");
        closed.ExitCode.ShouldBe(0, closed.Error);
        closed.Json.GetProperty("accounts").GetInt32().ShouldBe(20);
        closed.Json.GetProperty("balanced").GetBoolean().ShouldBeTrue();
        closed.Json.GetProperty("state").GetString().ShouldBe("draft", "no official closing price was published");
        closed.Json.GetProperty("missingPrices").GetArrayLength().ShouldBeGreaterThan(0);
        var again = await Executable.RunAsync("close", "--database", folder["run.db"], "--date", date, "--json");
        again.Json.GetRawText().ShouldBe(closed.Json.GetRawText());
    }

    [Theory]
    [InlineData("2026-02-30", "date_malformed")]
    [InlineData("today", "date_malformed")]
    [InlineData("2099-12-31", "day_not_over")]
    public async Task AWrongDay_IsSaid(string date, string code)
    {
        Chaos.RandomMarketFile.Write(folder["market.csv"], ticks: 50, seed: 4);
        await Executable.RunAsync("replay", folder["market.csv"], "--accounts", "2", "--database", folder["run.db"], "--json");
        var outcome = await Executable.RunAsync("close", "--database", folder["run.db"], "--date", date, "--json");
        outcome.ExitCode.ShouldBe(2);
        outcome.Json.GetProperty("error").GetProperty("code").GetString().ShouldBe(code);
    }

    [Fact]
    public async Task AFileThatIsNotThere_IsSaid_AndNotMade()
    {
        var outcome = await Executable.RunAsync("close", "--database", folder["none.db"], "--date", "2026-01-05", "--json");
        outcome.ExitCode.ShouldBe(2);
        outcome.Json.GetProperty("error").GetProperty("code").GetString().ShouldBe("database_missing");
        File.Exists(folder["none.db"]).ShouldBeFalse();
    }
}
