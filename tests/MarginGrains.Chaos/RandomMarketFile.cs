using System.Globalization;

namespace MarginGrains.Chaos;

/// <summary>
/// A market file from a seed: a currency pair and gold, held together by some accounts, that wander far enough for calls and
/// liquidations.
/// </summary>
internal static class RandomMarketFile
{
    public const string Symbol = "EURUSD";

    /// <summary>The time of the last tick of a file.</summary>
    public static DateTime End(string path) => DateTime.Parse(
        File.ReadLines(path).Last().Split(',')[0], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);

    public static void Write(string path, int ticks, int seed)
    {
        var random = new Random(seed);
        using var file = new StreamWriter(path);
        file.Write("time_utc,symbol,bid,ask,last\n");
        var time = new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
        var price = 1.10000m;
        var gold = 2_500.00m;
        for (var i = 0; i < ticks; i++)
        {
            time = time.AddSeconds(random.Next(1, 60));
            if (random.Next(3) == 0)
            {
                gold = Math.Max(500m, gold + random.Next(-40, 40) * 0.05m);
                file.Write(string.Create(
                    CultureInfo.InvariantCulture, $"{time:yyyy-MM-ddTHH:mm:ss.fffZ},XAUUSD,{gold - 0.1m},{gold + 0.1m},\n"));
                continue;
            }

            price = Math.Max(0.5m, price + random.Next(-40, 40) * 0.00001m);
            file.Write(string.Create(
                CultureInfo.InvariantCulture, $"{time:yyyy-MM-ddTHH:mm:ss.fffZ},{Symbol},{price - 0.00004m},{price + 0.00004m},\n"));
        }
    }
}
