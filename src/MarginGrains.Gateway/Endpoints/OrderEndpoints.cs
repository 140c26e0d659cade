using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Positions;
using MarginGrains.Gateway.Hosting;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Requests;
using MarginGrains.Gateway.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace MarginGrains.Gateway.Endpoints;

/// <summary>Working orders and the check before a trade.</summary>
internal static class OrderEndpoints
{
    public static void Map(IEndpointRouteBuilder v1)
    {
        v1.MapPost("/accounts/{accountId}/orders:check", CheckOrder);
        v1.MapPut("/accounts/{accountId}/orders/{orderId}", Put);
        v1.MapGet("/accounts/{accountId}/orders/{orderId}", Get);
        v1.MapDelete("/accounts/{accountId}/orders/{orderId}", Delete);
    }

    private static async Task<IResult> CheckOrder(
        string accountId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var account = grains.Account(Ids.Account(accountId));
        var request = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, OrderRequest.Read);
        var quote = (await grains.FindInstrumentAsync(request.Symbol))?.QuoteCurrency ?? default;
        var reply = await account.CheckOrderAsync(new(
            new(request.Symbol, request.Signed, request.Price ?? default, new(request.Fee, quote))
            {
                Effect = request.Effect, IsIsolated = request.IsIsolated,
            },
            request.Price is null))
            ?? throw Answers.UnknownAccount(accountId);

        // Without an instrument, a regime or a quantity nothing was checked: that is no answer about the order.
        if (reply.Refusals
            is [{ Code: Rejection.InstrumentUnknown or Rejection.RegimeUnknown or Rejection.QuantityZero } nothing])
        {
            return Answers.Refused(context, nothing);
        }

        return Answers.Ok(
            new OrderCheckResponse(
                reply.Refusals.IsEmpty, [.. reply.Refusals.Select(RefusalResponse.Of)],
                FiguresResponse.Of(reply.Before), FiguresResponse.Of(reply.After), reply.LargestQuantity?.ToString(),
                reply.Leverage is { } leverage ? Wire.Burden(leverage.Value) : null, reply.LeverageCap?.ToString()),
            GatewayJson.Plain.OrderCheckResponse);
    }

    private static async Task<IResult> Put(
        string accountId, string orderId, HttpContext context, GatewayGrains grains, IOptions<GatewayOptions> options)
    {
        var account = grains.Account(Ids.Account(accountId));
        var id = Ids.Order(orderId);
        var request = await JsonBody.ReadAsync(context, options.Value.RequestBodyLimit, WorkingOrderRequest.Read);
        var order = request.Of(id);
        var reply = await account.ExecuteAsync(new AccountCommand.PlaceOrder(order));
        if (reply.IsIdReused)
        {
            throw new ProblemException("order_exists",
                $"An order {orderId} of this account was asked for with other content before; nothing was done.");
        }

        if (reply.IsReplayed) Answers.MarkReplayed(context);
        if (reply.Refusal is { } refusal) return await RefusedAsync(context, account, order, refusal);
        if (!reply.IsReplayed) context.Response.Headers.Location = context.Request.Path.ToString();
        return Answers.Json(WorkingOrderResponse.Of(order) with { AccountId = accountId, Version = reply.Version },
            GatewayJson.Plain.WorkingOrderResponse, reply.IsReplayed ? 200 : 201);
    }

    private static async Task<IResult> Get(string accountId, string orderId, GatewayGrains grains)
    {
        var id = Ids.Order(orderId);
        var margin = await grains.Account(Ids.Account(accountId)).GetMarginAsync()
            ?? throw Answers.UnknownAccount(accountId);
        var order = margin.Account.Portfolio.Orders.FirstOrDefault(o => o.OrderId == id)
            ?? throw new ProblemException("order_unknown", $"No order {orderId} works.");
        return Answers.Ok(
            WorkingOrderResponse.Of(order) with { AccountId = accountId, Version = margin.Account.Sequence },
            GatewayJson.Plain.WorkingOrderResponse);
    }

    private static async Task<IResult> Delete(
        string accountId, string orderId, HttpContext context, GatewayGrains grains)
    {
        var reply = await grains.Account(Ids.Account(accountId))
            .ExecuteAsync(new AccountCommand.CancelOrder(Ids.Order(orderId)));
        return reply.Refusal is { } refusal
            ? Answers.Refused(context, refusal)
            : Answers.Ok(new CancelledOrderResponse(accountId, orderId, reply.Version),
                GatewayJson.Plain.CancelledOrderResponse);
    }

    /// The account gives the first reason; a caller who corrects one wants to know the others.
    private static async Task<IResult> RefusedAsync(
        HttpContext context, IAccountGrain account, WorkingOrder order, Refusal refusal)
    {
        var problem = ProblemResponse.Of(context, refusal);
        var fill = new Fill(order.Symbol, order.Quantity, order.Price ?? default, default);
        var check = await account.CheckOrderAsync(new(fill, order.Price is null));
        var reasons = check is { Refusals.IsEmpty: false } ? check.Refusals : [refusal];
        return Answers.Problem(problem with { Refusals = [.. reasons.Select(RefusalResponse.Of)] });
    }
}
