using System.Globalization;
using CsvHelper;
using MarginGrains.Host.Market;

namespace MarginGrains.Host.Tests.Market;

public sealed class RealMarketFilesTests
{
    [MarketDataFact]
    public void EveryFile_HasTheRowsOfItsManifest()
    {
        var files = Manifest().ToLookup(row => row.File);
        files.Count.ShouldBe(17);

        foreach (var file in files)
        {
            var counts = new TickFile(MarketDataFolder.File(file.Key)).Play()
                .CountBy(tick => tick.Symbol).ToDictionary();
            counts.ShouldBe(file.ToDictionary(row => row.Symbol, row => row.Rows), ignoreOrder: true, file.Key);
        }
        files.SelectMany(file => file).Sum(row => row.Rows).ShouldBe(1_710_688);
    }

    [MarketDataFact]
    public void Files_MergeWithoutLossInOrder()
    {
        string[] names =
        [
            "eurusd-xauusd-oanda_hour_20081201-20081231.csv.gz", "fxcross-oanda_daily_20080701-20090331.csv.gz",
            "btcusd-coinbase_daily_20160101-20170331.csv.gz",
        ];
        var merge = new TickMerge([.. names.Select(name => new TickFile(MarketDataFolder.File(name)))]);
        var times = merge.Play().Select(tick => tick.Time).ToList();

        times.Count.ShouldBe(4_236 + 2_820 + 1_824);
        times.ShouldBe(times.Order());
        merge.Fraction.ShouldBe(1);
    }

    [MarketDataFact]
    public void KnownBadPrint_IsPlayedAsItIs() => new TickFile(
        MarketDataFolder.File("badprint_btcusd-coinbase_daily_20170410-20170420.csv.gz"))
        .Play().Min(tick => tick.Last).ShouldBe(0.06m);

    private static List<(string File, string Symbol, int Rows)> Manifest()
    {
        using var lines = CsvReader.FromFile(MarketDataFolder.File("manifest.csv"));
        var rows = new List<(string, string, int)>();
        while (lines.Read())
            rows.Add((lines.GetString("file"), lines.GetString("symbol"),
                int.Parse(lines.GetString("rows"), CultureInfo.InvariantCulture)));
        return rows;
    }
}
