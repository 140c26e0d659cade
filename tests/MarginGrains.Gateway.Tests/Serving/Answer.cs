using System.Net.Http.Headers;
using System.Text.Json;

namespace MarginGrains.Gateway.Tests.Serving;

/// <summary>What the server answered, read whole.</summary>
public sealed record Answer(int Status, string Text, HttpResponseHeaders Headers, string? ContentType)
{
    public JsonElement Json { get; } = ContentType?.Contains("json", StringComparison.Ordinal) == true
        ? JsonDocument.Parse(Text).RootElement
        : default;

    public string? Code => Get("code");

    public bool IsReplayed => Headers.Contains("Idempotent-Replayed");

    /// <summary>A field as text; a path goes through objects by points.</summary>
    public string? Get(string path)
    {
        var value = Json;
        foreach (var name in path.Split('.'))
        {
            value = int.TryParse(name, out var index) ? value[index] : value.GetProperty(name);
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Null => null,
            _ => value.GetRawText(),
        };
    }

    public decimal Number(string path) => decimal.Parse(Get(path)!, System.Globalization.CultureInfo.InvariantCulture);

    public Answer ShouldBe(int status)
    {
        Status.ShouldBe(status, Text);
        return this;
    }

    /// <summary>Problem details, whole and in agreement with the header.</summary>
    public Answer ShouldBeProblem(int status, string code, string? field = null)
    {
        ShouldBe(status);
        ContentType.ShouldBe("application/problem+json");
        Code.ShouldBe(code, Text);
        Get("type").ShouldBe($"/problems/{code}");
        Get("status").ShouldBe(status.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Get("title").ShouldNotBeNullOrWhiteSpace();
        Get("detail").ShouldNotBeNullOrWhiteSpace();
        Get("traceId").ShouldNotBeNullOrWhiteSpace();
        Get("retryable").ShouldBeOneOf("true", "false");
        Text.ShouldNotContain("   at ");
        Text.ShouldNotContain("Exception");
        var errors = Json.GetProperty("errors");
        errors.ValueKind.ShouldBe(JsonValueKind.Array);
        if (field is not null)
        {
            errors.EnumerateArray().Select(e => e.GetProperty("field").GetString()).ShouldContain(field, Text);
        }

        return this;
    }
}
