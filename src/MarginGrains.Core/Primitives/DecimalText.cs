using System.Globalization;

namespace MarginGrains.Core.Primitives;

/// <summary>Decimals as text: no exponent, invariant culture.</summary>
public static class DecimalText
{
    private const int MostDigits = 28;

    private const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    /// <summary>Without trailing zeros beyond <paramref name="leastDecimals"/>, never cut.</summary>
    public static string Format(decimal value, int leastDecimals = 0)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (point < 0)
        {
            return leastDecimals == 0 ? text : $"{text}.{new string('0', leastDecimals)}";
        }

        var trimmed = text.TrimEnd('0');
        var shortest = point + 1 + leastDecimals;
        if (trimmed.Length < shortest) trimmed = trimmed.PadRight(shortest, '0');
        return trimmed.EndsWith('.') ? trimmed[..^1] : trimmed;
    }

    /// <summary>
    /// Reads sign, digits and point, nothing else; false for exponents, separators and blanks, and for more digits than a decimal
    /// holds for certain: 28 in all, leading zeros not counted, and 28 after the point.
    /// </summary>
    public static bool TryParse(string? text, out decimal value)
    {
        value = 0m;
        return !string.IsNullOrEmpty(text) && text.Length <= 40 && Fits(text)
            && decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out value);
    }

    /// The runtime would cut what does not fit without a word, and forgive zero characters at the end.
    private static bool Fits(string text)
    {
        var digits = text.AsSpan().TrimStart("+-0.");
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return text[^1] != '\0'
            && digits.Length - digits.Count('.') <= MostDigits
            && (point < 0 || text.Length - point - 1 <= MostDigits);
    }
}
