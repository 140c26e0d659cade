using System.Buffers;
using System.Globalization;

namespace MarginGrains.Host.Market;

/// <summary>
/// Reads the fields of a tick line from UTF-8. Written by hand because the formats are stricter than those of the
/// framework's parsers (which accept "1,000", " 1" or ".5") and because a file has millions of them.
/// </summary>
internal static class TickFields
{
    private const int MaxSymbolLength = 64;
    private const int MaxPriceDigits = 28;
    private const int MaxFractionDigits = 7;

    /// <summary>So many digits fit into 64 bits.</summary>
    private const int FastLength = 19;

    private static readonly SearchValues<byte> SymbolBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"u8);

    public static bool IsSymbol(ReadOnlySpan<byte> field) =>
        field.Length is > 0 and <= MaxSymbolLength && !field.ContainsAnyExcept(SymbolBytes);

    /// <summary>RFC 3339 in UTC with a final Z and up to seven digits of a second: what the type can hold.</summary>
    public static bool TryTime(ReadOnlySpan<byte> field, out DateTimeOffset time)
    {
        time = default;
        if (field.Length < 20 || field[^1] != 'Z' || field[4] != '-' || field[7] != '-' || field[10] != 'T'
            || field[13] != ':' || field[16] != ':')
            return false;
        if (!TryDigits(field[..4], out var year) || !TryDigits(field[5..7], out var month)
            || !TryDigits(field[8..10], out var day) || !TryDigits(field[11..13], out var hour)
            || !TryDigits(field[14..16], out var minute) || !TryDigits(field[17..19], out var second)
            || !TryFraction(field[19..^1], out var fractionTicks))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 59)
            return false;
        var date = new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc);
        time = new DateTimeOffset(date.AddTicks(fractionTicks), TimeSpan.Zero);
        return true;
    }

    /// <summary>Digits with at most one point between them; no sign, exponent or separators.</summary>
    public static bool TryPrice(ReadOnlySpan<byte> field, out decimal price)
    {
        price = 0;
        if (field.Length is 0 or > MaxPriceDigits + 1 || field[0] == '.' || field[^1] == '.')
            return false;
        ulong mantissa = 0;
        var point = -1;
        for (var i = 0; i < field.Length; i++)
        {
            var digit = field[i] - '0';
            if (digit is >= 0 and <= 9)
                // Longer ones do not fit and are parsed below.
                mantissa = i < FastLength ? mantissa * 10 + (ulong)digit : mantissa;
            else if (field[i] == '.' && point < 0)
                point = i;
            else
                return false;
        }
        if (field.Length - (point < 0 ? 0 : 1) > MaxPriceDigits)
            return false;
        if (field.Length > FastLength)
            return decimal.TryParse(
                field, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out price);
        var scale = point < 0 ? 0 : field.Length - 1 - point;
        price = new decimal(unchecked((int)mantissa), unchecked((int)(mantissa >> 32)), 0, false, (byte)scale);
        return true;
    }

    private static bool TryFraction(ReadOnlySpan<byte> field, out int ticks)
    {
        ticks = 0;
        if (field.IsEmpty)
            return true;
        if (field[0] != '.' || field.Length is < 2 or > MaxFractionDigits + 1 || !TryDigits(field[1..], out ticks))
            return false;
        for (var digits = field.Length - 1; digits < MaxFractionDigits; digits++)
            ticks *= 10;
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> field, out int number)
    {
        number = 0;
        foreach (var character in field)
        {
            var digit = character - '0';
            if (digit is < 0 or > 9)
                return false;
            number = number * 10 + digit;
        }
        return true;
    }
}
