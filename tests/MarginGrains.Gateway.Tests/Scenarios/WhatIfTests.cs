using System.Text.Json;

namespace MarginGrains.Gateway.Tests.Scenarios;

/// <summary>What if, and how large, through HTTP.</summary>
[Collection(SharedDesk.Name)]
public class WhatIfTests(Desk desk)
{
    private async Task<(string Account, string Symbol)> HolderAsync()
    {
        var symbol = await desk.InstrumentAsync(DeskSteps.Leverage("50"), "forex", lotSize: "1000", baseCurrency: "EUR");
        await desk.PriceAsync(symbol, "1.1000");
        var account = await desk.AccountAsync("fx-retail", "5000");
        (await desk.FillAsync(account, symbol, "buy", "100000", "1.1000")).ShouldBe(201);
        await desk.SettleAsync();
        return (account, symbol);
    }

    private Task<Answer> AskAsync(string account, string body) => desk.PostAsync($"/v1/accounts/{account}/margin:what-if", body);

    [Fact]
    [Trait("Rule", "SCEN-001")]
    public async Task WithoutAChange_BeforeAndAfterAreTheLiveSnapshot()
    {
        var (account, _) = await HolderAsync();
        var live = (await desk.MarginAsync(account)).ShouldBe(200);
        var answer = (await AskAsync(account, "{}")).ShouldBe(200);
        answer.Json.GetProperty("before").GetRawText().ShouldBe(live.Text);
        answer.Json.GetProperty("after").GetRawText().ShouldBe(live.Text);
        answer.Json.GetProperty("steps").GetArrayLength().ShouldBe(0);
        answer.Json.GetProperty("events").GetArrayLength().ShouldBe(0);
        answer.Json.GetProperty("explanation").ValueKind.ShouldBe(JsonValueKind.Object);
    }

    [Fact]
    [Trait("Rule", "SCEN-002")]
    public async Task AFill_IsWhatTheAccountShowsAfterIt_AndNothingIsStored()
    {
        var (account, symbol) = await HolderAsync();
        var before = (await desk.MarginAsync(account)).Text;
        var asked = (await AskAsync(account, $$"""
            {"fills":[{"symbol":"{{symbol}}","side":"sell","quantity":"40000","price":"1.1010"}]}
            """)).ShouldBe(200);
        (await desk.MarginAsync(account)).Text.ShouldBe(before);
        (await desk.FillAsync(account, symbol, "sell", "40000", "1.1010")).ShouldBe(201);
        await desk.SettleAsync();
        asked.Json.GetProperty("after").GetRawText().ShouldBe((await desk.MarginAsync(account)).Text);
        asked.Get("steps.0.applied").ShouldBe("true");
    }

    [Fact]
    [Trait("Rule", "SCEN-002")]
    public async Task APriceThatLiquidates_ACashThatIsRefused_AndTermsOfADay_AreTold()
    {
        var (account, symbol) = await HolderAsync();
        var fall = (await AskAsync(account, $$"""{"prices":[{"symbol":"{{symbol}}","price":"1.0600"}]}""")).ShouldBe(200);
        fall.Get("after.stage").ShouldBe("liquidating");
        fall.Get("after.equity").ShouldBe("1000.00");
        fall.Get("events")!.ShouldContain("liquidation.started");
        var cash = (await AskAsync(account, """
            {"cash":[{"type":"withdrawal","amount":"4000.00","currency":"USD"},
                     {"type":"deposit","amount":"100.00","currency":"USD"}]}
            """)).ShouldBe(200);
        cash.Get("steps.0.refusals.0.code").ShouldBe("withdrawal_exceeds_withdrawable");
        cash.Get("steps.0.refusals.0.limit").ShouldBe("2800.00");
        cash.Get("after.equity").ShouldBe("5100.00");
        var terms = (await AskAsync(account, $$"""
            {"terms":[{"symbol":"{{symbol}}","effectiveAt":"2030-01-01T00:00:00Z","kind":"leverage","leverage":"20",
              "maintenanceShare":"0.5"}],"at":"2030-01-01T00:00:00Z"}
            """)).ShouldBe(200);
        terms.Get("before.initialMargin").ShouldBe("2200.00");
        terms.Get("after.initialMargin").ShouldBe("5500.00");
    }

    [Theory]
    [InlineData("""{"prices":[{"symbol":"NO-SUCH","price":"1"}]}""", "definition_invalid", "prices[0].symbol")]
    [InlineData("""{"terms":[{"symbol":"NO-SUCH","kind":"rate","initial":"0.1","maintenance":"0.1"}]}""", "definition_invalid", "terms[0].symbol")]
    [InlineData("""{"prices":[{"symbol":"X","price":1.5}]}""", "decimal_must_be_string", "prices[0].price")]
    [InlineData("""{"prices":[{"symbol":"X"}]}""", "field_missing", "prices[0].price")]
    [InlineData("""{"prices":[{"symbol":"X","price":"0"}]}""", "price_not_positive", "prices[0].price")]
    [InlineData("""{"cash":[{"type":"gift","amount":"1","currency":"USD"}]}""", "value_unknown", "cash[0].type")]
    [InlineData("""{"cash":[{"type":"deposit","amount":"1e3","currency":"USD"}]}""", "decimal_malformed", "cash[0].amount")]
    [InlineData("""{"fills":[{"symbol":"X","side":"buy","quantity":"-1"}]}""", "quantity_negative", "fills[0].quantity")]
    [InlineData("""{"at":"tomorrow"}""", "time_malformed", "at")]
    [InlineData("""{"at":"9999-12-31T23:59:59Z"}""", "definition_invalid", "at")]
    [InlineData("""{"price":[]}""", "field_unknown", "price")]
    [InlineData("""{"regime":{"regimeRatio":"equityToInitial"}}""", "field_missing", "regime.liquidation")]
    public async Task AQuestionThatMakesNoSense_IsRefusedByItsField(string body, string code, string field)
    {
        var account = await desk.AccountAsync("fx-retail", "100");
        (await AskAsync(account, body)).ShouldBeProblem(400, code, field);
    }

    [Fact]
    public async Task AnUnknownAccount_IsNotFound()
    {
        (await AskAsync("nobody", "{}")).ShouldBeProblem(404, "account_unknown");
        (await desk.PostAsync("/v1/accounts/nobody/position-size",
            """{"symbol":"X","side":"buy","riskShare":"0.02","quantity":"1"}""")).ShouldBeProblem(404, "account_unknown");
    }

    [Fact]
    [Trait("Case", "U13")]
    [Trait("Rule", "SCEN-005")]
    public async Task TwoPercentOfTenThousand_OnOneLot_StopTwentyPipsAway()
    {
        var symbol = await desk.InstrumentAsync(DeskSteps.Leverage("30"), "forex", lotSize: "1000", baseCurrency: "EUR");
        await desk.PriceAsync(symbol, "1.2400");
        var account = await desk.AccountAsync("fx-retail", "10000");
        var stop = (await SizeAsync(account, symbol, "\"quantity\":\"100000\"")).ShouldBe(200);
        stop.Get("riskAmount").ShouldBe("200.00");
        stop.Get("stopPrice").ShouldBe("1.238");
        stop.Number("stopDistance").ShouldBe(0.0020m);
        stop.Get("lossAtStop").ShouldBe("200.00");
        var size = (await SizeAsync(account, symbol, "\"stopDistance\":\"0.0020\"")).ShouldBe(200);
        size.Get("quantity").ShouldBe("100000");
        size.Get("bindingLimit").ShouldBe("risk");
        var tight = (await SizeAsync(account, symbol, "\"stopPrice\":\"1.2399\"")).ShouldBe(200);
        tight.Get("bindingLimit").ShouldBe("margin");
        tight.Get("quantity").ShouldBe("241000");
        tight.Get("limits.0.quantity").ShouldBe("2000000");
    }

    [Theory]
    [InlineData("\"riskShare\":\"0.02\"", 400, "field_missing", "stopPrice")]
    [InlineData("\"riskShare\":\"0.02\",\"quantity\":\"1\",\"stopPrice\":\"1\"", 400, "field_malformed", "stopPrice")]
    [InlineData("\"riskShare\":\"0\",\"quantity\":\"1\"", 400, "field_malformed", "riskShare")]
    [InlineData("\"riskShare\":\"1.01\",\"quantity\":\"1\"", 400, "field_malformed", "riskShare")]
    [InlineData("\"riskShare\":0.02,\"quantity\":\"1\"", 400, "decimal_must_be_string", "riskShare")]
    [InlineData("\"riskShare\":\"0.02\",\"quantity\":\"0\"", 400, "field_malformed", "quantity")]
    [InlineData("\"riskShare\":\"0.02\",\"stopPrice\":\"-1\"", 400, "price_not_positive", "stopPrice")]
    [InlineData("\"riskShare\":\"0.02\",\"stopPrice\":\"2\"", 422, "amount_not_positive", null)]
    [InlineData("\"riskShare\":\"0.02\",\"stopDistance\":\"2\"", 422, "amount_not_positive", null)]
    public async Task ASizeThatMakesNoSense_IsRefused(string fields, int status, string code, string? field)
    {
        var (account, symbol) = await HolderAsync();
        (await desk.PostAsync($"/v1/accounts/{account}/position-size",
            $$"""{"symbol":"{{symbol}}","side":"buy",{{fields}}}""")).ShouldBeProblem(status, code, field);
    }

    private Task<Answer> SizeAsync(string account, string symbol, string field) => desk.PostAsync(
        $"/v1/accounts/{account}/position-size", $$"""{"symbol":"{{symbol}}","side":"buy","riskShare":"0.02",{{field}}}""");
}
