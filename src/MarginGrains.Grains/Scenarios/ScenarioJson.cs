using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Marks;
using MarginGrains.Grains.Accounts;
using MarginGrains.Grains.Hosting;

namespace MarginGrains.Grains.Scenarios;

/// <summary>
/// Accounts as a scenario reads them: without the marks they were judged at, which are half of a document and say
/// nothing about another moment.
/// </summary>
internal static class ScenarioJson
{
    private static readonly JsonTypeInfo<AccountRow> Row = Create();

    /// <summary>The account of a stored row, or null when it was never opened.</summary>
    public static Account? Read(ReadOnlySpan<byte> document) => JsonSerializer.Deserialize(document, Row)?.Account;

    private static JsonTypeInfo<AccountRow> Create()
    {
        var options = new JsonSerializerOptions(GrainsJson.Options)
        {
            TypeInfoResolver = GrainsJson.Options.TypeInfoResolver!.WithAddedModifier(SkipMarks),
        };
        options.MakeReadOnly();
        return (JsonTypeInfo<AccountRow>)options.GetTypeInfo(typeof(AccountRow));
    }

    private static void SkipMarks(JsonTypeInfo info)
    {
        if (info.Type != typeof(Account)) return;
        foreach (var property in info.Properties)
        {
            if (property.PropertyType == typeof(ImmutableArray<Mark>)) property.CustomConverter = new Skipped();
        }
    }

    private sealed class Skipped : JsonConverter<ImmutableArray<Mark>>
    {
        public override ImmutableArray<Mark> Read(
            ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            reader.Skip();
            return [];
        }

        public override void Write(
            Utf8JsonWriter writer, ImmutableArray<Mark> value, JsonSerializerOptions options) =>
            throw new NotSupportedException("Accounts of a scenario are never stored.");
    }
}
