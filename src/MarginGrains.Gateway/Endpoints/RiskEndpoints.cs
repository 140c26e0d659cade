using System.Globalization;
using MarginGrains.Core.Accounts;
using MarginGrains.Gateway.Events;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>The desk's summary.</summary>
internal static class RiskEndpoints
{
    public static void Map(IEndpointRouteBuilder v1) => v1.MapGet("/risk/summary", GetSummary);

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
                InsuranceFund = Wire.ByCurrency(funds.Select(f => f.Balance)),
                Prices = market.Prices,
                Instruments = market.Instruments,
                LastEventId = events.LastPublicId?.ToString(CultureInfo.InvariantCulture),
            },
            GatewayJson.Plain.RiskSummaryResponse);
    }
}
