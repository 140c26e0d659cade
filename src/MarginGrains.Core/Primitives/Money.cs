namespace MarginGrains.Core.Primitives;

/// <summary>
/// An amount of one currency, signed, exact. <c>default</c> is nothing of no currency, which adds to any amount;
/// every other mixture of currencies throws <see cref="InvalidOperationException"/>.
/// </summary>
/// <param name="Amount">Units of the currency, not cents.</param>
/// <param name="Currency">The currency.</param>
public readonly record struct Money(decimal Amount, Currency Currency) : IComparable<Money>
{
    /// <summary>Nothing, of a currency.</summary>
    public static Money Zero(Currency currency) => new(0m, currency);

    /// <summary>Whether the amount is below zero.</summary>
    public bool IsNegative => Amount < 0m;

    /// <summary>Whether the amount is above zero.</summary>
    public bool IsPositive => Amount > 0m;

    /// <summary>The sum.</summary>
    public static Money operator +(Money left, Money right) => new(left.Amount + right.Amount, Common(left, right));

    /// <summary>The difference.</summary>
    public static Money operator -(Money left, Money right) => new(left.Amount - right.Amount, Common(left, right));

    /// <summary>The opposite.</summary>
    public static Money operator -(Money value) => value with { Amount = -value.Amount };

    /// <summary>The amount times a ratio, not rounded.</summary>
    public static Money operator *(Money value, Ratio factor) => value with { Amount = value.Amount * factor.Value };

    /// <summary>Whether less; both of one currency.</summary>
    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    /// <summary>Whether more; both of one currency.</summary>
    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    /// <summary>Whether less or equal; both of one currency.</summary>
    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    /// <summary>Whether more or equal; both of one currency.</summary>
    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <summary>The larger.</summary>
    public static Money Max(Money left, Money right) => left >= right ? left : right;

    /// <summary>The smaller.</summary>
    public static Money Min(Money left, Money right) => left <= right ? left : right;

    /// <summary>Compares amounts of one currency.</summary>
    public int CompareTo(Money other)
    {
        Common(this, other);
        return Amount.CompareTo(other.Amount);
    }

    /// <summary>For people and documents: <c>1234.50 USD</c>.</summary>
    public override string ToString() => $"{DecimalText.Format(Amount, Currency.MinorUnitDecimals)} {Currency}";

    private static Currency Common(Money left, Money right)
    {
        if (left.Currency == right.Currency) return left.Currency;
        if (left == default) return right.Currency;
        if (right == default) return left.Currency;
        throw new InvalidOperationException($"{left} and {right} are of different currencies");
    }
}
