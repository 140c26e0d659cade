namespace MarginGrains.Core.Primitives;

/// <summary>Which way amounts round to the currency's minor unit.</summary>
public enum RoundingMode
{
    /// <summary>What the account has rounds down, what it needs rounds up: rounding never makes an account look better.</summary>
    AgainstAccount,

    /// <summary>To the nearest, halves to the even digit.</summary>
    HalfEven,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>The one place where amounts are rounded (rule MARG-010).</summary>
public static class Rounding
{
    /// <summary>Rounds a value that counts for the account: a position's value, an unrealised profit.</summary>
    public static decimal Value(decimal amount, Currency currency, RoundingMode mode) => mode switch
    {
        RoundingMode.AgainstAccount => Math.Round(amount, currency.MinorUnitDecimals, MidpointRounding.ToNegativeInfinity),
        RoundingMode.HalfEven => Math.Round(amount, currency.MinorUnitDecimals, MidpointRounding.ToEven),
        _ => amount,
    };

    /// <summary>Rounds a value that counts against the account: a requirement, an amount due.</summary>
    public static decimal Requirement(decimal amount, Currency currency, RoundingMode mode) => mode switch
    {
        RoundingMode.AgainstAccount => Math.Round(amount, currency.MinorUnitDecimals, MidpointRounding.ToPositiveInfinity),
        RoundingMode.HalfEven => Math.Round(amount, currency.MinorUnitDecimals, MidpointRounding.ToEven),
        _ => amount,
    };

    /// <summary>Rounds cash that is booked, such as a realised profit: to the nearest minor unit, halves to even.</summary>
    public static Money Booked(decimal amount, Currency currency) =>
        new(Math.Round(amount, currency.MinorUnitDecimals, MidpointRounding.ToEven), currency);

    /// <summary>The smallest whole number of lots that is not below the units; lots above zero.</summary>
    public static decimal UpToLot(decimal units, decimal lot) => Math.Ceiling(units / lot) * lot;

    /// <summary>The largest whole number of lots that is not above the units; lots above zero.</summary>
    public static decimal DownToLot(decimal units, decimal lot) => Math.Floor(units / lot) * lot;
}
