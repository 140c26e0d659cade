using Microsoft.Playwright;

namespace MarginGrains.Gateway.Tests.Page;

/// <summary>A page of a browser of its own, and what its scripts complained of.</summary>
internal sealed class OpenedPage : IAsyncDisposable
{
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private OpenedPage(IPlaywright playwright, IBrowser browser, IPage page)
    {
        this.playwright = playwright;
        this.browser = browser;
        Page = page;
        page.SetDefaultTimeout(60_000);
        page.PageError += (_, error) => Complaints.Add(error);
    }

    public IPage Page { get; }

    /// <summary>Errors that no script caught; a test may add what else it counts.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<OpenedPage> StartAsync(int height)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = BrowserFactAttribute.Executable,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1400, Height = height } });
        return new(playwright, browser, page);
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
