namespace MarginGrains.Core.Primitives;

/// <summary>Which way amounts round to the currency's minor unit.</summary>
public enum RoundingMode
{
    /// <summary>
    /// What the account has rounds down, what it needs rounds up: rounding never makes an account look better.
    /// </summary>
    AgainstAccount,

    /// <summary>To the nearest, halves to the even digit.</summary>
    HalfEven,

    /// <summary>To no minor unit.</summary>
    None,
}

/// <summary>
/// The one place where amounts are rounded (rule MARG-010). Every amount is first taken to 12 decimals, halves to even:
/// what a division leaves beyond them (an average price, an inverted rate) is no value, and would turn into a whole
/// cent when the direction is fixed.
/// </summary>
public static class Rounding
{
    private const int DecimalsThatCount = 12;

    /// <summary>Rounds a value that counts for the account: a position's value, an unrealised profit.</summary>
    public static decimal Value(decimal amount, Currency currency, RoundingMode mode) => mode switch
    {
        RoundingMode.AgainstAccount =>
            To(Exact(amount), currency.MinorUnitDecimals, MidpointRounding.ToNegativeInfinity),
        RoundingMode.HalfEven => To(Exact(amount), currency.MinorUnitDecimals, MidpointRounding.ToEven),
        _ => Exact(amount),
    };

    /// <summary>Rounds a value that counts against the account: a requirement, an amount due.</summary>
    public static decimal Requirement(decimal amount, Currency currency, RoundingMode mode) => mode switch
    {
        RoundingMode.AgainstAccount =>
            To(Exact(amount), currency.MinorUnitDecimals, MidpointRounding.ToPositiveInfinity),
        RoundingMode.HalfEven => To(Exact(amount), currency.MinorUnitDecimals, MidpointRounding.ToEven),
        _ => Exact(amount),
    };

    /// <summary>
    /// Rounds cash that is booked, such as a realised profit: to the nearest minor unit, halves to even.
    /// </summary>
    public static Money Booked(decimal amount, Currency currency) =>
        new(To(Exact(amount), currency.MinorUnitDecimals, MidpointRounding.ToEven), currency);

    /// <summary>The smallest amount in which a currency is settled.</summary>
    public static Money MinorUnit(Currency currency)
    {
        var unit = 1m;
        for (var i = 0; i < currency.MinorUnitDecimals; i++) unit /= 10m;
        return new(unit, currency);
    }

    /// <summary>The smallest whole number of lots that is not below the units; lots above zero.</summary>
    public static decimal UpToLot(decimal units, decimal lot) => Math.Ceiling(units / lot) * lot;

    /// <summary>The largest whole number of lots that is not above the units; lots above zero.</summary>
    public static decimal DownToLot(decimal units, decimal lot) => Math.Floor(units / lot) * lot;

    /// <summary>To 12 decimals, halves to even: what a division leaves beyond them is no value.</summary>
    internal static decimal Exact(decimal amount) => To(amount, DecimalsThatCount, MidpointRounding.ToEven);

    /// An amount that has no more decimals than that is round already; asking its scale costs a tenth of rounding it.
    private static decimal To(decimal amount, int decimals, MidpointRounding rounding) =>
        amount.Scale <= decimals ? amount : Math.Round(amount, decimals, rounding);
}
