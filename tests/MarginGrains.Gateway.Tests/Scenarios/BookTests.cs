namespace MarginGrains.Gateway.Tests.Scenarios;

/// <summary>Questions about the whole book through HTTP, over what is stored.</summary>
public class BookTests
{
    private static string Silver(string terms) => $$"""
        {"assetClass":"future","quoteCurrency":"USD","multiplier":"5000","lotSize":"1","tickSize":"0.00001",
         "margin":[{"kind":"rate","initial":"0.165","maintenance":"0.15"}{{terms}}]}
        """;

    [Fact]
    [Trait("Case", "U12")]
    [Trait("Rule", "SCEN-007")]
    public async Task AMarginRise_NamesBeforeItsDate_ExactlyWhoIsCalledOnIt()
    {
        await using var desk = await Desk.StartAsync();
        var symbol = await desk.InstrumentAsync(DeskSteps.Rate("0.165", "0.15"), "future", multiplier: "5000");
        await desk.PriceAsync(symbol, "30");
        var regime = await CalledAtInitialAsync(desk);
        var accounts = new List<string>();
        foreach (var (side, quantity, deposit) in
            new[] { ("buy", "1", "26000"), ("sell", "2", "55000"), ("buy", "1", "29700") })
        {
            accounts.Add(await desk.AccountAsync(regime, deposit));
            (await desk.FillAsync(accounts[^1], symbol, side, quantity, "30")).ShouldBe(201);
        }

        await desk.SettleAsync();
        var draft = Silver(""",{"kind":"rate","initial":"0.198","maintenance":"0.18","effectiveAt":"2026-03-02T16:00:00Z"}""");
        var impact = (await desk.PostAsync($"/v1/instruments/{symbol}:impact", draft)).ShouldBe(200);
        impact.Get("effectiveAt").ShouldBe("2026-03-02T16:00:00Z");
        (impact.Get("accounts"), impact.Get("concerned"), impact.Get("called")).ShouldBe(("3", "3", "2"));
        impact.Get("amountDue.USD").ShouldBe("8100.00");
        var named = impact.Json.GetProperty("data").EnumerateArray()
            .Select(d => (d.GetProperty("accountId").GetString(), d.GetProperty("amountDue").GetString())).ToList();
        named.ShouldBe([(accounts[1], "4400.00"), (accounts[0], "3700.00")]);
        (await desk.PostAsync($"/v1/instruments/{symbol}:impact?top=1", draft)).ShouldBe(200)
            .Json.GetProperty("data").GetArrayLength().ShouldBe(1);

        // Nothing was changed by asking. Then the change is made, without a trade and at the same price.
        (await desk.GetAsync($"/v1/instruments/{symbol}")).Get("margin")!.ShouldNotContain("0.198");
        (await desk.PutAsync($"/v1/instruments/{symbol}", draft)).ShouldBe(200);
        (await desk.PostAsync("/v1/prices", DeskSteps.PriceJson(symbol, "30", "2026-03-02T16:00:01Z"))).ShouldBe(200);
        await desk.SettleAsync();
        foreach (var account in accounts)
        {
            var due = named.Find(n => n.Item1 == account).Item2;
            var margin = await desk.MarginAsync(account);
            margin.Get("stage").ShouldBe(due is null ? "healthy" : "call");
            if (due is not null) margin.Get("call.amountDue").ShouldBe(due);
        }
    }

    [Fact]
    [Trait("Rule", "SCEN-009")]
    public async Task AStressTest_IsTaken_Reported_AndCarriesCascades()
    {
        await using var desk = await Desk.StartAsync();
        var symbol = await desk.InstrumentAsync(DeskSteps.Leverage("20"));
        await desk.PriceAsync(symbol, "100");
        for (var i = 0; i < 5; i++)
        {
            var account = await desk.AccountAsync("fx-retail", $"{6000 + i * 1000}");
            (await desk.FillAsync(account, symbol, "buy", "1000", "100")).ShouldBe(201);
        }

        await desk.SettleAsync();
        var body = $$"""
            {"scenarios":[{"name":"calm"},{"name":"fall","prices":[{"symbol":"{{symbol}}","change":"-0.04"}],
              "depths":[{"symbol":"{{symbol}}","volume":"10000","impact":"0.1"}]}],"cascade":false,"seed":7,"top":3}
            """;
        var report = await ReportAsync(desk, body);
        report.Get("scenarios.0.liquidated").ShouldBe("0");
        report.Get("scenarios.1.accounts").ShouldBe("5");
        report.Get("scenarios.1.rounds").ShouldBe("1");
        var alone = report.Number("scenarios.1.liquidated");
        alone.ShouldBeGreaterThan(0m);
        var cascade = await ReportAsync(desk, body.Replace("\"cascade\":false", "\"cascade\":true", StringComparison.Ordinal));
        cascade.Number("scenarios.1.rounds").ShouldBeGreaterThan(1m);
        cascade.Number("scenarios.1.liquidated").ShouldBeGreaterThanOrEqualTo(alone);
        cascade.Get("scenarios.1.brokenOff").ShouldBe("false");
        cascade.Get("scenarios.1.movedPrices.0.symbol").ShouldBe(symbol);
        cascade.Number("scenarios.1.movedPrices.0.to").ShouldBeLessThan(96m);

        // Giving up what is done takes nothing away.
        var given = await desk.SendAsync(HttpMethod.Delete, $"/v1/stress-tests/{cascade.Get("id")}", null);
        given.ShouldBe(202).Get("state").ShouldBe("done");
        given.Number("scenarios.1.liquidated").ShouldBe(cascade.Number("scenarios.1.liquidated"));

        // Not one account was woken or changed by it.
        (await desk.GetAsync("/v1/risk/summary")).Get("liquidationsRunning").ShouldBe("0");
    }

    [Fact]
    public async Task WhileOneIsAnswered_EveryOtherQuestionAboutTheBook_IsRefused_UntilItIsGivenUp()
    {
        var held = new HeldRoster();
        await using var desk = await Desk.StartAsync(held.PutBefore);
        var symbol = await desk.InstrumentAsync(DeskSteps.Rate("0.165", "0.15"), "future", multiplier: "5000");
        const string Calm = """{"scenarios":[{"name":"calm"}]}""";
        var first = (await desk.PostAsync("/v1/stress-tests", Calm)).ShouldBe(202);
        await held.Reached;

        (await desk.PostAsync("/v1/stress-tests", Calm)).ShouldBeProblem(409, "scenario_running");
        (await desk.PostAsync($"/v1/instruments/{symbol}:impact", Silver(""))).ShouldBeProblem(409, "scenario_running");
        var address = first.Headers.Location!.ToString();
        (await desk.GetAsync(address)).ShouldBe(200).Get("state").ShouldBe("running");

        (await desk.SendAsync(HttpMethod.Delete, address, null)).ShouldBe(202);
        await desk.UntilAsync(address, "state", "cancelled");
        held.Release();
        (await ReportAsync(desk, Calm)).Get("scenarios.0.stopsTriggered").ShouldBe("0");
        (await desk.PostAsync($"/v1/instruments/{symbol}:impact", Silver(""))).ShouldBe(200);
    }

    [Theory]
    [InlineData("""{"scenarios":[]}""", "batch_empty", "scenarios")]
    [InlineData("""{}""", "field_missing", "scenarios")]
    [InlineData("""{"scenarios":[{"prices":[]}]}""", "field_missing", "scenarios[0].name")]
    [InlineData("""{"scenarios":[{"name":"a"},{"name":"a"}]}""", "field_malformed", "scenarios[1].name")]
    [InlineData("""{"scenarios":[{"name":"a","prices":[{"symbol":"NO-SUCH","change":"-0.1"}]}]}""", "definition_invalid", "scenarios[0].prices[0].symbol")]
    [InlineData("""{"scenarios":[{"name":"a","prices":[{"change":"-1"}]}]}""", "definition_invalid", "scenarios[0].prices[0].change")]
    [InlineData("""{"scenarios":[{"name":"a","prices":[{"change":-0.1}]}]}""", "decimal_must_be_string", "scenarios[0].prices[0].change")]
    [InlineData("""{"scenarios":[{"name":"a","margins":[{"class":"tulips","factor":"2"}]}]}""", "value_unknown", "scenarios[0].margins[0].class")]
    [InlineData("""{"scenarios":[{"name":"a","roundLimit":0}]}""", "field_malformed", "scenarios[0].roundLimit")]
    [InlineData("""{"scenarios":[{"name":"a"}],"top":1000000}""", "field_malformed", "top")]
    public async Task AStressTestThatMakesNoSense_IsRefusedByItsField(string body, string code, string field)
    {
        await using var desk = await Desk.StartAsync();
        (await desk.PostAsync("/v1/stress-tests", body)).ShouldBeProblem(400, code, field);
    }

    [Fact]
    public async Task WhatIsNotThere_IsNotFound_AndADraftThatContradictsItself_IsRefused()
    {
        await using var desk = await Desk.StartAsync();
        (await desk.GetAsync("/v1/stress-tests/stress-nope")).ShouldBeProblem(404, "stress_test_unknown");
        (await desk.SendAsync(HttpMethod.Delete, "/v1/stress-tests/stress-nope", null))
            .ShouldBeProblem(404, "stress_test_unknown");
        (await desk.PostAsync("/v1/instruments/NOPE:impact", Silver(""))).ShouldBeProblem(404, "instrument_unknown");
        (await desk.PostAsync("/v1/regimes/nope:impact", "{}")).ShouldBeProblem(404, "regime_unknown");
        var symbol = await desk.InstrumentAsync(DeskSteps.Rate("0.165", "0.15"), "future", multiplier: "5000");
        (await desk.PostAsync($"/v1/instruments/{symbol}:impact", Silver("").Replace("5000", "50", StringComparison.Ordinal)))
            .ShouldBeProblem(400, "definition_invalid", "multiplier");
        (await desk.PostAsync($"/v1/instruments/{symbol}:impact?top=x", Silver(""))).ShouldBeProblem(400, "parameter_malformed", "top");
        (await desk.PostAsync("/v1/regimes/fx-retail:impact", "{}")).ShouldBeProblem(400, "field_missing");
        (await desk.PostAsync($"/v1/instruments/{symbol}:impact",
            Silver(""",{"kind":"rate","initial":"0.2","maintenance":"0.2","effectiveAt":"9999-12-31T00:00:00Z"}""")))
            .ShouldBeProblem(400, "definition_invalid", "effectiveAt");
    }

    private static async Task<string> CalledAtInitialAsync(Desk desk)
    {
        var shown = (await desk.GetAsync("/v1/regimes/futures")).ShouldBe(200);
        var body = System.Text.Json.Nodes.JsonNode.Parse(shown.Text)!["versions"]![0]!.AsObject();
        body.Remove("version");
        var call = body["calls"]![0]!.AsObject();
        call["judged"] = "tick";
        call["trigger"] = System.Text.Json.Nodes.JsonNode.Parse(
            """{"measure":"equityToInitial","comparator":"below","threshold":"1"}""");
        var regime = Desk.New("R");
        (await desk.PutAsync($"/v1/regimes/{regime}", body.ToJsonString())).ShouldBe(201);
        return regime;
    }

    private static async Task<Answer> ReportAsync(Desk desk, string body)
    {
        var taken = (await desk.PostAsync("/v1/stress-tests", body)).ShouldBe(202);
        var address = taken.Headers.Location!.ToString();
        await desk.UntilAsync(address, "state", "done");
        return (await desk.GetAsync(address)).ShouldBe(200);
    }
}
