using System.Text.Json;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Gateway.Http;

/// <content>Single values.</content>
internal sealed partial class JsonFields
{
    private const int MostDecimals = 12;
    private const decimal TooLarge = 1_000_000_000_000_000m;

    /// Stands for an id that is wrong, until the errors are thrown.
    private const string NoId = "-";

    /// <summary>Free text.</summary>
    public string Text(string name, int longest)
    {
        if (!TryGet(name, JsonValueKind.String, out var value)) return "";
        var text = value.GetString()!;
        if (text.Length > longest) Refuse(name, "field_malformed", $"At most {longest} characters.");
        return text;
    }

    /// <summary>Text that must be there and say something.</summary>
    public string RequiredText(string name, int longest)
    {
        if (!Has(name))
        {
            Missing(name);
            return "";
        }

        var text = Text(name, longest).Trim();
        if (text.Length == 0) Refuse(name, "field_malformed", "The text says nothing.");
        return text;
    }

    /// <summary>An id that must be there.</summary>
    public string Id(string name)
    {
        if (!Has(name)) Missing(name);
        return OptionalId(name, Identifier.MaximumLength, Identifier.IsValid) ?? NoId;
    }

    /// <summary>An id, or null.</summary>
    public string? OptionalId(string name) => OptionalId(name, Identifier.MaximumLength, Identifier.IsValid);

    /// <summary>The id of a calendar, or null.</summary>
    public CalendarId? OptionalCalendar(string name) =>
        OptionalId(name) is { } id ? new CalendarId(id) : null;

    /// <summary>The id by which a repeated request is recognised.</summary>
    public string NaturalId(string name)
    {
        if (!Has(name))
        {
            Refuse(name, "idempotency_key_missing", "Without this id a retry could not be told from a second request.");
        }

        return OptionalId(name, Identifier.MaximumLength, Identifier.IsValid) ?? NoId;
    }

    /// <summary>The name of an order, or null.</summary>
    public string? OptionalOrderId(string name) =>
        OptionalId(name, 128, t => t is { Length: > 0 and <= 128 } && t.All(c => c is > ' ' and <= '~'));

    /// <summary>A currency that must be there.</summary>
    public Currency Currency(string name)
    {
        if (!Has(name)) Missing(name);
        return OptionalCurrency(name) ?? default;
    }

    /// <summary>A currency, or null.</summary>
    public Currency? OptionalCurrency(string name)
    {
        if (!TryGet(name, JsonValueKind.String, out var value)) return null;
        var code = value.GetString();
        if (Core.Primitives.Currency.IsValid(code)) return new(code!);
        Refuse(name, "currency_malformed", $"'{Shown(code)}' is no currency: 3 to 10 of A-Z and 0-9.");
        return null;
    }

    /// <summary>A decimal that must be there.</summary>
    public decimal Decimal(string name)
    {
        if (!Has(name)) Missing(name);
        return OptionalDecimal(name) ?? 0m;
    }

    /// <summary>A decimal, or null.</summary>
    public decimal? OptionalDecimal(string name)
    {
        if (element.TryGetProperty(name, out var number) && number.ValueKind == JsonValueKind.Number)
        {
            known.Add(name);
            Refuse(name, "decimal_must_be_string", $"The JSON number {Shown(number.GetRawText())} must be a string.");
            return null;
        }

        if (!TryGet(name, JsonValueKind.String, out var value)) return null;
        var text = value.GetString()!;
        if (!DecimalText.TryParse(text, out var result))
        {
            Refuse(name, "decimal_malformed", $"'{Shown(text)}' is no decimal: sign, digits and a point, no exponent.");
            return null;
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        if (Math.Abs(result) < TooLarge && (point < 0 || text.Length - point - 1 <= MostDecimals)) return result;
        Refuse(name, "decimal_out_of_range", $"At most 15 digits before the point and {MostDecimals} after it.");
        return null;
    }

    /// <summary>A price, or null when it is missing or was refused; it must be above zero.</summary>
    public Price? OptionalPrice(string name)
    {
        if (OptionalDecimal(name) is not { } value) return null;
        if (value > 0m) return new(value);
        Refuse(name, "price_not_positive", "A price must be above zero.");
        return null;
    }

    /// <summary>A quantity without its sign; zero is the domain's to refuse.</summary>
    public decimal Units(string name)
    {
        var value = Decimal(name);
        if (value >= 0m) return value;
        Refuse(name, "quantity_negative", "A quantity has no sign; the side says the direction.");
        return 0m;
    }

    /// <summary>A time that must be there.</summary>
    public DateTimeOffset Time(string name)
    {
        if (!Has(name)) Missing(name);
        return OptionalTime(name) ?? default;
    }

    /// <summary>A time, or null.</summary>
    public DateTimeOffset? OptionalTime(string name)
    {
        if (!TryGet(name, JsonValueKind.String, out var value)) return null;
        var text = value.GetString();
        if (Rfc3339.TryParse(text, out var time)) return time;
        Refuse(name, "time_malformed", $"'{Shown(text)}' is no RFC 3339 time in UTC ending in Z.");
        return null;
    }

    /// <summary>A value as it may be repeated in a message: short.</summary>
    private static string Shown(string? text) => text is { Length: > 40 } ? $"{text[..40]}…" : text ?? "";

    private string? OptionalId(string name, int longest, Func<string?, bool> isValid)
    {
        if (!TryGet(name, JsonValueKind.String, out var value)) return null;
        var text = value.GetString();
        if (isValid(text)) return text;
        Refuse(name, "id_malformed", $"'{Shown(text)}' is no id: 1 to {longest} of A-Z a-z 0-9 . _ -");
        return null;
    }
}
