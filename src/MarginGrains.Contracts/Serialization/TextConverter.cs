using System.Text.Json;
using System.Text.Json.Serialization;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Contracts.Serialization;

/// <summary>A value type of Core as a JSON string, also as a property name.</summary>
internal sealed class TextConverter<T>(Func<string, T> parse, Func<T, string> format) : JsonConverter<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString() ?? throw new JsonException($"{typeof(T).Name} must not be null");
        try
        {
            return parse(text);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(format(value));

    public override T ReadAsPropertyName(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WritePropertyName(format(value));
}

/// <summary>The converters of Core's primitives.</summary>
internal static class PrimitiveConverters
{
    public static void AddTo(JsonSerializerOptions options)
    {
        options.Converters.Add(new TextConverter<AccountId>(t => new(t), v => v.Value));
        options.Converters.Add(new TextConverter<Symbol>(t => new(t), v => v.Value));
        options.Converters.Add(new TextConverter<RegimeId>(t => new(t), v => v.Value));
        options.Converters.Add(new TextConverter<CalendarId>(t => new(t), v => v.Value));
        options.Converters.Add(new TextConverter<OperationId>(t => new(t), v => v.Value));
        options.Converters.Add(new TextConverter<OrderId>(t => new(t), v => v.Value));
        options.Converters.Add(new TextConverter<StopId>(t => new(t), v => v.Value));
        options.Converters.Add(new TextConverter<Currency>(t => t.Length == 0 ? default : new(t), v => v.Code));
        options.Converters.Add(new TextConverter<decimal>(Decimal, v => DecimalText.Format(v)));
        options.Converters.Add(new TextConverter<Price>(Price, v => v.ToString()));
        options.Converters.Add(new TextConverter<Quantity>(t => new(Decimal(t)), v => v.ToString()));
        options.Converters.Add(new TextConverter<Ratio>(t => new(Decimal(t)), v => v.ToString()));
        options.Converters.Add(new TextConverter<Money>(Money, v => v.ToString()));
        options.Converters.Add(new TextConverter<DateTimeOffset>(Time, v => Rfc3339.Format(v)));
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
    }

    private static decimal Decimal(string text) => DecimalText.TryParse(text, out var value)
        ? value
        : throw new FormatException($"'{text}' is no decimal: digits and a point, no exponent");

    /// Zero is how an order without a price travels; every place that needs a price checks for it.
    private static Price Price(string text) => Decimal(text) is var value && value == 0m ? default : new(value);

    private static Money Money(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0) throw new FormatException($"'{text}' is no amount with a currency");
        var code = text[(space + 1)..];
        return new(Decimal(text[..space]), code.Length == 0 ? default : new(code));
    }

    private static DateTimeOffset Time(string text) => Rfc3339.TryParse(text, out var time)
        ? time
        : throw new FormatException($"'{text}' is no RFC 3339 time in UTC ending in Z");
}
