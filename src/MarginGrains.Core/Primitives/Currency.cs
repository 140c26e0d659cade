namespace MarginGrains.Core.Primitives;

/// <summary>A currency or a coin, by its code: 3 to 10 of <c>A-Z 0-9</c>. <c>default</c> is no currency.</summary>
public readonly record struct Currency : IComparable<Currency>
{
    private readonly string? code;

    /// <summary>Wraps a code; throws <see cref="ArgumentException"/> when it is malformed.</summary>
    public Currency(string code)
    {
        if (!IsValid(code)) throw new ArgumentException($"'{code}' is no currency: 3 to 10 of A-Z 0-9", nameof(code));
        this.code = code;
    }

    /// <summary>The code, empty for <c>default</c>.</summary>
    public string Code => code ?? "";

    /// <summary>
    /// Decimals of the smallest unit in which amounts are settled: ISO 4217's for the currencies without cents,
    /// 8 for the large coins, 2 for everything else.
    /// </summary>
    public int MinorUnitDecimals => Code switch
    {
        "JPY" or "KRW" or "TWD" or "CLP" or "VND" or "HUF" => 0,
        "BHD" or "KWD" or "OMR" or "JOD" or "TND" => 3,
        "BTC" or "ETH" => 8,
        _ => 2,
    };

    /// <summary>Whether the text is a currency's code.</summary>
    public static bool IsValid(string? code)
    {
        if (code is not { Length: >= 3 and <= 10 }) return false;
        foreach (var c in code)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c)) return false;
        }

        return true;
    }

    /// <summary>Ordinal order of the codes.</summary>
    public int CompareTo(Currency other) => string.CompareOrdinal(Code, other.Code);

    /// <inheritdoc/>
    public override string ToString() => Code;
}
