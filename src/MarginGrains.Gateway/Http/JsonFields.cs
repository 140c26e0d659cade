using System.Text.Json;

namespace MarginGrains.Gateway.Http;

/// <summary>
/// The fields of one JSON object. What is asked for is checked and remembered; what nobody asked for is refused at the
/// end.
/// Wrong fields read as a default and are collected, so that one answer names all of them.
/// </summary>
internal sealed partial class JsonFields(JsonElement element, string path, FieldErrors errors)
{
    private readonly HashSet<string> known = new(StringComparer.Ordinal);

    /// <summary>The path of a field from the root of the body.</summary>
    public string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    /// <summary>Something is wrong with a field beyond its form.</summary>
    public void Refuse(string name, string code, string reason) => errors.Add(PathOf(name), code, reason);

    /// <summary>Whether the field is given and not null.</summary>
    public bool Has(string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>An object inside this one, or null when it is missing.</summary>
    public T? Child<T>(string name, Func<JsonFields, T> read)
        where T : class
    {
        if (!TryGet(name, JsonValueKind.Object, out var value)) return null;
        var child = new JsonFields(value, PathOf(name), errors);
        var result = read(child);
        child.RefuseUnknown();
        return result;
    }

    /// <summary>The same object, in which a field must be there.</summary>
    public JsonFields Required(string name)
    {
        if (!Has(name)) Missing(name);
        return this;
    }

    /// <summary>An object that must be there.</summary>
    public T? RequiredChild<T>(string name, Func<JsonFields, T> read)
        where T : class
    {
        if (!Has(name)) Missing(name);
        return Child(name, read);
    }

    /// <summary>A list of objects, empty when it is missing.</summary>
    private List<T> Children<T>(string name, Func<JsonFields, T> read)
    {
        var found = new List<T>();
        if (!TryGet(name, JsonValueKind.Array, out var list)) return found;
        var index = 0;
        foreach (var item in list.EnumerateArray())
        {
            var where = $"{PathOf(name)}[{index++}]";
            if (item.ValueKind != JsonValueKind.Object)
            {
                errors.Add(where, "field_malformed", $"A JSON {KindOf(item)} where an object is expected.");
                continue;
            }

            var child = new JsonFields(item, where, errors);
            found.Add(read(child));
            child.RefuseUnknown();
        }

        return found;
    }

    /// <summary>
    /// A batch: a list that is neither missing, nor empty, nor too long. Nothing of one too long is read.
    /// </summary>
    public List<T> Batch<T>(string name, int most, Func<JsonFields, T> read)
    {
        if (!Has(name)) Missing(name);
        if (element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array)
        {
            var length = list.GetArrayLength();
            if (length == 0) Refuse(name, "batch_empty", "The batch has no item.");
            if (length > most)
            {
                throw new ProblemException("batch_too_large",
                    $"The batch has {length} items; at most {most} are taken.",
                    new FieldError(PathOf(name), "batch_too_large", $"At most {most} items."));
            }
        }

        return Children(name, read);
    }

    /// <summary>Refuses every field that was not asked for.</summary>
    public void RefuseUnknown()
    {
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name)) Refuse(property.Name, "field_unknown", "There is no such field.");
        }
    }

    /// <summary>What a value is, in the words of JSON.</summary>
    public static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };

    private void Missing(string name) => Refuse(name, "field_missing", "The field is missing.");

    private bool TryGet(string name, JsonValueKind kind, out JsonElement value)
    {
        known.Add(name);
        if (!element.TryGetProperty(name, out value) || value.ValueKind == JsonValueKind.Null) return false;
        if (value.ValueKind == kind) return true;
        var expected = kind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "an array",
            _ => "a string",
        };
        Refuse(name, "field_malformed", $"A JSON {KindOf(value)} where {expected} is expected.");
        return false;
    }
}
