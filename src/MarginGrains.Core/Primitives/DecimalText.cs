using System.Globalization;

namespace MarginGrains.Core.Primitives;

/// <summary>Decimals as text: no exponent, invariant culture.</summary>
public static class DecimalText
{
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
    /// Reads sign, digits and point, nothing else; false for exponents, separators and blanks, and for more digits than
    /// a decimal holds. What <see cref="Format"/> wrote is read back exactly.
    /// </summary>
    public static bool TryParse(string? text, out decimal value)
    {
        value = 0m;
        if (string.IsNullOrEmpty(text) || text.Length > 40 || !char.IsAsciiDigit(text[^1])) return false;
        if (!decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out value)) return false;

        // The runtime rounds what does not fit without a word; then fewer decimals are left than were given.
        var point = text.IndexOf('.', StringComparison.Ordinal);
        return value.Scale == (point < 0 ? 0 : text.Length - point - 1);
    }
}
