namespace MarginGrains.Testing.MarketData;

/// <summary>Where the market data lies that some tests read; it is not part of the product.</summary>
public static class MarketDataFolder
{
    /// <summary>The variable that names the folder.</summary>
    public const string Variable = "MARGINGRAINS_MARKET_DATA";

    /// <summary>Why tests on market data are skipped; null while a folder is named.</summary>
    public static string? SkipReason => ReasonFor(Environment.GetEnvironmentVariable(Variable));

    /// <summary>The path of a file; a file that is missing from a named folder fails the test.</summary>
    public static string File(string name) => File(Environment.GetEnvironmentVariable(Variable), name);

    /// <summary>Why tests are skipped for a value of the variable.</summary>
    public static string? ReasonFor(string? folder) =>
        string.IsNullOrEmpty(folder) ? $"{Variable} is not set: no market data to read" : null;

    /// <summary>The path of a file in a folder; throws when either is missing.</summary>
    public static string File(string? folder, string name)
    {
        if (string.IsNullOrEmpty(folder)) throw new InvalidOperationException($"{Variable} is not set");
        var path = Path.Combine(folder, name);
        return System.IO.File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{Variable} names {folder}, but {name} is not in it", path);
    }
}
