using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>Reads points of a series.</summary>
internal static class RateRequest
{
    private const int MostPoints = 5_000;

    public static RateSeries Read(RateKind kind, JsonFields body)
    {
        if (body.Has("kind") && body.Word<RateKind>("kind") != kind)
        {
            body.Refuse("kind", "field_malformed", "The kind differs from the one in the address.");
        }

        // What was read may be sent back: the number is given by the server, whatever it was.
        _ = body.OptionalWhole("version", 0, long.MaxValue);
        return new(kind, body.Id("subject"), [.. body.Batch("points", MostPoints, p => Point(kind, p))]);
    }

    private static RatePoint Point(RateKind kind, JsonFields point)
    {
        var at = point.Time("at");
        var rate = kind == RateKind.Closing ? point.OptionalDecimal("rate") ?? 0m : point.Decimal("rate");
        return new(at, new(rate))
        {
            ShortRate = point.OptionalDecimal("shortRate") is { } other ? new Ratio(other) : null,
            Price = point.OptionalPrice("price"),
        };
    }
}

/// <summary>Reads a corporate action.</summary>
internal static class CorporateActionRequest
{
    public static CorporateAction Read(OperationId id, JsonFields body)
    {
        if (body.Has("actionId") && body.Id("actionId") != id.Value)
        {
            body.Refuse("actionId", "field_malformed", "The id differs from the one in the address.");
        }

        _ = body.OptionalWhole("version", 0, long.MaxValue);
        return new(id, new(body.Id("symbol")), body.Time("exAt"))
        {
            Split = body.Child("split", s => new SplitRatio(new(s.Decimal("new")), new(s.Decimal("old")))),
            Dividend = body.Child("dividend", Dividend)?.Amount,
        };
    }

    private static Paid Dividend(JsonFields dividend) =>
        new(new(dividend.Decimal("amount"), dividend.Currency("currency")));

    private sealed record Paid(Money Amount);
}
