using System.Text.Json.Nodes;

namespace MarginGrains.Gateway.Tests.Refusals;

/// <summary>Every field of an instrument: read back as it was put, refused by name when it is wrong.</summary>
[Collection(SharedDesk.Name)]
public sealed class InstrumentFieldTests(Desk desk)
{
    private const string Full = """
        {"assetClass":"cryptoPerpetual","quoteCurrency":"USD","baseCurrency":"BTC","contract":"inverse","instrumentClass":"crypto",
         "multiplier":"100","lotSize":"1","tickSize":"0.5","maximumMarkAgeSeconds":60,"priceBand":"0.1",
         "delivery":"conflate","state":"reduceOnly","stateReason":"Delisting on Friday.",
         "limits":{"minimumDeal":"2","maximumDeal":"1000","maximumPosition":"5000","maximumNotional":"25.5","allowsShort":false},
         "commissionRate":"0.0005","guaranteedStop":{"premiumRate":"0.003","leastDistance":"0.02"},"margin":[{"kind":"sizeScaled","effectiveAt":"2026-01-01T00:00:00Z","initial":"0.02","maintenance":"0.01","perUnit":"0.00005"}]}
        """;

    private const string Stepped = """
        {"assetClass":"stock","quoteCurrency":"USD","multiplier":"1","lotSize":"1","tickSize":"0.01","margin":[{"kind":"priceSteps",
         "long":[{"priceFrom":"0","initial":"1","maintenance":"0.9"}],
         "short":[{"priceFrom":"0","initial":"1","maintenance":"0.8","minimumPerUnit":"2.5"},{"priceFrom":"5","initial":"0.5","maintenance":"0.3","minimumPerUnit":"5"}]}]}
        """;

    public static TheoryData<string, string, string, string> WrongFields { get; } = new()
    {
        // what is replaced, by what, code, field
        { "\"inverse\"", "\"quanto\"", "value_unknown", "contract" },
        { "\"inverse\"", "7", "field_malformed", "contract" },
        { "\"cryptoPerpetual\"", "\"stock\"", "definition_invalid", "contract" },
        { "\"baseCurrency\":\"BTC\",", "", "definition_invalid", "baseCurrency" },
        { "\"instrumentClass\":\"crypto\"", "\"instrumentClass\":\"coins\"", "value_unknown", "instrumentClass" },
        { "\"conflate\"", "\"lossy\"", "value_unknown", "delivery" },
        { "\"reduceOnly\"", "\"frozen\"", "value_unknown", "state" },
        { "\"Delisting on Friday.\"", "5", "field_malformed", "stateReason" },
        { "\"Delisting on Friday.\"", "null", "definition_invalid", "stateReason" },
        { "\"Delisting on Friday.\"", "\"\"", "definition_invalid", "stateReason" },
        { "\"minimumDeal\":\"2\"", "\"minimumDeal\":2", "decimal_must_be_string", "limits.minimumDeal" },
        { "\"minimumDeal\":\"2\"", "\"minimumDeal\":\"0\"", "definition_invalid", "limits.minimumDeal" },
        { "\"minimumDeal\":\"2\"", "\"minimumDeal\":\"1001\"", "definition_invalid", "limits.minimumDeal" },
        { "\"minimumDeal\":\"2\"", "\"minimumDeal\":\"1.5\"", "definition_invalid", "limits.minimumDeal" },
        { "\"maximumDeal\":\"1000\"", "\"maximumDeal\":\"many\"", "decimal_malformed", "limits.maximumDeal" },
        { "\"maximumDeal\":\"1000\"", "\"maximumDeal\":\"-2\"", "definition_invalid", "limits.maximumDeal" },
        { "\"maximumPosition\":\"5000\"", "\"maximumPosition\":5000", "decimal_must_be_string", "limits.maximumPosition" },
        { "\"maximumPosition\":\"5000\"", "\"maximumPosition\":\"0.5\"", "definition_invalid", "limits.maximumPosition" },
        { "\"maximumNotional\":\"25.5\"", "\"maximumNotional\":\"1e3\"", "decimal_malformed", "limits.maximumNotional" },
        { "\"maximumNotional\":\"25.5\"", "\"maximumNotional\":\"0\"", "definition_invalid", "limits.maximumNotional" },
        { "\"allowsShort\":false", "\"allowsShort\":\"no\"", "field_malformed", "limits.allowsShort" },
        { "\"allowsShort\":false", "\"allowsLong\":false", "field_unknown", "limits.allowsLong" },
        { "\"commissionRate\":\"0.0005\"", "\"commissionRate\":0.0005", "decimal_must_be_string", "commissionRate" },
        { "\"commissionRate\":\"0.0005\"", "\"commissionRate\":\"-0.1\"", "definition_invalid", "commissionRate" },
        { "\"premiumRate\":\"0.003\"", "\"premiumRate\":0.003", "decimal_must_be_string", "guaranteedStop.premiumRate" },
        { "\"premiumRate\":\"0.003\"", "\"premiumRate\":\"-0.1\"", "definition_invalid", "guaranteedStop.premiumRate" },
        { "\"premiumRate\":\"0.003\"", "\"premiumRate\":\"1\"", "definition_invalid", "guaranteedStop.premiumRate" },
        { "\"premiumRate\":\"0.003\",", "", "field_missing", "guaranteedStop.premiumRate" },
        { "\"leastDistance\":\"0.02\"", "\"leastDistance\":\"1\"", "definition_invalid", "guaranteedStop.leastDistance" },
        { "\"leastDistance\":\"0.02\"", "\"leastDistance\":\"-0.01\"", "definition_invalid", "guaranteedStop.leastDistance" },
        { "\"leastDistance\":\"0.02\"", "\"leastDistance\":\"near\"", "decimal_malformed", "guaranteedStop.leastDistance" },
        { "\"perUnit\":\"0.00005\"", "\"perUnit\":\"-1\"", "definition_invalid", "margin[0].perUnit" },
        { ",\"perUnit\":\"0.00005\"", "", "field_missing", "margin[0].perUnit" },
    };

    public static TheoryData<string, string, string, string> WrongSteps { get; } = new()
    {
        { "\"long\":[{\"priceFrom\":\"0\"", "\"long\":[{\"priceFrom\":\"0.01\"", "definition_invalid", "margin[0].long[0].priceFrom" },
        { "\"long\":[{\"priceFrom\":\"0\"", "\"long\":[{\"priceFrom\":0", "decimal_must_be_string", "margin[0].long[0].priceFrom" },
        { "\"long\":[{\"priceFrom\":\"0\"", "\"long\":[{\"priceFrom\":\"-1\"", "definition_invalid", "margin[0].long[0].priceFrom" },
        { "\"long\":[{\"priceFrom\":\"0\",", "\"long\":[{", "field_missing", "margin[0].long[0].priceFrom" },
        { "\"0.9\"", "\"0\"", "definition_invalid", "margin[0].long[0].maintenance" },
        { "\"0.8\"", "\"1.1\"", "definition_invalid", "margin[0].short[0].initial" },
        { "\"5\",\"initial\"", "\"0\",\"initial\"", "definition_invalid", "margin[0].short[1].priceFrom" },
        { "\"minimumPerUnit\":\"2.5\"", "\"minimumPerUnit\":\"-2.5\"", "definition_invalid", "margin[0].short[0].minimumPerUnit" },
        { "\"minimumPerUnit\":\"2.5\"", "\"minimumPerUnit\":2.5", "decimal_must_be_string", "margin[0].short[0].minimumPerUnit" },
        { "\"long\":[{\"priceFrom\":\"0\",\"initial\":\"1\",\"maintenance\":\"0.9\"}]", "\"long\":[]", "batch_empty", "margin[0].long" },
        { "\"long\":[{\"priceFrom\":\"0\",\"initial\":\"1\",\"maintenance\":\"0.9\"}],", "", "field_missing", "margin[0].long" },
    };

    [Fact]
    public async Task AnInstrumentWithEveryFieldSet_IsReadBackTheSame()
    {
        var symbol = Desk.New("I");
        var put = (await desk.PutAsync($"/v1/instruments/{symbol}", Full)).ShouldBe(201);
        (await desk.GetAsync($"/v1/instruments/{symbol}")).ShouldBe(200).Text.ShouldBe(put.Text);
        var shown = JsonNode.Parse(put.Text)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(Full)!.AsObject())
        {
            JsonNode.DeepEquals(shown[name], name == "limits" ? WithNotional(value!, "25.50000000") : value)
                .ShouldBeTrue($"{name}: {shown[name]?.ToJsonString()}");
        }
    }

    [Fact]
    public async Task WhatIsLeftOut_IsNothingOrAllowed()
    {
        var read = (await desk.GetAsync($"/v1/instruments/{await desk.InstrumentAsync(DeskSteps.Rate("0.5", "0.3"))}")).ShouldBe(200);
        read.Get("contract").ShouldBe("linear");
        read.Get("instrumentClass").ShouldBe("none");
        read.Get("state").ShouldBe("active");
        read.Get("stateReason").ShouldBeNull();
        read.Get("limits").ShouldBeNull();
        read.Get("commissionRate").ShouldBe("0");
        var body = Full.Replace("\"allowsShort\":false", "\"allowsShort\":null", StringComparison.Ordinal);
        (await desk.PutAsync($"/v1/instruments/{Desk.New("I")}", body)).ShouldBe(201).Get("limits.allowsShort").ShouldBe("true");
    }

    [Theory, MemberData(nameof(WrongFields))]
    public Task AWrongField_IsNamed(string right, string wrong, string code, string field) =>
        RefusedAsync(Full, right, wrong, code, field);

    [Theory, MemberData(nameof(WrongSteps))]
    public Task AWrongStep_IsNamed(string right, string wrong, string code, string field) =>
        RefusedAsync(Stepped, right, wrong, code, field);

    [Fact]
    public async Task AContract_DoesNotChange()
    {
        var symbol = Desk.New("I");
        (await desk.PutAsync($"/v1/instruments/{symbol}", Full)).ShouldBe(201);
        (await desk.PutAsync($"/v1/instruments/{symbol}", Full.Replace("inverse", "linear", StringComparison.Ordinal)))
            .ShouldBeProblem(400, "definition_invalid", "contract");
        (await desk.PutAsync($"/v1/instruments/{symbol}", Full.Replace("reduceOnly", "active", StringComparison.Ordinal)))
            .ShouldBe(200).Get("state").ShouldBe("active");
    }

    [Fact]
    public async Task EveryLimit_RefusesAnOrderWithItsOwnCode()
    {
        var symbol = Desk.New("I");
        await PutAsync("\"limits\":{\"minimumDeal\":\"5\",\"maximumDeal\":\"50\",\"maximumPosition\":\"40\",\"maximumNotional\":\"3500\",\"allowsShort\":false}");
        var account = await desk.AccountAsync("us-reg-t", "100000");
        await desk.PriceAsync(symbol, "100");
        await ShouldBeRefusedAsync("buy", "4", "deal_too_small");
        await ShouldBeRefusedAsync("buy", "51", "deal_too_large", "position_limit_exceeded", "notional_limit_exceeded");
        await ShouldBeRefusedAsync("buy", "36", "notional_limit_exceeded");
        await ShouldBeRefusedAsync("sell", "5", "short_not_allowed");
        await ShouldBeRefusedAsync("buy", "35");
        (await desk.CheckAsync(account, symbol, "buy", "5")).Number("largestQuantity").ShouldBe(35m);
        await PutAsync("\"state\":\"suspended\",\"stateReason\":\"Halted.\"");
        await ShouldBeRefusedAsync("buy", "5", "instrument_suspended");
        await PutAsync("\"state\":\"discontinued\",\"stateReason\":\"Delisted.\"");
        await ShouldBeRefusedAsync("buy", "5", "instrument_reduce_only");

        async Task PutAsync(string field) => (await desk.PutAsync($"/v1/instruments/{symbol}", $$"""
            {"assetClass":"stock","quoteCurrency":"USD","multiplier":"1","lotSize":"1","tickSize":"0.01",{{field}},"margin":[{{DeskSteps.Rate("0.5", "0.3")}}]}
            """)).Status.ShouldBeOneOf(200, 201);

        async Task ShouldBeRefusedAsync(string side, string quantity, params string[] codes)
        {
            var check = (await desk.CheckAsync(account, symbol, side, quantity)).ShouldBe(200);
            check.Json.GetProperty("refusals").EnumerateArray().Select(r => r.GetProperty("code").GetString()).ShouldBe(codes, check.Text);
        }
    }

    [Fact]
    public async Task AnInverseContract_IsHeldInItsCoin()
    {
        var symbol = Desk.New("I");
        (await desk.PutAsync($"/v1/instruments/{symbol}", $$"""
            {"assetClass":"cryptoPerpetual","quoteCurrency":"USD","baseCurrency":"BTC","contract":"inverse","multiplier":"100",
             "lotSize":"1","tickSize":"0.5","margin":[{{DeskSteps.Leverage("25")}}]}
            """)).ShouldBe(201);
        var account = await desk.AccountAsync("fx-retail", "0.1", "BTC");
        await desk.PriceAsync(symbol, "16000");
        (await desk.CheckAsync(account, symbol, "buy", "1")).ShouldBe(200).Number("largestQuantity").ShouldBe(400m);
        (await desk.FillAsync(account, symbol, "buy", "100", "16000")).ShouldBe(201);
        (await desk.MarginAsync(account)).Number("initialMargin").ShouldBe(0.025m);
        await desk.PriceAsync(symbol, "20000");
        var margin = await desk.MarginAsync(account);
        margin.Number("equity").ShouldBe(0.225m);
        margin.Number("initialMargin").ShouldBe(0.02m);
        margin.Get("currency").ShouldBe("BTC");
    }

    private static JsonNode WithNotional(JsonNode limits, string notional)
    {
        var copy = limits.DeepClone();
        copy["maximumNotional"] = notional;
        return copy;
    }

    private async Task RefusedAsync(string body, string right, string wrong, string code, string field)
    {
        body.ShouldContain(right);
        (await desk.PutAsync($"/v1/instruments/{Desk.New("I")}", body)).ShouldBe(201);
        (await desk.PutAsync($"/v1/instruments/{Desk.New("I")}", body.Replace(right, wrong, StringComparison.Ordinal)))
            .ShouldBeProblem(400, code, field);
    }
}
