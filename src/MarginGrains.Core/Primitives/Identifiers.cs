namespace MarginGrains.Core.Primitives;

/// <summary>The form of every identifier: 1 to 64 of <c>A-Z a-z 0-9 . _ -</c>, case-sensitive.</summary>
public static class Identifier
{
    /// <summary>The longest identifier, in characters.</summary>
    public const int MaximumLength = 64;

    /// <summary>Whether the text is an identifier.</summary>
    public static bool IsValid(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > MaximumLength) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-')) return false;
        }

        return true;
    }

    internal static string Checked(string text, string kind) => IsValid(text)
        ? text
        : throw new ArgumentException($"'{text}' is no {kind}: 1 to 64 of A-Z a-z 0-9 . _ -", nameof(text));
}

/// <summary>Names one trading account. <c>default</c> names none.</summary>
public readonly record struct AccountId
{
    /// <summary>Wraps a valid identifier; throws <see cref="ArgumentException"/> otherwise.</summary>
    public AccountId(string value) => Value = Identifier.Checked(value, "account id");

    /// <summary>The identifier's text.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names one instrument. <c>default</c> names none.</summary>
public readonly record struct Symbol : IComparable<Symbol>
{
    /// <summary>Wraps a valid identifier; throws <see cref="ArgumentException"/> otherwise.</summary>
    public Symbol(string value) => Value = Identifier.Checked(value, "symbol");

    /// <summary>The identifier's text.</summary>
    public string Value { get; }

    /// <summary>Ordinal order, the same on every machine.</summary>
    public int CompareTo(Symbol other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names one margin regime. <c>default</c> names none.</summary>
public readonly record struct RegimeId
{
    /// <summary>Wraps a valid identifier; throws <see cref="ArgumentException"/> otherwise.</summary>
    public RegimeId(string value) => Value = Identifier.Checked(value, "regime id");

    /// <summary>The identifier's text.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>
/// The natural id of a command: of a transfer, a fill, an execution or a claim; unique per account and kind.
/// </summary>
public readonly record struct OperationId
{
    /// <summary>Wraps a valid identifier; throws <see cref="ArgumentException"/> otherwise.</summary>
    public OperationId(string value) => Value = Identifier.Checked(value, "operation id");

    /// <summary>The identifier's text.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>
/// Names an order: one of the client's, or <c>liq-{accountId}-{n}</c> for the n-th liquidation order.
/// </summary>
public readonly record struct OrderId
{
    /// <summary>Wraps an order's name, at most 128 characters.</summary>
    public OrderId(string value) => Value = value is { Length: > 0 and <= 128 }
        ? value
        : throw new ArgumentException($"'{value}' is no order id", nameof(value));

    /// <summary>The identifier's text.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names one trading calendar. <c>default</c> names none.</summary>
public readonly record struct CalendarId
{
    /// <summary>Wraps a valid identifier; throws <see cref="ArgumentException"/> otherwise.</summary>
    public CalendarId(string value) => Value = Identifier.Checked(value, "calendar id");

    /// <summary>The identifier's text.</summary>
    public string Value { get; }

    /// <inheritdoc/>
    public override string ToString() => Value;
}

/// <summary>Names one protective stop of an account. <c>default</c> names none.</summary>
public readonly record struct StopId : IComparable<StopId>
{
    /// <summary>Wraps a valid identifier; throws <see cref="ArgumentException"/> otherwise.</summary>
    public StopId(string value) => Value = Identifier.Checked(value, "stop id");

    /// <summary>The identifier's text.</summary>
    public string Value { get; }

    /// <summary>Ordinal order, the same on every machine.</summary>
    public int CompareTo(StopId other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
