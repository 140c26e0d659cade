namespace MarginGrains.Host.Tests;

/// <summary>
/// A test on real market files, whose folder the environment names. Without it the test is skipped and says so.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MarketDataFactAttribute : FactAttribute
{
    public const string Variable = "MARGINGRAINS_MARKET_DATA";

    public MarketDataFactAttribute()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)))
            Skip = $"{Variable} is not set";
    }

    /// <summary>The file's path; a file that is missing from the named folder fails the test.</summary>
    internal static string PathOf(string file)
    {
        var path = Path.Combine(Environment.GetEnvironmentVariable(Variable)!, file);
        return File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{Variable} is set, but its folder has no {file}.", path);
    }
}
