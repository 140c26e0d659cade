namespace MarginGrains.Core.Primitives;

/// <summary>The price of one unit in the quote currency, above zero. <c>default</c> is no price.</summary>
public readonly record struct Price : IComparable<Price>
{
    /// <summary>Wraps a positive value; throws <see cref="ArgumentOutOfRangeException"/> otherwise.</summary>
    public Price(decimal value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        Value = value;
    }

    /// <summary>Quote currency per unit; 0 for <c>default</c>, which is no price.</summary>
    public decimal Value { get; }

    /// <summary>Compares values.</summary>
    public int CompareTo(Price other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => DecimalText.Format(Value);
}

/// <summary>A number of units of an instrument: above zero long, below zero short. <c>default</c> is none.</summary>
/// <param name="Value">Units, signed.</param>
public readonly record struct Quantity(decimal Value) : IComparable<Quantity>
{
    /// <summary>Whether there is none.</summary>
    public bool IsZero => Value == 0m;

    /// <summary>Whether long.</summary>
    public bool IsLong => Value > 0m;

    /// <summary>Units without their sign.</summary>
    public Quantity Absolute => new(Math.Abs(Value));

    /// <summary>The sum.</summary>
    public static Quantity operator +(Quantity left, Quantity right) => new(left.Value + right.Value);

    /// <summary>The difference.</summary>
    public static Quantity operator -(Quantity left, Quantity right) => new(left.Value - right.Value);

    /// <summary>The opposite.</summary>
    public static Quantity operator -(Quantity value) => new(-value.Value);

    /// <summary>Whether the units are a whole number of lots.</summary>
    public bool IsMultipleOf(Quantity lot) => lot.Value > 0m && Value % lot.Value == 0m;

    /// <summary>Compares values.</summary>
    public int CompareTo(Quantity other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => DecimalText.Format(Value);
}

/// <summary>A pure number: 0.30 is 30 percent. <c>default</c> is zero.</summary>
/// <param name="Value">The fraction, not percent.</param>
public readonly record struct Ratio(decimal Value) : IComparable<Ratio>
{
    /// <summary>One, 100 percent.</summary>
    public static Ratio One => new(1m);

    /// <summary>From percent: 30 gives 0.30.</summary>
    public static Ratio Percent(decimal percent) => new(percent / 100m);

    /// <summary>Compares values.</summary>
    public int CompareTo(Ratio other) => Value.CompareTo(other.Value);

    /// <inheritdoc/>
    public override string ToString() => DecimalText.Format(Value);
}
