using System.Globalization;
using System.Text;
using CsvHelper;

namespace MarginGrains.Host.Market;

/// <summary>One line of a tick file: its columns, and what may be wrong with them.</summary>
internal static class TickLine
{
    public const string Header = "time_utc,symbol,bid,ask,last";
    private const int Columns = 5;
    private const int QuotedLength = 60;

    /// <summary>Reads the current line; null when it is sound, else the first thing wrong with it.</summary>
    public static MarketFileProblem? Read(CsvReader line, out PriceTick tick)
    {
        tick = default;
        if (line.FieldCount != Columns)
            return new(MarketFileCodes.LineMalformed, Invariant(
                $"Expected {Columns} columns but found {line.FieldCount} in {Quote(line.RawRecord)}."));
        if (!TickFields.TryTime(line.GetSpan(0), out var time))
            return new(MarketFileCodes.TimeMalformed,
                $"The time {Quote(line.GetSpan(0))} is not an RFC 3339 time in UTC ending in Z.");
        if (!TickFields.IsSymbol(line.GetSpan(1)))
            return new(MarketFileCodes.SymbolMalformed,
                $"The symbol {Quote(line.GetSpan(1))} is not 1 to 64 of the characters A-Z a-z 0-9 . _ -.");
        if (Price("bid", line.GetSpan(2), out var bid) is { } wrongBid)
            return wrongBid;
        if (Price("ask", line.GetSpan(3), out var ask) is { } wrongAsk)
            return wrongAsk;
        if (Price("last", line.GetSpan(4), out var last) is { } wrongLast)
            return wrongLast;
        if (bid is null && ask is null && last is null)
            return new(MarketFileCodes.PriceMissing,
                $"The line has no bid, ask or last for {Quote(line.GetSpan(1))}.");
        if (bid > ask)
            return new(MarketFileCodes.BidAboveAsk, Invariant($"The bid {bid} is above the ask {ask}."));
        tick = new PriceTick(time, line.GetString(1), bid, ask, last);
        return null;
    }

    /// <summary>The text between quotation marks, cut where it is long, without control characters.</summary>
    public static string Quote(ReadOnlySpan<byte> field)
    {
        var text = new StringBuilder("\"");
        foreach (var character in Encoding.UTF8.GetString(field[..Math.Min(field.Length, QuotedLength)]))
            text.Append(char.IsControl(character) ? '?' : character);
        return text.Append(field.Length > QuotedLength ? "...\"" : "\"").ToString();
    }

    private static MarketFileProblem? Price(string column, ReadOnlySpan<byte> field, out decimal? price)
    {
        price = null;
        if (field.IsEmpty)
            return null;
        var negative = field[0] == '-';
        if (!TickFields.TryPrice(negative ? field[1..] : field, out var value))
            return new(MarketFileCodes.PriceMalformed,
                $"The {column} {Quote(field)} is not a plain decimal number such as 1.0834.");
        if (negative || value == 0)
            return new(MarketFileCodes.PriceNotPositive, $"The {column} {Quote(field)} is not above zero.");
        price = value;
        return null;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
