using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Gateway.Http;

/// <summary>How values look in answers: decimals are strings, with at least the decimals of their currency.</summary>
internal static class Wire
{
    /// <summary>An amount without its currency, every digit of it.</summary>
    public static string Amount(Money money) => DecimalText.Format(money.Amount, money.Currency.MinorUnitDecimals);

    /// <summary>An amount that may be missing.</summary>
    public static string? Amount(Money? money) => money is { } value ? Amount(value) : null;

    /// <summary>At most one amount of a currency, by its code.</summary>
    public static Dictionary<string, string> ByCurrency(IEnumerable<Money> amounts) =>
        amounts.ToDictionary(m => m.Currency.Code, Amount);

    /// <summary>A fraction as percent with at most four decimals, cut downwards: never better than it is.</summary>
    public static string? Percent(Ratio? ratio) =>
        ratio is { } value ? DecimalText.Format(Cut(value.Value * 100m)) : null;

    /// <summary>
    /// A signed way as percent with at most four decimals, cut towards zero: never further than it is.
    /// </summary>
    public static string? Distance(Ratio? ratio) => ratio is { } value
        ? DecimalText.Format(Math.Round(value.Value * 100m, 4, MidpointRounding.ToZero))
        : null;

    /// <summary>A ratio with at most four decimals, cut upwards: for what is worse when larger.</summary>
    public static string Burden(decimal value) => DecimalText.Format(
        Math.Round(value, 4, MidpointRounding.ToPositiveInfinity));

    /// <summary>A time, or null for the time before the first mark.</summary>
    public static string? Time(DateTimeOffset? time) =>
        time is { } value && value > DateTimeOffset.MinValue ? Rfc3339.Format(value) : null;

    private static decimal Cut(decimal value) => Math.Round(value, 4, MidpointRounding.ToNegativeInfinity);
}
