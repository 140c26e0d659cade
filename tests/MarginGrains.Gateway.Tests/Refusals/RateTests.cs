namespace MarginGrains.Gateway.Tests.Refusals;

/// <summary>Published rates and corporate actions: what is read back is what was put, and the past stays.</summary>
[Collection(SharedDesk.Name)]
public sealed class RateTests(Desk desk)
{
    private const string Past = "2020-01-01T00:00:00Z";

    [Theory]
    [InlineData("interest", """{"at":"2020-01-01T00:00:00Z","rate":"0.05"}""")]
    [InlineData("swap", """{"at":"2020-01-01T00:00:00Z","rate":"0.00007","shortRate":"-0.00001"}""")]
    [InlineData("funding", """{"at":"2020-01-01T08:00:00Z","rate":"-0.0001","price":"50000.5"}""")]
    [InlineData("borrow", """{"at":"2020-01-01T00:00:00Z","rate":"0.03"}""")]
    [InlineData("closing", """{"at":"2020-01-01T21:00:00Z","price":"12.25"}""")]
    public async Task ASeries_IsReadBackAsItWasPut(string kind, string point)
    {
        var subject = await SubjectAsync(kind);
        var put = await desk.PutAsync($"/v1/rates/{kind}", Body(subject, point));
        put.ShouldBe(201).Get("version").ShouldBe("1");
        var read = (await desk.GetAsync($"/v1/rates/{kind}?subject={subject}")).ShouldBe(200);
        read.Json.GetProperty("data").GetArrayLength().ShouldBe(1);
        read.Json.GetProperty("data")[0].GetRawText().ShouldBe(put.Text);
        (await desk.PutAsync($"/v1/rates/{kind}", put.Text)).ShouldBe(200).Text.ShouldBe(put.Text, "put again it is the same");
    }

    [Theory]
    [InlineData("interest", "subject", """{"at":"2030-01-01T00:00:00Z","rate":"0.05"}""", "no.currency")]
    [InlineData("funding", "subject", """{"at":"2030-01-01T00:00:00Z","rate":"0.0001"}""", "NOBODY")]
    [InlineData("interest", "points[0].rate", """{"at":"2030-01-01T00:00:00Z","rate":"11"}""", null)]
    [InlineData("interest", "points[0].shortRate", """{"at":"2030-01-01T00:00:00Z","rate":"0.1","shortRate":"0.1"}""", null)]
    [InlineData("interest", "points[0].price", """{"at":"2030-01-01T00:00:00Z","rate":"0.1","price":"1"}""", null)]
    [InlineData("swap", "points[0].shortRate", """{"at":"2030-01-01T00:00:00Z","rate":"0.1"}""", null)]
    [InlineData("closing", "points[0].price", """{"at":"2030-01-01T00:00:00Z"}""", null)]
    [InlineData("funding", "points[0].at", """{"at":"2030-01-01T00:00:01Z","rate":"0.0001"}""", null)]
    public async Task APointThatMakesNoSense_IsRefused(string kind, string field, string point, string? subject)
    {
        var answer = await desk.PutAsync($"/v1/rates/{kind}", Body(subject ?? await SubjectAsync(kind), point));
        answer.ShouldBeProblem(400, "definition_invalid", field);
    }

    [Fact]
    public async Task InstantsThatDoNotRise_AreRefused()
    {
        var body = Body(Desk.New("X").Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() + "XX",
            """{"at":"2030-01-02T00:00:00Z","rate":"0.05"},{"at":"2030-01-02T00:00:00Z","rate":"0.06"}""");
        (await desk.PutAsync("/v1/rates/interest", body)).ShouldBeProblem(400, "definition_invalid", "points[1].at");
    }

    [Fact]
    public async Task ARateInForce_CannotBeChanged_ButAGapBeforeItMayBeFilled()
    {
        var subject = await SubjectAsync("interest");
        (await desk.PutAsync("/v1/rates/interest", Body(subject, Interest("2021-01-01T00:00:00Z", "0.05")))).ShouldBe(201);
        await desk.PriceAsync(await desk.EurUsdAsync(), "1.1");
        (await desk.PutAsync("/v1/rates/interest", Body(subject, Interest("2021-01-01T00:00:00Z", "0.06"))))
            .ShouldBeProblem(409, "rate_in_force", "points[0].at");
        (await desk.PutAsync("/v1/rates/interest", Body(subject, Interest("2022-01-01T00:00:00Z", "0.06"))))
            .ShouldBeProblem(409, "rate_in_force", "points[0].at");
        (await desk.PutAsync("/v1/rates/interest", Body(subject, Interest(Past, "0.04")))).ShouldBe(200);
        (await desk.PutAsync("/v1/rates/interest", Body(subject, Interest("2099-01-01T00:00:00Z", "0.06")))).ShouldBe(200);
        (await desk.PutAsync("/v1/rates/interest", Body(subject, Interest("2099-01-01T00:00:00Z", "0.07")))).ShouldBe(200)
            .Get("points.2.rate").ShouldBe("0.07");
    }

    [Fact]
    public async Task AKindThatDoesNotExist_IsNotFound() =>
        (await desk.GetAsync("/v1/rates/luck")).ShouldBeProblem(404, "rate_kind_unknown");

    [Fact]
    public async Task ADecimalThatIsNoString_IsRefused() =>
        (await desk.PutAsync("/v1/rates/interest", Body("USD", """{"at":"2030-01-01T00:00:00Z","rate":0.05}""")))
            .ShouldBeProblem(400, "decimal_must_be_string", "points[0].rate");

    [Theory]
    [InlineData("""{"split":{"new":"4","old":"1"}}""")]
    [InlineData("""{"dividend":{"amount":"0.24","currency":"USD"}}""")]
    public async Task AnAction_IsReadBackAsItWasPut(string what)
    {
        var (id, symbol) = (Desk.New("CA"), await StockAsync());
        var put = await desk.PutAsync($"/v1/corporate-actions/{id}", Action(symbol, what));
        put.ShouldBe(201);
        (await desk.GetAsync($"/v1/corporate-actions/{id}")).ShouldBe(200).Text.ShouldBe(put.Text);
        (await desk.PutAsync($"/v1/corporate-actions/{id}", put.Text)).ShouldBe(200).Text.ShouldBe(put.Text);
        (await desk.GetAsync($"/v1/corporate-actions?symbol={symbol}")).ShouldBe(200)
            .Json.GetProperty("data").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"split":{"new":"1","old":"1"}}""", "split")]
    [InlineData("""{"split":{"new":"0","old":"1"}}""", "split.new")]
    [InlineData("""{"split":{"new":"2","old":"1"},"dividend":{"amount":"1","currency":"USD"}}""", "split")]
    [InlineData("""{"dividend":{"amount":"1","currency":"EUR"}}""", "dividend")]
    [InlineData("""{"dividend":{"amount":"-1","currency":"USD"}}""", "dividend")]
    public async Task AnActionThatMakesNoSense_IsRefused(string what, string field) =>
        (await desk.PutAsync($"/v1/corporate-actions/{Desk.New("CA")}", Action(await StockAsync(), what)))
            .ShouldBeProblem(400, "definition_invalid", field);

    [Fact]
    public async Task AnActionOfThePast_IsTooLate_AndOneThatNobodyGaveIsUnknown()
    {
        await desk.PriceAsync(await desk.EurUsdAsync(), "1.1");
        var past = Action(await StockAsync(), """{"split":{"new":"2","old":"1"}}""")
            .Replace("2099-01-01", "2020-01-01", StringComparison.Ordinal);
        (await desk.PutAsync($"/v1/corporate-actions/{Desk.New("CA")}", past)).ShouldBeProblem(409, "action_in_force", "exAt");
        (await desk.GetAsync("/v1/corporate-actions/none")).ShouldBeProblem(404, "action_unknown");
    }

    [Fact]
    public async Task WhatWasPublished_IsThereAfterARestart()
    {
        await using var other = await Desk.StartAsync();
        (await other.PutAsync("/v1/rates/interest", Body("USD", Interest(Past, "0.05")))).ShouldBe(201);
        var symbol = await other.InstrumentAsync(DeskSteps.Rate("0.5", "0.3"), "stock");
        (await other.PutAsync("/v1/corporate-actions/CA-1", Action(symbol, """{"split":{"new":"2","old":"1"}}"""))).ShouldBe(201);
        await other.RestartAsync();
        (await other.GetAsync("/v1/rates/interest")).ShouldBe(200).Get("data.0.points.0.rate").ShouldBe("0.05");
        (await other.GetAsync("/v1/corporate-actions/CA-1")).ShouldBe(200).Get("split.new").ShouldBe("2");
    }

    private static string Body(string subject, string points) => $$"""{"subject":"{{subject}}","points":[{{points}}]}""";

    private static string Interest(string at, string rate) => $$"""{"at":"{{at}}","rate":"{{rate}}"}""";

    private static string Action(string symbol, string what) =>
        $$"""{"symbol":"{{symbol}}","exAt":"2099-01-01T00:00:00Z",{{what[1..]}}""";

    private Task<string> StockAsync() => desk.InstrumentAsync(DeskSteps.Rate("0.5", "0.3"), "stock");

    private async Task<string> SubjectAsync(string kind)
    {
        if (kind == "interest") return Desk.New("X").Replace("-", "", StringComparison.Ordinal).ToUpperInvariant() + "XX";
        var symbol = Desk.New("I");
        var (assetClass, costs) = kind switch
        {
            "swap" => ("cfd", """{"swap":{"mode":"perUnit","valueDays":2}}"""),
            "funding" => ("cfd", """{"funding":{"intervalSeconds":28800,"capFactor":"6","marginFactor":"0.5"}}"""),
            "borrow" => ("stock", """{"chargesBorrow":true}"""),
            _ => ("cfd", """{"settlesDaily":true}"""),
        };
        var put = (await desk.PutAsync($"/v1/instruments/{symbol}", $$"""
            {"assetClass":"{{assetClass}}","quoteCurrency":"USD","multiplier":"1","lotSize":"1","tickSize":"0.01",
             "margin":[{{DeskSteps.Rate("0.5", "0.3")}}],"costs":{{costs}}}
            """)).ShouldBe(201);
        (await desk.GetAsync($"/v1/instruments/{symbol}")).Text.ShouldBe(put.Text);
        return symbol;
    }
}
