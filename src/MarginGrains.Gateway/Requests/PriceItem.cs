using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>One price of a batch: what the instrument gets, or why it gets nothing.</summary>
/// <param name="Post">The price; its values are missing when <paramref name="Code"/> is given.</param>
/// <param name="Code">Why the item is rejected here, or null.</param>
internal readonly record struct PriceItem(PricePost Post, string? Code)
{
    public static PriceItem Read(JsonFields item)
    {
        var post = new PricePost(new(item.Id("symbol")), item.Time("time"))
        {
            Sequence = item.OptionalWhole("sequence", 1, 1_000_000_000_000_000_000),
            IsClosing = item.Flag("closing"),
        };
        var (bid, ask) = (item.OptionalDecimal("bid"), item.OptionalDecimal("ask"));
        var (last, mark) = (item.OptionalDecimal("last"), item.OptionalDecimal("mark"));

        // Feeds do send zeros; one of them must not cost the rest of the batch.
        if (bid <= 0m || ask <= 0m || last <= 0m || mark <= 0m) return new(post, "price_not_positive");
        return new(post with { Bid = Of(bid), Ask = Of(ask), Last = Of(last), Mark = Of(mark) }, null);
    }

    private static Price? Of(decimal? value) => value is { } price ? new Price(price) : null;
}
