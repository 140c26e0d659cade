using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Positions;
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

/// <summary>Fills: facts, one by one or in a batch.</summary>
internal static class FillEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPost("/accounts/{accountId}/fills", PostFill);
        v1.MapPost("/fills", FillBatch.Post);
    }

    private static async Task<IResult> PostFill(
        string accountId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        Ids.Account(accountId);
        var fill = await JsonBody.ReadAsync(
            context, options.Value.RequestBodyLimit, b => FillRequest.Read(b, accountId));
        var reply = await RecordAsync(grains, fill, await QuoteCurrencyAsync(grains, fill.Symbol));
        if (reply.IsIdReused) throw MoneyEndpoints.ReusedId("fill", fill.FillId);
        if (reply.IsReplayed) Answers.MarkReplayed(context);
        if (reply.Refusal is { } refusal) return Answers.Refused(context, refusal);
        return Answers.Json(
            new FillResponse(
                accountId, fill.FillId, fill.Symbol.Value, Words.Of(fill.Side), DecimalText.Format(fill.Quantity),
                fill.Price.ToString()!, reply.Version, reply.Incidents),
            GatewayJson.Plain.FillResponse, reply.IsReplayed ? 200 : 201);
    }

    /// <summary>Fees are in the instrument's quote currency; null when there is no such instrument.</summary>
    public static async Task<Currency?> QuoteCurrencyAsync(GatewayGrains grains, Symbol symbol) =>
        (await grains.FindInstrumentAsync(symbol))?.QuoteCurrency;

    public static Task<CommandReply> RecordAsync(GatewayGrains grains, FillRequest fill, Currency? quote)
    {
        if (quote is not { } currency)
        {
            return Task.FromResult(new CommandReply(
                new(Rejection.InstrumentUnknown, $"There is no instrument {fill.Symbol}."), 0, false, []));
        }

        return grains.Account(fill.AccountId).ExecuteAsync(new AccountCommand.RecordFill(
            new(fill.FillId),
            new Fill(fill.Symbol, fill.Signed, fill.Price!.Value, new(fill.Fee, currency))
            {
                Effect = fill.Effect, IsIsolated = fill.IsIsolated,
            },
            fill.Time,
            fill.OrderId is null ? null : new OrderId(fill.OrderId)));
    }
}
