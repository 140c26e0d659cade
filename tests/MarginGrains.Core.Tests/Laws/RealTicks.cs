using System.Globalization;
using System.IO.Compression;
using MarginGrains.Testing.MarketData;

namespace MarginGrains.Core.Tests.Laws;

/// <summary>A row of a market file.</summary>
internal readonly record struct RealTick(DateTimeOffset Time, string Symbol, decimal? Bid, decimal? Ask, decimal? Last);

/// <summary>Reads real market files.</summary>
internal static class RealTicks
{
    /// <summary>Every n-th tick of each file, the files merged by time; symbols without their venue.</summary>
    public static IEnumerable<RealTick> Read(int every, params string[] files) => files
        .SelectMany(f => Rows(f).Where((_, i) => i % every == 0))
        .OrderBy(t => t.Time);

    private static IEnumerable<RealTick> Rows(string file)
    {
        using var stream = new GZipStream(File.OpenRead(MarketDataFolder.File(file)), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var row = line.Split(',');
            yield return new(
                DateTimeOffset.Parse(row[0], CultureInfo.InvariantCulture), row[1].Split('.')[0], Number(row[2]), Number(row[3]),
                Number(row[4]));
        }
    }

    private static decimal? Number(string field) =>
        field.Length == 0 ? null : decimal.Parse(field, CultureInfo.InvariantCulture);
}
