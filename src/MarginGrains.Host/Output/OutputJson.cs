using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarginGrains.Host.Output;

/// <summary>
/// JSON by the ground rules of the HTTP API: camelCase, decimals as strings, times in UTC ending in Z.
/// </summary>
internal static class OutputJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.Strict,
        // The document goes to a pipe or a file, not into a page: readable quotation marks and letters.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new DecimalText(), new UtcText(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
        },
    };

    public static string Document(object value) => JsonSerializer.Serialize(value, value.GetType(), Options);

    public static JsonElement Element(object value) =>
        JsonSerializer.SerializeToElement(value, value.GetType(), Options);

    private sealed class DecimalText : JsonConverter<decimal>
    {
        public override decimal Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            decimal.Parse(reader.GetString()!, NumberStyles.Number, CultureInfo.InvariantCulture);

        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }

    private sealed class UtcText : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime);
    }
}
