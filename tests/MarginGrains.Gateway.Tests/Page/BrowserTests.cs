using Microsoft.Playwright;

namespace MarginGrains.Gateway.Tests.Page;

/// <summary>The page in a browser, against the real server.</summary>
[Collection(SharedDesk.Name)]
public sealed class BrowserTests(Desk desk)
{
    [BrowserFact]
    public async Task ACall_AppearsOnThePage_InTheFeedTheListAndTheAccount()
    {
        var symbol = await desk.EurUsdAsync();
        var account = await desk.AccountAsync("fx-retail", "1000");
        await desk.PriceAsync(symbol, "1.24");
        await desk.FillAsync(account, symbol, "buy", "100000", "1.24");

        await using var opened = await OpenedPage.StartAsync(height: 900);
        var page = opened.Page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error") opened.Complaints.Add(message.Text);
        };
        await page.GotoAsync(desk.Address.ToString());
        await page.Locator(".connection-live").WaitForAsync();

        await desk.PriceAsync(symbol, "1.2370");

        var feed = page.Locator(".feed .event", new() { HasText = account });
        await feed.Filter(new() { HasText = "Call of 300.00 USD opened" }).First.WaitForAsync();
        var row = page.Locator($"tr[data-account='{account}']");
        await row.Locator(".stage-call").WaitForAsync();
        (await row.InnerTextAsync()).ShouldContain("300.00");

        await row.Locator("a").ClickAsync();
        await page.Locator(".banner-call").WaitForAsync();
        (await page.Locator(".banner-call").InnerTextAsync()).ShouldContain("300.00 USD");
        await page.Locator(".journal .event", new() { HasText = "Call of 300.00 USD opened" }).First.WaitForAsync();
        await page.Locator(".tree .node-label", new() { HasText = "Maintenance margin" }).First.WaitForAsync();
        await page.Locator(".line-table tr.crossed", new() { HasText = "Call" }).First.WaitForAsync();
        opened.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task AnAccount_ShowsEverythingItHolds_BothSidesCollateralOrdersAndIsolatedPositions()
    {
        var bond = await desk.InstrumentAsync(DeskSteps.Rate("1", "1"), "stock");
        var regime = await desk.RegimeAsync("collateral", $$"""[{"symbol":"{{bond}}","haircut":"0.125"}]""");
        var (symbol, isolated) = (await desk.EurUsdAsync(), await desk.InstrumentAsync(DeskSteps.Rate("0.1", "0.05")));
        var account = await desk.AccountAsync(regime, "9000");
        foreach (var (of, mark) in new[] { (bond, "100"), (symbol, "1.24"), (isolated, "3000") }) await desk.PriceAsync(of, mark);
        await desk.FillAsync(account, symbol, "buy", "200000", "1.24");
        await FillAsync(account, DeskSteps.FillJson(symbol, "sell", "100000", "1.24"), "\"effect\":\"open\"");
        await FillAsync(account, DeskSteps.FillJson(isolated, "sell", "3", "3000"), "\"isolated\":true");
        (await desk.PostAsync($"/v1/accounts/{account}/collateral",
            $$"""{"transferId":"c1","symbol":"{{bond}}","quantity":"20"}""")).ShouldBe(201);
        (await desk.PutAsync($"/v1/accounts/{account}/orders/limit-1",
            $$"""{"symbol":"{{symbol}}","side":"buy","quantity":"100000","price":"1.20"}""")).ShouldBe(201);

        await using var opened = await OpenedPage.StartAsync(height: 1400);
        var page = opened.Page;
        await page.GotoAsync($"{desk.Address}#/accounts/{account}");

        (await TextAsync(page, "Positions")).ShouldContain("Hedge");
        (await TextAsync(page, "Isolated positions")).ShouldContain(isolated);
        var collateral = await TextAsync(page, "Collateral");
        collateral.ShouldContain("12.5");
        collateral.ShouldContain("1,750.00");
        (await TextAsync(page, "Working orders")).ShouldContain("limit-1");
        await page.Locator(".tree-title", new() { HasText = $"Isolated {isolated}" }).WaitForAsync();
        await page.Locator(".journal .event", new() { HasText = "Collateral deposited: 20" }).First.WaitForAsync();
        opened.Complaints.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task WhatIf_ShowsWhatWouldBe_AndSaysWhatIsWrongWithTheQuestion()
    {
        var symbol = await desk.EurUsdAsync();
        var account = await desk.AccountAsync("fx-retail", "1000");
        await desk.PriceAsync(symbol, "1.24");
        await desk.FillAsync(account, symbol, "buy", "100000", "1.24");
        await using var opened = await OpenedPage.StartAsync(height: 1400);
        var page = opened.Page;
        await page.GotoAsync($"{desk.Address}#/accounts/{account}");

        await page.Locator(".what-if input[name=price]").FillAsync("1.2370");
        await page.Locator(".what-if button").ClickAsync();
        await page.Locator(".what-if-answer .stage-call").WaitForAsync();
        (await page.Locator(".what-if-answer").InnerTextAsync()).ShouldContain("700.00");
        await page.Locator(".what-if input[name=deposit]").FillAsync("500.00");
        await page.Locator(".what-if button").ClickAsync();
        await page.Locator(".what-if-answer", new() { HasText = "1,200.00" }).WaitForAsync();
        await page.Locator(".what-if input[name=price]").FillAsync("1e0");
        await page.Locator(".what-if button").ClickAsync();
        await page.Locator(".what-if-answer", new() { HasText = "exponent" }).WaitForAsync();
        opened.Complaints.ShouldBeEmpty();
    }

    private static Task<string> TextAsync(IPage page, string panel) => page.Locator(
        "section.panel", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = panel, Exact = true }) }).InnerTextAsync();

    private async Task FillAsync(string account, string fill, string field) =>
        (await desk.PostAsync($"/v1/accounts/{account}/fills", $"{fill.TrimEnd()[..^1]},{field}}}")).ShouldBe(201);
}
