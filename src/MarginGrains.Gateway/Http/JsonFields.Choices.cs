using System.Globalization;
using System.Text.Json;
using MarginGrains.Contracts.Serialization;

namespace MarginGrains.Gateway.Http;

/// <content>Words, flags, whole numbers, times of day.</content>
internal sealed partial class JsonFields
{
    /// <summary>One of an enum's words; it must be there.</summary>
    public T Word<T>(string name)
        where T : struct, Enum
    {
        if (!Has(name)) Missing(name);
        return OptionalWord<T>(name) ?? default;
    }

    /// <summary>One of an enum's words, or null.</summary>
    public T? OptionalWord<T>(string name)
        where T : struct, Enum
    {
        if (!TryGet(name, JsonValueKind.String, out var value)) return null;
        if (Words.TryParse<T>(value.GetString()!, out var word)) return word;
        Refuse(name, "value_unknown", $"'{Shown(value.GetString())}' is not one of {Words.List<T>()}.");
        return null;
    }

    /// <summary>One of a few words, or null.</summary>
    public string? OneOf(string name, params string[] words)
    {
        if (!Has(name)) Missing(name);
        if (!TryGet(name, JsonValueKind.String, out var value)) return null;
        var text = value.GetString()!;
        if (words.Contains(text, StringComparer.Ordinal)) return text;
        Refuse(name, "value_unknown", $"'{Shown(text)}' is not one of {string.Join(", ", words)}.");
        return null;
    }

    /// <summary>A flag, false when it is missing.</summary>
    public bool Flag(string name)
    {
        known.Add(name);
        if (!Has(name)) return false;
        var value = element.GetProperty(name);
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Refuse(name, "field_malformed", $"A JSON {KindOf(value)} where true or false is expected.");
        return false;
    }

    /// <summary>A whole number of a range, or null.</summary>
    public long? OptionalWhole(string name, long least, long most)
    {
        known.Add(name);
        if (!Has(name)) return null;
        var value = element.GetProperty(name);
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) && number >= least
            && number <= most)
        {
            return number;
        }

        Refuse(name, "field_malformed", string.Create(
            CultureInfo.InvariantCulture, $"A whole number from {least} to {most} is expected."));
        return null;
    }

    /// <summary>A list of an enum's words, empty when it is missing.</summary>
    public List<T> ListOfWords<T>(string name, int most)
        where T : struct, Enum => Values(
        name, most, "value_unknown", $"One of {Words.List<T>()} is expected.",
        item => TextOf(item) is { } text && Words.TryParse<T>(text, out var word) ? word : (T?)null);

    /// <summary>A day that must be there.</summary>
    public DateOnly Day(string name)
    {
        if (!Has(name)) Missing(name);
        if (!TryGet(name, JsonValueKind.String, out var value)) return default;
        if (Rfc3339.TryParseDay(value.GetString(), out var day)) return day;
        Refuse(name, "time_malformed", $"'{Shown(value.GetString())}' is no day such as 2026-12-25.");
        return default;
    }

    /// <summary>A time since local midnight such as 09:30, at most 24:00, or null.</summary>
    public TimeSpan? OptionalLocalTime(string name)
    {
        if (!TryGet(name, JsonValueKind.String, out var value)) return null;
        var text = value.GetString();
        if (text == "24:00") return TimeSpan.FromHours(24);
        if (TimeOnly.TryParseExact(
            text, ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time.ToTimeSpan();
        }

        Refuse(name, "time_malformed", $"'{Shown(text)}' is no local time such as 09:30, at most 24:00.");
        return null;
    }

    /// <summary>A time of day such as 21:00, or null.</summary>
    public TimeOnly? OptionalTimeOfDay(string name)
    {
        if (!TryGet(name, JsonValueKind.String, out var value)) return null;
        if (TimeOnly.TryParseExact(
            value.GetString(), ["HH:mm", "HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        Refuse(name, "time_malformed", $"'{Shown(value.GetString())}' is no time of day such as 21:00.");
        return null;
    }
}
