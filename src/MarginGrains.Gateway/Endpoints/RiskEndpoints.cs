using System.Globalization;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Events;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>What the desk sees first, and what would be liquidated at which price.</summary>
internal static class RiskEndpoints
{
    private const int MostBuckets = 200;
    private const int BucketsByDefault = 20;
    private const decimal RangeByDefault = 0.2m;

    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapGet("/risk/summary", GetSummary);
        v1.MapGet("/risk/liquidation-map/{symbol}", GetLiquidationMap);
    }

    private static async Task<IResult> GetLiquidationMap(string symbol, HttpContext context, GatewayGrains grains)
    {
        var id = Ids.Symbol(symbol);
        var query = new QueryFields(context, "from", "to", "buckets");
        var (from, to) = (query.Price("from"), query.Price("to"));
        var buckets = query.Whole("buckets", 1, MostBuckets) ?? BucketsByDefault;
        query.ThrowIfAny();
        var reply = await grains.Instrument(id).GetAsync();
        if (reply.Instrument is not { } instrument) throw DefinitionEndpoints.UnknownInstrument(symbol);
        if (reply.LastMark is not { } mark)
        {
            throw new ProblemException("price_unknown", $"No price of {symbol} was accepted so far.");
        }

        var asked = new LiquidationMapQuery(
            id, from ?? Away(mark, -RangeByDefault), to ?? Away(mark, RangeByDefault), (int)buckets);
        if (asked.From.Value >= asked.To.Value)
        {
            query.Refuse("from", "parameter_malformed", $"It is not below {asked.To}.");
        }

        query.ThrowIfAny();
        LiquidationMapPart[] parts = [.. await grains.AskMonitorsAsync(m => m.MapLiquidationsAsync(asked))];
        var market = await grains.Catalog.GetMarketAsync();
        return Answers.Ok(
            LiquidationMapResponse.Of(instrument, asked, parts[1..].Aggregate(parts[0], (sum, part) => sum + part)) with
            {
                AsOf = Wire.Time(market.Now), Mark = mark.Price.ToString(),
            },
            GatewayJson.Plain.LiquidationMapResponse);
    }

    private static Price Away(Mark mark, decimal share) =>
        new(Math.Min(Math.Round(mark.Price.Value * (1m + share), 12), Limits.LargestPrice));

    private static async Task<IResult> GetSummary(GatewayGrains grains, EventHub events)
    {
        var asking = grains.AskMonitorsAsync(m => m.CountAsync());
        var market = await grains.Catalog.GetMarketAsync();
        var counts = await asking;
        var currencies = counts.SelectMany(c => c.Currencies).Distinct().Order(StringComparer.Ordinal);
        var funds = await Task.WhenAll(currencies.Select(c => grains.InsuranceFund(c).GetAsync()));
        var stages = Enum.GetValues<Stage>().ToDictionary(s => Words.Of(s), s => counts.Sum(c => c.ByStage[(int)s]));
        return Answers.Ok(
            new RiskSummaryResponse
            {
                AsOf = Wire.Time(market.Now),
                Accounts = stages.Values.Sum(),
                Stages = stages,
                OpenCalls = counts.Sum(c => c.OpenCalls),
                LiquidationsRunning = counts.Sum(c => c.Liquidations),
                Unpriced = counts.Sum(c => c.Unpriced),
                Swept = counts.Sum(c => c.Swept),
                Disagreements = counts.Sum(c => c.Disagreements),
                InsuranceFund = Wire.ByCurrency(funds.Select(f => f.Balance)),
                Prices = market.Prices,
                Instruments = market.Instruments,
                LastEventId = events.LastPublicId?.ToString(CultureInfo.InvariantCulture),
            },
            GatewayJson.Plain.RiskSummaryResponse);
    }
}
