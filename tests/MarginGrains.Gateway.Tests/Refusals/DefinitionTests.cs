using System.Text.Json.Nodes;

namespace MarginGrains.Gateway.Tests.Refusals;

/// <summary>
/// Regimes and instruments: what is read back is what was put, and what contradicts itself is refused.
/// </summary>
[Collection(SharedDesk.Name)]
public sealed class DefinitionTests(Desk desk)
{
    public static TheoryData<string, string> Terms { get; } = new()
    {
        { "rate", DeskSteps.Rate("0.5", "0.3") },
        { "perContract", DeskSteps.PerContract("12000", "11000") },
        { "leverage", DeskSteps.Leverage("30") },
        { "tiers", """{"kind":"tiers","tiers":[{"notionalFrom":"0","initial":"0.1","maintenance":"0.05"},{"notionalFrom":"1000","initial":"0.2","maintenance":"0.1"}]}""" },
    };

    [Theory, MemberData(nameof(Terms))]
    public async Task AnInstrument_IsReadBackAsItWasPut(string kind, string terms)
    {
        var symbol = await desk.InstrumentAsync(terms);
        var read = (await desk.GetAsync($"/v1/instruments/{symbol}")).ShouldBe(200);
        read.Get("margin.0.kind").ShouldBe(kind);
        var body = JsonNode.Parse(read.Text)!.AsObject();
        body.Remove("version");
        body["margin"]![0]!.AsObject().Remove("effectiveAt");
        var again = (await desk.PutAsync($"/v1/instruments/{symbol}", body.ToJsonString())).ShouldBe(200);
        again.Get("version").ShouldBe("2");
        again.Text.Replace("\"version\":2", "\"version\":1", StringComparison.Ordinal).ShouldBe(read.Text);
        (await desk.GetAsync("/v1/instruments")).Text.ShouldContain($"\"{symbol}\"");
    }

    [Theory]
    [InlineData("fx-retail")]
    [InlineData("futures")]
    [InlineData("futures-settlement")]
    [InlineData("us-reg-t")]
    public async Task EveryPreset_CanBePutUnderAnotherName_AndIsReadBackTheSame(string preset)
    {
        var shown = (await desk.GetAsync($"/v1/regimes/{preset}")).ShouldBe(200);
        shown.Get("versionInForce").ShouldBe("1");
        var body = JsonNode.Parse(shown.Text)!["versions"]![0]!.AsObject();
        body.Remove("version");
        var id = Desk.New("R");
        var put = (await desk.PutAsync($"/v1/regimes/{id}", body.ToJsonString())).ShouldBe(201);
        JsonNode.Parse(put.Text)!["versions"]!.ToJsonString().ShouldBe(JsonNode.Parse(shown.Text)!["versions"]!.ToJsonString());
        (await desk.PutAsync($"/v1/regimes/{id}", body.ToJsonString())).ShouldBe(200).Get("versionInForce").ShouldBe("2");
        (await desk.GetAsync("/v1/regimes")).Text.ShouldContain($"\"{id}\"");
    }

    [Fact]
    public async Task ARegimeWithEveryFieldSet_IsReadBackTheSame()
    {
        const string Line = """{"measure":"equityToInitial","comparator":"atOrBelow","threshold":"0.9"}""";
        const string Higher = """{"measure":"equityToInitial","comparator":"atOrBelow","threshold":"1.2"}""";
        var body = $$"""
            {"effectiveAt":"2026-01-01T00:00:00Z","description":"All of it.","regimeRatio":"equityToInitial",
             "warning":{"trigger":{{Line}},"clearLevel":{{Higher}}},
             "call":{"trigger":{{Line}},"restores":"clearLevel","clearLevel":{{Higher}},"liftedByPayment":false,
               "grace":{"kind":"businessDays","days":3,"cutOff":"16:30:00","holidays":["2026-12-25"]},
               "judged":"tick","settlementTime":"20:00:00","increaseStep":"0.1"},
             "liquidation":{"stopOut":{{Line}},"target":{{Higher}},"order":"largestLoss","step":"wholePosition","retryDelaySeconds":7},
             "noNewRisk":{{Line}},"usedMargin":"halfInitialFloor","initialBasis":"averagePrice","hedgePolicy":"net",
             "negativeBalance":"writeOff","convertsRealizedPnl":true,"lendsCash":true,"rounding":"halfEven","unrealizedGainsWithdrawable":true}
            """;
        var put = (await desk.PutAsync($"/v1/regimes/{Desk.New("R")}", body)).ShouldBe(201);
        var expected = JsonNode.Parse(body)!.AsObject();
        expected.Insert(0, "version", 1);
        JsonNode.DeepEquals(JsonNode.Parse(put.Text)!["versions"]![0], expected).ShouldBeTrue(put.Text);
    }

    [Fact]
    public async Task AnInstrumentThatContradictsItself_NamesEveryField()
    {
        var answer = (await desk.PutAsync($"/v1/instruments/{Desk.New("I")}", """
            {"assetClass":"forex","quoteCurrency":"USD","multiplier":"0","lotSize":"-1","tickSize":"0.01",
             "maximumMarkAgeSeconds":0,"priceBand":"0","margin":[{"kind":"rate","initial":"0.1","maintenance":"0.2"}]}
            """)).ShouldBeProblem(400, "definition_invalid", "multiplier");
        answer.Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()).ShouldBe(
            ["multiplier", "lotSize", "maximumMarkAgeSeconds", "priceBand", "baseCurrency", "margin[0].initial"], ignoreOrder: true);
    }

    [Fact]
    public async Task TermsOfOneInstant_AreRefused()
    {
        var terms = DeskSteps.Rate("0.5", "0.3");
        (await desk.PutAsync($"/v1/instruments/{Desk.New("I")}", $$"""
            {"assetClass":"stock","quoteCurrency":"USD","multiplier":"1","lotSize":"1","tickSize":"0.01","margin":[{{terms}},{{terms}}]}
            """)).ShouldBeProblem(400, "definition_invalid", "margin");
    }

    [Fact]
    public async Task ARegimeThatContradictsItself_NamesTheField() =>
        (await desk.PutAsync($"/v1/regimes/{Desk.New("R")}", """
            {"regimeRatio":"equityToUsedMargin","liquidation":{
              "stopOut":{"measure":"equityToUsedMargin","comparator":"below","threshold":"0.5"},
              "target":{"measure":"equityToUsedMargin","comparator":"below","threshold":"0.4"}}}
            """)).ShouldBeProblem(400, "definition_invalid", "liquidation.target");

    [Fact]
    public async Task AnotherIdInTheBodyThanInTheAddress_IsRefused()
    {
        (await desk.PutAsync("/v1/instruments/one", """{"symbol":"two"}""")).ShouldBeProblem(400, "field_malformed", "symbol");
        (await desk.PutAsync("/v1/regimes/one", """{"regimeId":"two"}""")).ShouldBeProblem(400, "field_malformed", "regimeId");
    }
}
