using System.Globalization;
using System.Text.Json;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Gateway.Http;

/// <content>Lists that may be missing; one too long is refused and not read.</content>
internal sealed partial class JsonFields
{
    /// <summary>A list of objects, empty when it is missing.</summary>
    public List<T> Items<T>(string name, int most, Func<JsonFields, T> read) =>
        IsTooLong(name, most) ? [] : Children(name, read);

    /// <summary>A list of days, empty when it is missing.</summary>
    public List<DateOnly> Days(string name, int most) => Values(
        name, most, "time_malformed", "A day such as 2026-12-25 is expected.",
        item => Rfc3339.TryParseDay(TextOf(item), out var day) ? day : (DateOnly?)null);

    /// <summary>A list of lengths of time in whole seconds, empty when it is missing.</summary>
    public List<TimeSpan> Seconds(string name, int most, long longest) => Values(
        name, most, "field_malformed",
        string.Create(CultureInfo.InvariantCulture, $"A whole number from 0 to {longest} is expected."),
        item => item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var seconds) && seconds >= 0
            && seconds <= longest
            ? TimeSpan.FromSeconds(seconds)
            : (TimeSpan?)null);

    /// <summary>A list of symbols, empty when it is missing.</summary>
    public List<Symbol> Symbols(string name, int most) => Values(
        name, most, "id_malformed", "A symbol is expected: 1 to 64 of A-Z a-z 0-9 . _ -",
        item => Identifier.IsValid(TextOf(item)) ? new Symbol(TextOf(item)!) : (Symbol?)null);

    private static string? TextOf(JsonElement item) =>
        item.ValueKind == JsonValueKind.String ? item.GetString() : null;

    private List<T> Values<T>(string name, int most, string code, string reason, Func<JsonElement, T?> read)
        where T : struct
    {
        var values = new List<T>();
        if (IsTooLong(name, most) || !TryGet(name, JsonValueKind.Array, out var list)) return values;
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            if (read(item) is { } value) values.Add(value);
            else errors.Add($"{PathOf(name)}[{index}]", code, reason);
            index++;
        }

        return values;
    }

    private bool IsTooLong(string name, int most)
    {
        known.Add(name);
        if (!element.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array) return false;
        if (list.GetArrayLength() <= most) return false;
        Refuse(name, "field_malformed", string.Create(CultureInfo.InvariantCulture, $"At most {most} entries."));
        return true;
    }
}
