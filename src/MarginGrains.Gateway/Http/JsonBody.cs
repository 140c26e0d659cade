using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace MarginGrains.Gateway.Http;

/// <summary>Reads the body of a request as one JSON object, within its limit.</summary>
internal static class JsonBody
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32, AllowDuplicateProperties = false };

    /// <summary>
    /// Parses the body and checks that nothing is left unread; every error of it is reported at once.
    /// </summary>
    public static async Task<T> ReadAsync<T>(HttpContext context, int limit, Func<JsonFields, T> read)
    {
        RequireJson(context.Request);
        return Read(await ReadBytesAsync(context, limit), read);
    }

    /// <summary>The same of a text that is there already.</summary>
    public static T Read<T>(ReadOnlyMemory<byte> bytes, Func<JsonFields, T> read)
    {
        using var document = Parse(bytes);
        return Read(document.RootElement, read);
    }

    private static T Read<T>(JsonElement root, Func<JsonFields, T> read)
    {
        RequireText(root);
        var errors = new FieldErrors();
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new ProblemException(
                "field_malformed", $"The body is a JSON {JsonFields.KindOf(root)}, not an object.");
        }

        var fields = new JsonFields(root, "", errors);
        var result = read(fields);
        fields.RefuseUnknown();
        errors.ThrowIfAny();
        return result;
    }

    /// <summary>For an endpoint that takes no fields: no body, or an empty object.</summary>
    public static Task RequireNothingAsync(HttpContext context, int limit) =>
        ReadOptionalAsync<object?>(context, limit, _ => null);

    /// <summary>
    /// The same for an endpoint all of whose fields may be missing: without a body it is as if none were given. A field
    /// that is not known would be lost without a word, and is refused.
    /// </summary>
    public static async Task<T?> ReadOptionalAsync<T>(HttpContext context, int limit, Func<JsonFields, T?> read)
    {
        var bytes = await ReadBytesAsync(context, limit);
        if (bytes.IsEmpty) return default;
        using var document = Parse(bytes);
        return Read(document.RootElement, read);
    }

    /// The parser takes bytes and half characters in strings that are no text; reading them later would fail.
    private static void RequireText(JsonElement root)
    {
        try
        {
            Read(root);
        }
        catch (InvalidOperationException)
        {
            throw NoText();
        }

        static void Read(JsonElement element)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.String:
                    _ = element.GetString();
                    break;
                case JsonValueKind.Array:
                    foreach (var item in element.EnumerateArray()) Read(item);
                    break;
                case JsonValueKind.Object:
                    foreach (var property in element.EnumerateObject())
                    {
                        _ = property.Name;
                        Read(property.Value);
                    }

                    break;
            }
        }
    }

    private static ProblemException NoText() =>
        new("json_malformed", "The body is no JSON: a string of it is no text in UTF-8.");

    private static void RequireJson(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            throw new ProblemException("content_type_unsupported",
                string.IsNullOrEmpty(request.ContentType)
                    ? "The request has no content type; application/json is expected."
                    : $"The content type is '{request.ContentType}'; application/json is expected.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadBytesAsync(HttpContext context, int limit)
    {
        // Not by the server's own limit: it would cut the connection, and a caller still sending would never read why.
        if (context.Request.ContentLength > limit) throw TooLarge(limit);
        using var buffer = new MemoryStream((int)(context.Request.ContentLength ?? 0));
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(chunk, context.RequestAborted)) > 0)
        {
            if (buffer.Length + read > limit) throw TooLarge(limit);
            buffer.Write(chunk, 0, read);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    private static ProblemException TooLarge(int limit) => new(
        "body_too_large", string.Create(CultureInfo.InvariantCulture, $"The body is longer than {limit} bytes."));

    private static JsonDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty) throw new ProblemException("body_missing", "The request has no body.");
        try
        {
            return JsonDocument.Parse(bytes, Strict);
        }
        catch (JsonException e)
        {
            var where = e.LineNumber is { } line
                ? string.Create(CultureInfo.InvariantCulture,
                    $"line {line + 1}, position {(e.BytePositionInLine ?? 0) + 1}")
                : "an unknown place";
            throw new ProblemException("json_malformed", $"The body is no JSON: {Reason(e)} ({where}).");
        }
        catch (InvalidOperationException)
        {
            // Looking for duplicates, the parser reads the names already.
            throw NoText();
        }
    }

    /// The parser's sentence without the place, which it counts from zero.
    private static string Reason(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end < 0 ? e.Message : e.Message[..end]).TrimEnd('.');
    }
}
