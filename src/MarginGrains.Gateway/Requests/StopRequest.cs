using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>Reads what a protective stop does.</summary>
internal static class StopRequest
{
    public static StopTerms Read(JsonFields body)
    {
        var kind = body.Word<StopKind>("kind");
        var isLong = body.OneOf("side", "long", "short") == "long";
        var terms = new StopTerms(new(body.Id("symbol")), isLong, kind)
        {
            Quantity = body.Has("quantity") ? new Quantity(body.Units("quantity")) : null,
            Price = body.OptionalPrice("price"),
            Distance = body.OptionalPrice("distance"),
            IsIsolated = body.Flag("isolated"),
        };
        var (needed, senseless) = kind == StopKind.Trailing ? ("distance", "price") : ("price", "distance");
        if (!body.Has(needed)) body.Refuse(needed, "field_missing", $"A stop of kind {Words.Of(kind)} needs it.");
        if (body.Has(senseless))
        {
            body.Refuse(senseless, "field_malformed", $"A stop of kind {Words.Of(kind)} has none.");
        }

        return terms;
    }
}
