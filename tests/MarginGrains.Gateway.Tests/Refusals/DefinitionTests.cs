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
        { "priceSteps", """{"kind":"priceSteps","long":[{"priceFrom":"0","initial":"1","maintenance":"1","minimumPerUnit":"0"},{"priceFrom":"2.5","initial":"0.5","maintenance":"0.3","minimumPerUnit":"0"}],"short":[{"priceFrom":"0","initial":"1","maintenance":"1","minimumPerUnit":"2.5"},{"priceFrom":"5","initial":"0.5","maintenance":"0.3","minimumPerUnit":"5"}]}""" },
        { "sizeScaled", """{"kind":"sizeScaled","initial":"0.02","maintenance":"0.01","perUnit":"0.00005"}""" },
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
    public async Task AnotherIdInTheBodyThanInTheAddress_IsRefused()
    {
        (await desk.PutAsync("/v1/instruments/one", """{"symbol":"two"}""")).ShouldBeProblem(400, "field_malformed", "symbol");
        (await desk.PutAsync("/v1/regimes/one", """{"regimeId":"two"}""")).ShouldBeProblem(400, "field_malformed", "regimeId");
    }
}
