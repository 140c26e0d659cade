using System.Globalization;
using MarginGrains.Core.Primitives;
using Microsoft.AspNetCore.Http;

namespace MarginGrains.Gateway.Http;

/// <summary>The query parameters of a request; those that nobody asks for are refused.</summary>
internal sealed class QueryFields
{
    private readonly IQueryCollection query;
    private readonly FieldErrors errors = new();

    public QueryFields(HttpContext context, params string[] known)
    {
        query = context.Request.Query;
        foreach (var name in query.Keys)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                errors.Add(name, "parameter_unknown",
                    known.Length == 0
                        ? "This endpoint takes no parameters."
                        : $"Known are {string.Join(", ", known)}.");
            }
            else if (query[name].Count > 1)
            {
                errors.Add(name, "parameter_malformed", "The parameter is given more than once.");
            }
        }
    }

    public string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    public T? Word<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text) return null;
        if (Words.TryParse<T>(text, out var word)) return word;
        errors.Add(name, "parameter_malformed", $"One of {Words.List<T>()} is expected.");
        return null;
    }

    public string? Id(string name)
    {
        if (Text(name) is not { } text || Identifier.IsValid(text)) return Text(name);
        errors.Add(name, "id_malformed", "1 to 64 of A-Z a-z 0-9 . _ -");
        return null;
    }

    /// <summary>How many rows: 1 to 500, 50 by default.</summary>
    public int Limit() => (int)(Whole("limit", 1, 500) ?? 50);

    public long? Whole(string name, long least, long most)
    {
        if (Text(name) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
        {
            return number;
        }

        errors.Add(name, "parameter_malformed", string.Create(
            CultureInfo.InvariantCulture, $"A whole number from {least} to {most} is expected."));
        return null;
    }

    /// <summary>A price: a decimal above zero that can be computed with exactly.</summary>
    public Price? Price(string name)
    {
        if (Text(name) is not { } text) return null;
        if (DecimalText.TryParse(text, out var value) && value > 0m && value <= Limits.LargestPrice
            && value.Scale <= 12)
        {
            return new(value);
        }

        errors.Add(name, "parameter_malformed", "A price above zero is expected, with at most 12 decimals.");
        return null;
    }

    public void Refuse(string name, string code, string reason) => errors.Add(name, code, reason);

    public void ThrowIfAny() => errors.ThrowIfAny();
}
