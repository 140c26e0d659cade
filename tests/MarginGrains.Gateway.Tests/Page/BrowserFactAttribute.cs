namespace MarginGrains.Gateway.Tests.Page;

/// <summary>A test with a real browser. Without one it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public const string Variable = "MARGINGRAINS_CHROMIUM";

    public BrowserFactAttribute()
    {
        if (Executable is null) Skip = $"There is no Chromium on PATH, and {Variable} is not set";
    }

    /// <summary>The browser, or null.</summary>
    internal static string? Executable { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? named
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }.Select(n => Path.Combine(folder, n)))
            .FirstOrDefault(File.Exists);
}
