using System.Globalization;
using System.Text;
using CsvHelper;
using MarginGrains.Contracts.Serialization;

namespace MarginGrains.Host.Market;

/// <summary>
/// Daily index prices from a file with the columns date, open, high, low, close, four trade ticks a day, under a
/// symbol of the caller's choice.
/// </summary>
internal sealed class Sp500Market : IPlayableMarket
{
    private const int TicksPerDay = 4;

    private readonly string symbol;
    private readonly List<Sp500Day> days;
    private long played;

    /// <summary>The trading days from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    /// <exception cref="MarketFileException">The file is missing or a line of it is broken.</exception>
    public Sp500Market(string path, string symbol, DateOnly from, DateOnly to)
    {
        if (!TickFields.IsSymbol(Encoding.UTF8.GetBytes(symbol)))
        {
            throw new ArgumentException($"'{symbol}' is not a symbol.", nameof(symbol));
        }

        this.symbol = symbol;
        days = [.. ReadDays(path).Where(d => d.Day >= from && d.Day <= to)];
    }

    public string Name => days.Count == 0
        ? "daily index prices, no trading day"
        : string.Create(CultureInfo.InvariantCulture, $"daily index prices {days[0].Day:O} to {days[^1].Day:O}");

    public IReadOnlyList<Sp500Day> Days => days;

    public long? Total => Weight;

    public long Weight => (long)days.Count * TicksPerDay;

    public double Fraction => Weight == 0 ? 0 : (double)Volatile.Read(ref played) / Weight;

    public IEnumerable<PriceTick> Play()
    {
        Volatile.Write(ref played, 0);
        foreach (var tick in days.SelectMany(day => day.Ticks(symbol)))
        {
            yield return tick;
            Volatile.Write(ref played, played + 1);
        }
    }

    private static List<Sp500Day> ReadDays(string path)
    {
        var name = Path.GetFileName(path);
        if (!File.Exists(path)) throw Broken(MarketFileCodes.FileNotFound, name, null, $"There is no file {path}.");
        var days = new List<Sp500Day>();
        using var file = File.OpenRead(path);
        using var lines = CsvReader.Create(file, new CsvReaderOptions { Separator = ',' });
        long line = 1;
        try
        {
            while (lines.Read())
            {
                line++;
                var day = lines.GetString("date");
                if (!Rfc3339.TryParseDay(day, out var date))
                {
                    throw Broken(
                        MarketFileCodes.TimeMalformed, name, line, $"The date '{day}' is not a day as 2008-10-10.");
                }

                days.Add(new(
                    date, Points("open"), Points("high"), Points("low"), Points("close")));
            }
        }
        catch (Exception e) when (e is CsvFormatException or KeyNotFoundException or ArgumentException)
        {
            throw Broken(MarketFileCodes.LineMalformed, name, line, e.Message.Split('\n')[0].Trim());
        }

        return days;

        // The usual files have six decimals left over from single-precision floats (1438.359985); the index has two.
        decimal Points(string column)
        {
            var text = lines.GetString(column);
            return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var points)
                && points > 0
                ? Math.Round(points, 2, MidpointRounding.AwayFromZero)
                : throw Broken(
                    MarketFileCodes.PriceMalformed, name, line, $"The {column} '{text}' is no price above zero.");
        }
    }

    private static MarketFileException Broken(string code, string name, long? line, string reason) =>
        new(new MarketFileProblem(code, reason), name, line);
}
