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

        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = BrowserFactAttribute.Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1400, Height = 900 } });
        page.SetDefaultTimeout(60_000);
        var complaints = new List<string>();
        page.Console += (_, message) =>
        {
            if (message.Type == "error") complaints.Add(message.Text);
        };
        page.PageError += (_, error) => complaints.Add(error);
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
        complaints.ShouldBeEmpty();
    }
}
