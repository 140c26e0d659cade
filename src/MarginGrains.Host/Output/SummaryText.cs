using System.Globalization;
using System.Text.Json;

namespace MarginGrains.Host.Output;

/// <summary>
/// A summary as names and values for people, made from the JSON that machines get, so that the two agree.
/// </summary>
internal static class SummaryText
{
    private const int ShownItems = 20;
    private const string SecondsSuffix = "Seconds";

    public static IReadOnlyList<SummaryLine> Lines(object summary)
    {
        var lines = new List<SummaryLine>();
        Add(lines, "", OutputJson.Element(summary));
        return lines;
    }

    private static void Add(List<SummaryLine> lines, string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                    Add(lines, name.Length == 0 ? property.Name : $"{name}.{property.Name}", property.Value);
                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in value.EnumerateArray().Take(ShownItems).Index())
                    Add(lines, string.Create(CultureInfo.InvariantCulture, $"{name} {index + 1}"), item);
                if (value.GetArrayLength() > ShownItems)
                    lines.Add(new(
                        Label(name), $"{PeopleText.Number(value.GetArrayLength() - ShownItems)} more not shown"));
                break;
            case JsonValueKind.Number when name.EndsWith(SecondsSuffix, StringComparison.Ordinal):
                lines.Add(new(Label(name[..^SecondsSuffix.Length]),
                    PeopleText.Duration(TimeSpan.FromSeconds(value.GetDouble()))));
                break;
            default:
                lines.Add(new(Label(name), Scalar(value)));
                break;
        }
    }

    private static string Label(string name) =>
        PeopleText.OneLine(string.Join(", ", name.Split('.').Select(PeopleText.Words)));

    private static string Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out var number) => PeopleText.Number(number),
        JsonValueKind.Number when value.TryGetDecimal(out var number) => PeopleText.Number(number),
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Null => "-",
        _ => PeopleText.OneLine(value.ToString()),
    };
}

internal readonly record struct SummaryLine(string Label, string Value);
