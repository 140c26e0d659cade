namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>Protective stops through the door.</summary>
[Collection(SharedDesk.Name)]
public sealed class ProtectiveStopTests(Desk desk)
{
    public static TheoryData<string, string, string, string> WrongFields { get; } = new()
    {
        // what is replaced, by what, code, field
        { "\"kind\":\"stopLoss\"", "\"kind\":\"limit\"", "value_unknown", "kind" },
        { "\"kind\":\"stopLoss\",", "", "field_missing", "kind" },
        { "\"side\":\"long\"", "\"side\":\"buy\"", "value_unknown", "side" },
        { "\"side\":\"long\",", "", "field_missing", "side" },
        { "\"price\":\"1.15\"", "\"price\":1.15", "decimal_must_be_string", "price" },
        { "\"price\":\"1.15\"", "\"price\":\"0\"", "price_not_positive", "price" },
        { "\"price\":\"1.15\"", "\"price\":\"-1\"", "price_not_positive", "price" },
        { "\"price\":\"1.15\"", "\"price\":\"low\"", "decimal_malformed", "price" },
        { "\"price\":\"1.15\"", "\"distance\":\"0.05\"", "field_missing", "price" },
        { "\"price\":\"1.15\"", "\"price\":\"1.15\",\"distance\":\"0.05\"", "field_malformed", "distance" },
        { "\"stopLoss\"", "\"trailing\"", "field_missing", "distance" },
        { "\"quantity\":\"1000\"", "\"quantity\":1000", "decimal_must_be_string", "quantity" },
        { "\"quantity\":\"1000\"", "\"quantity\":\"-1000\"", "quantity_negative", "quantity" },
        { "\"quantity\":\"1000\"", "\"isolated\":\"yes\"", "field_malformed", "isolated" },
        { "\"quantity\":\"1000\"", "\"limit\":\"1\"", "field_unknown", "limit" },
    };

    [Fact]
    public async Task AStop_IsPlaced_Replaced_ShownAndCancelled()
    {
        var (account, symbol) = await HolderAsync();
        var path = $"/v1/accounts/{account}/protective-stops/s-1";
        var placed = (await desk.PutAsync(path, Loss(symbol, "1.15"))).ShouldBe(200);
        placed.Get("price").ShouldBe("1.15");
        placed.Get("state").ShouldBe("waiting");
        placed.Get("quantity").ShouldBe("1000");
        (await desk.PutAsync(path, Loss(symbol, "1.15"))).ShouldBe(200).Get("version").ShouldBe(placed.Get("version"));
        (await desk.PutAsync(path, Loss(symbol, "1.16"))).ShouldBe(200).Get("price").ShouldBe("1.16");
        (await desk.GetAsync(path)).ShouldBe(200).Get("side").ShouldBe("long");
        var list = (await desk.GetAsync($"/v1/accounts/{account}/protective-stops")).ShouldBe(200);
        list.Json.GetProperty("data").GetArrayLength().ShouldBe(1);
        list.Get("hasMore").ShouldBe("false");
        (await desk.MarginAsync(account)).Get("stops.0.stopId").ShouldBe("s-1");
        (await desk.SendAsync(HttpMethod.Delete, path, null)).ShouldBe(200).Get("stopId").ShouldBe("s-1");
        (await desk.SendAsync(HttpMethod.Delete, path, null)).ShouldBeProblem(404, "stop_unknown");
        (await desk.GetAsync(path)).ShouldBeProblem(404, "stop_unknown");
    }

    [Fact]
    public async Task AStopThatIsReached_Closes_AndSaysSo()
    {
        var (account, symbol) = await HolderAsync();
        var path = $"/v1/accounts/{account}/protective-stops/trail";
        var trailing = $$"""{"symbol":"{{symbol}}","side":"long","kind":"trailing","distance":"0.05"}""";
        (await desk.PutAsync(path, trailing)).ShouldBe(200).Get("price").ShouldBe("1.15");
        await desk.PriceAsync(symbol, "1.21");
        (await desk.GetAsync(path)).ShouldBe(200).Get("price").ShouldBe("1.16");
        (await desk.EventAsync(account, "stop.moved")).Get("data.price").ShouldBe("1.16");
        await desk.PriceAsync(symbol, "1.155");
        var triggered = await desk.EventAsync(account, "stop.triggered");
        triggered.Get("data.stopId").ShouldBe("trail");
        triggered.Get("data.triggeredBy").ShouldBe("1.155");
        triggered.Get("data.kind").ShouldBe("trailing");
        var filled = await desk.EventAsync(account, "stop.orderFilled");
        filled.Get("data.side").ShouldBe("sell");
        filled.Get("data.orderId").ShouldBe($"stop-{account}-1");
        (await desk.MarginAsync(account)).Json.GetProperty("positions").GetArrayLength().ShouldBe(0);
        (await desk.GetAsync(path)).ShouldBeProblem(409, "stop_triggered");
        (await desk.PutAsync(path, trailing)).ShouldBeProblem(409, "stop_triggered");
    }

    [Fact]
    public async Task AGuaranteedStop_CostsItsPremium_AndClosesAtItsPrice()
    {
        var symbol = Desk.New("I");
        (await desk.PutAsync($"/v1/instruments/{symbol}", $$"""
            {"assetClass":"cfd","quoteCurrency":"USD","multiplier":"1","lotSize":"1","tickSize":"0.1",
             "guaranteedStop":{"premiumRate":"0.001","leastDistance":"0.02"},"margin":[{{DeskSteps.Leverage("20")}}]}
            """)).ShouldBe(201);
        var account = await desk.AccountAsync("fx-retail", "10000");
        await desk.PriceAsync(symbol, "100");
        (await desk.FillAsync(account, symbol, "buy", "100", "100")).ShouldBe(201);
        var path = $"/v1/accounts/{account}/protective-stops/g-1";
        (await desk.PutAsync(path, Guaranteed(symbol, "98.1"))).ShouldBeProblem(422, "stop_too_close");
        var placed = (await desk.PutAsync(path, Guaranteed(symbol, "95"))).ShouldBe(200);
        placed.Get("premium").ShouldBe("9.50");
        (await desk.EventAsync(account, "stop.placed")).Get("data.charged").ShouldBe("9.50");
        await desk.PriceAsync(symbol, "60");
        var closed = await desk.EventAsync(account, "stop.guaranteed");
        closed.Get("data.price").ShouldBe("95");
        closed.Get("data.guaranteed").ShouldBe("3500.00");
        (await desk.MarginAsync(account)).Get("balances.USD").ShouldBe("9490.50");
    }

    [Theory, MemberData(nameof(WrongFields))]
    public async Task AWrongField_IsRefusedByName(string from, string to, string code, string field)
    {
        var body = Loss("ANY", "1.15");
        body.ShouldContain(from);
        (await desk.PutAsync("/v1/accounts/any/protective-stops/s-1", body.Replace(from, to, StringComparison.Ordinal)))
            .ShouldBeProblem(400, code, field);
    }

    [Fact]
    public async Task WhatTheDomainRefuses_IsSaid_AndNothingStands()
    {
        var (account, symbol) = await HolderAsync();
        var path = $"/v1/accounts/{account}/protective-stops/s-1";
        (await desk.PutAsync(path, Loss("nothing-there", "1.15"))).ShouldBeProblem(422, "instrument_unknown");
        (await desk.PutAsync(path, Loss(symbol, "1.25"))).ShouldBeProblem(422, "stop_would_trigger").Get("retryable").ShouldBe("true");
        (await desk.PutAsync(path, Loss(symbol, "1.150001"))).ShouldBeProblem(422, "stop_off_tick").Get("retryable").ShouldBe("false");
        (await desk.PutAsync(path, Loss(symbol, "1.15").Replace("\"1000\"", "\"0\"", StringComparison.Ordinal)))
            .ShouldBeProblem(422, "quantity_zero");
        (await desk.PutAsync(path, Loss(symbol, "1.15").Replace("\"1000\"", "\"1500\"", StringComparison.Ordinal)))
            .ShouldBeProblem(422, "off_lot");
        (await desk.PutAsync(path, Loss(symbol, "1.25").Replace("long", "short", StringComparison.Ordinal)))
            .ShouldBeProblem(422, "position_unknown");
        (await desk.PutAsync(path, Guaranteed(symbol, "1.1"))).ShouldBeProblem(422, "guaranteed_stop_not_offered");
        (await desk.PutAsync(path, $$"""{"symbol":"{{symbol}}","side":"long","kind":"trailing","distance":"2"}"""))
            .ShouldBeProblem(422, "stop_distance_invalid");
        (await desk.PutAsync("/v1/accounts/nobody/protective-stops/s-1", Loss(symbol, "1.15"))).ShouldBeProblem(404, "account_unknown");
        (await desk.GetAsync("/v1/accounts/nobody/protective-stops")).ShouldBeProblem(404, "account_unknown");
        (await desk.GetAsync($"/v1/accounts/{account}/protective-stops?limit=5")).ShouldBeProblem(400, "parameter_unknown");
        (await desk.PutAsync($"/v1/accounts/{account}/protective-stops/s%201", Loss(symbol, "1.15"))).ShouldBeProblem(400, "id_malformed");
        (await desk.GetAsync($"/v1/accounts/{account}/protective-stops")).Json.GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    private static string Loss(string symbol, string price) => $$"""
        {"symbol":"{{symbol}}","side":"long","kind":"stopLoss","price":"{{price}}","quantity":"1000"}
        """;

    private static string Guaranteed(string symbol, string price) => $$"""
        {"symbol":"{{symbol}}","side":"long","kind":"guaranteed","price":"{{price}}"}
        """;

    private async Task<(string Account, string Symbol)> HolderAsync()
    {
        var symbol = await desk.EurUsdAsync();
        var account = await desk.AccountAsync("fx-retail", "5000");
        await desk.PriceAsync(symbol, "1.20");
        (await desk.FillAsync(account, symbol, "buy", "10000", "1.20")).ShouldBe(201);
        return (account, symbol);
    }
}
