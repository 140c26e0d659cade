using System.Collections.Immutable;
using MarginGrains.Contracts.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Hosting;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Requests;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>Prices in, marks out.</summary>
internal static class PriceEndpoints
{
    private const int MostPrices = 10_000;

    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPost("/prices", PostPrices);
        v1.MapGet("/prices/{symbol}", GetPrice);
    }

    private static async Task<IResult> PostPrices(
        HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var items = await JsonBody.ReadAsync(
            context, options.Value.BatchBodyLimit, b => b.Batch("prices", MostPrices, PriceItem.Read));
        var replies = new PostReply[items.Count];
        for (var i = 0; i < items.Count; i++) replies[i] = new(PostOutcome.Rejected, items[i].Code, 0);

        // One call per instrument keeps the order of its prices.
        var bySymbol = Enumerable.Range(0, items.Count).Where(i => items[i].Code is null)
            .GroupBy(i => items[i].Post.Symbol);
        await Task.WhenAll(bySymbol.Select(g => PostAsync(grains.Instrument(g.Key), [.. g], items, replies)));
        var response = Response(items, replies);
        return replies.Any(r => r.IsBacklogged)
            ? Backlogged(context, response)
            : Answers.Ok(response, GatewayJson.Plain.PriceBatchResponse);
    }

    /// Some of it may have been accepted: the answer says of each price what became of it.
    private static IResult Backlogged(HttpContext context, PriceBatchResponse response)
    {
        var kind = Problems.Of(PostReply.Backlogged);
        context.Response.Headers.RetryAfter = "1";
        return Answers.Problem(ProblemResponse.Of(context, kind, kind.Meaning) with { Prices = response });
    }

    private static async Task PostAsync(
        IInstrumentGrain instrument, ImmutableArray<int> indexes, List<PriceItem> items, PostReply[] replies)
    {
        var answers = await instrument.PostAsync([.. indexes.Select(i => items[i].Post)]);
        for (var i = 0; i < indexes.Length; i++) replies[indexes[i]] = answers[i];
    }

    private static PriceBatchResponse Response(List<PriceItem> items, PostReply[] replies)
    {
        var results = new PriceItemResponse[replies.Length];
        for (var i = 0; i < results.Length; i++)
        {
            var reply = replies[i];
            results[i] = new(i, items[i].Post.Symbol.Value, Words.Of(reply.Outcome),
                reply.Outcome == PostOutcome.Accepted ? reply.Sequence : null, reply.Code);
        }

        return new(
            replies.Count(r => r.Outcome == PostOutcome.Accepted),
            replies.Count(r => r.Outcome == PostOutcome.Ignored),
            replies.Count(r => r.Outcome == PostOutcome.Rejected),
            results);
    }

    private static async Task<IResult> GetPrice(string symbol, GatewayGrains grains)
    {
        var reply = await grains.Instrument(Ids.Symbol(symbol)).GetAsync();
        if (reply.Instrument is not { } instrument) throw DefinitionEndpoints.UnknownInstrument(symbol);
        if (reply.LastMark is not { } mark)
        {
            throw new ProblemException("price_unknown", $"No price of {symbol} was accepted so far.");
        }

        var now = (await grains.Catalog.GetMarketAsync()).Now;
        var age = now > mark.Time ? now - mark.Time : TimeSpan.Zero;
        return Answers.Ok(
            new PriceResponse(
                symbol, mark.Price.ToString(), instrument.QuoteCurrency.Code, Words.Of(mark.Kind), mark.Bid?.ToString(),
                mark.Ask?.ToString(), Wire.Time(mark.Time),
                DecimalText.Format((decimal)age.Ticks / TimeSpan.TicksPerSecond),
                reply.IsStale, mark.Sequence, mark.Epoch)
            {
                IsMarketOpen = reply.IsMarketOpen,
                MarketChangesAt = Wire.Time(reply.MarketChangesAt),
                Conflated = reply.Conflated is { } conflated
                    ? new(conflated.Count, conflated.Low.ToString(), conflated.High.ToString())
                    : null,
            },
            GatewayJson.Plain.PriceResponse);
    }
}
