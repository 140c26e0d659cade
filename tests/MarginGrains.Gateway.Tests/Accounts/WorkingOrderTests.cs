namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>Working orders reserve margin until they fill or are cancelled.</summary>
[Collection(SharedDesk.Name)]
public sealed class WorkingOrderTests(Desk desk)
{
    [Fact]
    public async Task AWorkingOrder_ReservesMargin_IsReducedByItsFill_AndCancelled()
    {
        var (account, symbol) = await AccountAsync();
        var path = $"/v1/accounts/{account}/orders/o-1";
        var placed = (await desk.PutAsync(path, Order(symbol, "200000", "1.20"))).ShouldBe(201);
        placed.Get("price").ShouldBe("1.2");
        var margin = await desk.MarginAsync(account);
        margin.Number("reserved").ShouldBe(2_000m);
        margin.Number("freeMargin").ShouldBe(3_000m);
        margin.Get("orders.0.orderId").ShouldBe("o-1");
        margin.Get("orders.0.side").ShouldBe("buy");
        (await desk.PutAsync(path, Order(symbol, "200000", "1.20"))).ShouldBe(200).IsReplayed.ShouldBeTrue();
        (await desk.PutAsync(path, Order(symbol, "300000", "1.20"))).ShouldBeProblem(409, "order_exists");

        var fill = DeskSteps.FillJson(symbol, "buy", "50000", "1.20").TrimEnd()[..^1] + ",\"orderId\":\"o-1\"}";
        (await desk.PostAsync($"/v1/accounts/{account}/fills", fill)).ShouldBe(201);
        (await desk.GetAsync(path)).ShouldBe(200).Get("quantity").ShouldBe("150000");

        (await desk.SendAsync(HttpMethod.Delete, path, null)).ShouldBe(200).Get("orderId").ShouldBe("o-1");
        (await desk.SendAsync(HttpMethod.Delete, path, null)).ShouldBeProblem(404, "order_unknown");
        (await desk.GetAsync(path)).ShouldBeProblem(404, "order_unknown");
        (await desk.MarginAsync(account)).Number("reserved").ShouldBe(0m);
        (await desk.PutAsync(path, Order(symbol, "200000", "1.20"))).ShouldBe(200).IsReplayed.ShouldBeTrue();
        (await desk.GetAsync(path)).ShouldBeProblem(404, "order_unknown");
    }

    [Fact]
    public async Task AnOrderBeyondMargin_IsRefusedWithEveryReason_AndReservesNothing()
    {
        var (account, symbol) = await AccountAsync();
        var refused = (await desk.PutAsync($"/v1/accounts/{account}/orders/o-2", Order(symbol, "600500", null)))
            .ShouldBeProblem(422, "off_lot");
        refused.Json.GetProperty("refusals").EnumerateArray().Select(r => r.GetProperty("code").GetString())
            .ShouldBe(["off_lot", "free_margin_insufficient"]);
        (await desk.MarginAsync(account)).Json.GetProperty("orders").GetArrayLength().ShouldBe(0);
        (await desk.PutAsync($"/v1/accounts/{account}/orders/o-3", Order("not-there", "1000", null)))
            .ShouldBeProblem(422, "instrument_unknown");
        (await desk.PutAsync($"/v1/accounts/{account}/orders/o-3", Order(symbol, "-1", null)))
            .ShouldBeProblem(400, "quantity_negative", "quantity");
        (await desk.PutAsync("/v1/accounts/nobody/orders/o-3", Order(symbol, "1000", null))).ShouldBeProblem(404, "account_unknown");
        (await desk.GetAsync("/v1/accounts/nobody/orders/o-3")).ShouldBeProblem(404, "account_unknown");
    }

    private static string Order(string symbol, string quantity, string? price) => $$"""
        {"symbol":"{{symbol}}","side":"buy","quantity":"{{quantity}}"{{(price is null ? "" : $",\"price\":\"{price}\"")}}}
        """;

    private async Task<(string Account, string Symbol)> AccountAsync()
    {
        var symbol = await desk.EurUsdAsync();
        var account = await desk.AccountAsync("fx-retail", "5000");
        await desk.PriceAsync(symbol, "1.20");
        return (account, symbol);
    }
}
