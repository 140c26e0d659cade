namespace MarginGrains.Gateway.Tests.Page;

/// <summary>The page and the files it needs are served, and may load nothing else.</summary>
[Collection(SharedDesk.Name)]
public sealed class PageTests(Desk desk)
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/app.js", "text/javascript")]
    [InlineData("/js/events.js", "text/javascript")]
    [InlineData("/vendor/preact/preact.mjs", "text/javascript")]
    [InlineData("/css/base.css", "text/css")]
    [InlineData("/favicon.svg", "image/svg+xml")]
    public async Task AFileOfThePage_IsServedWithAStrictPolicy(string path, string type)
    {
        var file = (await desk.GetAsync(path)).ShouldBe(200);
        file.ContentType.ShouldBe(type);
        var policy = file.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldStartWith(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'");
        policy.ShouldNotContain("unsafe");
        file.Headers.GetValues("X-Content-Type-Options").ShouldHaveSingleItem().ShouldBe("nosniff");
    }

    [Theory]
    [InlineData("/health/live", "{\"status\":\"healthy\",\"checks\":{}}")]
    [InlineData("/health/ready", "{\"status\":\"healthy\",\"checks\":{\"cluster\":\"healthy\"}}")]
    public async Task Health_IsTold(string path, string body)
    {
        // The hub is up when a stream opens.
        await using (await SseReader.OpenAsync(desk, "")) (await desk.GetAsync(path)).ShouldBe(200).Text.ShouldBe(body);
    }
}
