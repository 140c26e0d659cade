using System.Globalization;

namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>The ranked list over all partitions, on a server of its own.</summary>
public sealed class AccountListTests : IAsyncLifetime
{
    private const int Accounts = 37;

    private Desk desk = null!;

    public async Task InitializeAsync()
    {
        desk = await Desk.StartAsync();
        var symbol = await desk.EurUsdAsync();
        await desk.PriceAsync(symbol, "1.2400");
        for (var i = 0; i < Accounts; i++)
        {
            var account = await desk.AccountAsync("fx-retail", (1_000 + 10 * i).ToString(CultureInfo.InvariantCulture));
            if (i < 30) await desk.FillAsync(account, symbol, "buy", "100000", "1.2400");
        }

        // 70 % to 99 % margin level: the poorest are called, the next are warned.
        await desk.PriceAsync(symbol, "1.2370");
    }

    public async Task DisposeAsync() => await desk.DisposeAsync();

    [Theory]
    [InlineData("danger", 1)]
    [InlineData("danger", 7)]
    [InlineData("danger", 500)]
    [InlineData("excessLiquidity", 10)]
    public async Task Pages_AreTheWholeList_InOneOrder_EachAccountOnce(string sort, int limit)
    {
        var rows = await AllAsync($"/v1/accounts?sort={sort}&limit={limit}");
        rows.Count.ShouldBe(Accounts);
        rows.Select(r => r.Get("accountId")).Distinct().Count().ShouldBe(Accounts);
        var held = rows.Take(30).Select(r => r.Number("excessLiquidity")).ToList();
        if (sort == "excessLiquidity") held.ShouldBe(held.Order());
        rows.Skip(30).ShouldAllBe(r => r.Get("maintenanceMargin") == "0.00");
        if (sort == "danger") rows.Select(r => Gravity(r.Get("stage")!)).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task AStage_FiltersTheList_AndAgreesWithTheSummary()
    {
        var summary = (await desk.GetAsync("/v1/risk/summary")).ShouldBe(200);
        summary.Get("accounts").ShouldBe("37");
        summary.Get("unpriced").ShouldBe("0");
        summary.Get("insuranceFund.USD").ShouldBe("1000000.00");
        summary.Get("instruments").ShouldBe("1");
        foreach (var stage in new[] { "healthy", "warning", "call", "liquidating", "deficit" })
        {
            var rows = await AllAsync($"/v1/accounts?stage={stage}&limit=2");
            rows.ShouldAllBe(r => r.Get("stage") == stage);
            summary.Get($"stages.{stage}").ShouldBe(rows.Count.ToString(CultureInfo.InvariantCulture));
        }

        var called = await AllAsync("/v1/accounts?stage=call");
        called.Count.ShouldBeGreaterThan(0);
        summary.Get("openCalls").ShouldBe(called.Count.ToString(CultureInfo.InvariantCulture));
        called.ShouldAllBe(r => r.Number("amountDue") > 0m && r.Get("dueAt") != null);
    }

    [Fact]
    public async Task TheSummary_CountsWhomTheSweepHasJudged_AndFindsNobodyMissed()
    {
        var deadline = Desk.Deadline;
        var summary = await desk.GetAsync("/v1/risk/summary");
        while (summary.ShouldBe(200).Number("swept") < Accounts)
        {
            deadline.ThrowIfCancellationRequested();
            summary = await desk.GetAsync("/v1/risk/summary");
        }

        summary.Get("disagreements").ShouldBe("0");
    }

    [Fact]
    public async Task ACursor_BelongsToItsOrderAndFilter()
    {
        var cursor = (await desk.GetAsync("/v1/accounts?limit=1")).Get("nextCursor");
        (await desk.GetAsync($"/v1/accounts?limit=1&cursor={cursor}")).ShouldBe(200);
        (await desk.GetAsync($"/v1/accounts?sort=excessLiquidity&cursor={cursor}")).ShouldBeProblem(400, "cursor_malformed", "cursor");
        (await desk.GetAsync($"/v1/accounts?stage=call&cursor={cursor}")).ShouldBeProblem(400, "cursor_malformed", "cursor");
    }

    private async Task<List<Answer>> AllAsync(string path)
    {
        var rows = new List<Answer>();
        string? cursor = null;
        do
        {
            var page = (await desk.GetAsync(cursor is null ? path : $"{path}&cursor={cursor}")).ShouldBe(200);
            rows.AddRange(page.Json.GetProperty("data").EnumerateArray()
                .Select(r => new Answer(200, r.GetRawText(), page.Headers, "application/json")));
            cursor = page.Get("nextCursor");
            page.Get("hasMore").ShouldBe(cursor is null ? "false" : "true");
        }
        while (cursor is not null);
        return rows;
    }

    private static int Gravity(string stage) => Array.IndexOf(["healthy", "warning", "deficit", "call", "liquidating"], stage);
}
