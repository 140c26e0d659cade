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

        (await page.Locator(".sweep .disagreements").InnerTextAsync()).ShouldBe("0");
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

    [BrowserFact]
    [Trait("Rule", "LOOK-002")]
    public async Task WhatIsAhead_IsShown_AndWhichMarketIsClosed_AndUntilWhen()
    {
        var (open, closed) = (Desk.New("C"), Desk.New("C"));
        await desk.CalendarAsync(open, opens: 9, closes: 17);
        await desk.CalendarAsync(closed, opens: 15, closes: 17);
        var symbols = new[] { (Desk.New("I"), open), (Desk.New("I"), closed) };
        foreach (var (symbol, calendar) in symbols)
        {
            (await desk.PutAsync($"/v1/instruments/{symbol}", $$"""
                {"assetClass":"cfd","quoteCurrency":"USD","multiplier":"100","lotSize":"1","tickSize":"0.01","calendar":"{{calendar}}",
                 "margin":[{"kind":"rate","initial":"0.1","maintenance":"0.05"}],
                 "sessionMargin":{"overnight":"2","weekend":"3","leadTimeSeconds":900} }
                """)).ShouldBe(201);
        }

        var account = await desk.AccountAsync("fx-retail", "50000");
        foreach (var (symbol, _) in symbols)
        {
            await desk.PriceAsync(symbol, "100");
            (await desk.FillAsync(account, symbol, "buy", "1", "100")).ShouldBe(201);
        }

        var snapshot = (await desk.MarginAsync(account)).ShouldBe(200);
        snapshot.Get("lookAhead.sessionSwitch.initialMargin").ShouldBe("2000.00");
        (await desk.GetAsync($"/v1/prices/{symbols[1].Item1}")).Get("marketChangesAt").ShouldBe("2026-03-02T15:00:00Z");
        (await desk.GetAsync($"/v1/prices/{symbols[0].Item1}")).Get("marketChangesAt").ShouldBe("2026-03-02T17:00:00Z");

        await using var opened = await OpenedPage.StartAsync(height: 1400);
        var page = opened.Page;
        await page.GotoAsync($"{desk.Address}#/accounts/{account}");

        var ahead = await TextAsync(page, "Ahead");
        ahead.ShouldContain("Next session, 2026-03-02 15:00 UTC");
        ahead.ShouldContain("2,000.00");
        ahead.ShouldNotContain("New margin terms");
        var positions = await TextAsync(page, "Positions");
        positions.ShouldContain($"{symbols[1].Item1} Closed until 2026-03-02 15:00 UTC");
        positions.ShouldNotContain($"{symbols[0].Item1} Closed");
        await page.Locator($"th[title='Its market is open until 2026-03-02 17:00 UTC']", new() { HasText = symbols[0].Item1 })
            .WaitForAsync();
        var title = await page.Locator(".fact", new() { HasText = "Closed markets" }).GetAttributeAsync("title");
        title.ShouldNotBeNull().ShouldContain($"{closed} closed until 2026-03-02 15:00 UTC: {symbols[1].Item1}");
        title.ShouldContain($"{open} open until 2026-03-02 17:00 UTC: {symbols[0].Item1}");
        opened.Complaints.ShouldBeEmpty();
    }

    private static Task<string> TextAsync(IPage page, string panel) => page.Locator(
        "section.panel", new() { Has = page.GetByRole(AriaRole.Heading, new() { Name = panel, Exact = true }) }).InnerTextAsync();

    private async Task FillAsync(string account, string fill, string field) =>
        (await desk.PostAsync($"/v1/accounts/{account}/fills", $"{fill.TrimEnd()[..^1]},{field}}}")).ShouldBe(201);
}
