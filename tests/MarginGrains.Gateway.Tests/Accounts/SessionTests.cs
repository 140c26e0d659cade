namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>Margin by session over HTTP: a Monday of an exchange that closes at 17:00, with another margin from 16:45.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private const string Doubled = """{"overnight":"2","weekend":"3","leadTimeSeconds":900}""";

    private Desk desk = null!;

    public static TheoryData<string, string, string, string> Wrong { get; } = new()
    {
        // calendar, session margin, code, field
        { "null", Doubled, "definition_invalid", "calendar" },
        { "\"nowhere\"", Doubled, "definition_invalid", "calendar" },
        { "\"no where\"", Doubled, "id_malformed", "calendar" },
        { "\"exchange\"", """{"overnight":"0"}""", "definition_invalid", "sessionMargin.overnight" },
        { "\"exchange\"", """{"intraday":"-1"}""", "definition_invalid", "sessionMargin.intraday" },
        { "\"exchange\"", """{"weekend":"100.01"}""", "definition_invalid", "sessionMargin.weekend" },
        { "\"exchange\"", """{"overnight":2}""", "decimal_must_be_string", "sessionMargin.overnight" },
        { "\"exchange\"", """{"overnight":"2","leadTimeSeconds":-1}""", "field_malformed", "sessionMargin.leadTimeSeconds" },
        { "\"exchange\"", """{"overnight":"2","leadTimeSeconds":86401}""", "definition_invalid", "sessionMargin.leadTimeSeconds" },
        { "\"exchange\"", """{"overnight":"2","step":"0"}""", "definition_invalid", "sessionMargin.step" },
        { "\"exchange\"", """{"overnight":"2","step":"5","stepCurrency":"EUR"}""", "definition_invalid", "sessionMargin.step" },
        { "\"exchange\"", """{"night":"2"}""", "field_unknown", "sessionMargin.night" },
        { "\"exchange\"", "\"2\"", "field_malformed", "sessionMargin" },
    };

    public async Task InitializeAsync()
    {
        desk = await Desk.StartAsync();
        await desk.CalendarAsync("exchange", opens: 9, closes: 17);
    }

    public Task DisposeAsync() => desk.DisposeAsync().AsTask();

    [Fact]
    public async Task EveryWrongField_IsNamed()
    {
        foreach (var row in Wrong)
        {
            var (calendar, sessions, code, field) = ((string)row[0], (string)row[1], (string)row[2], (string)row[3]);
            (await PutAsync(Desk.New("I"), calendar, sessions)).ShouldBeProblem(400, code, field);
        }

        var put = (await PutAsync(Desk.New("I"), "\"exchange\"",
            """{"intraday":"0.5","overnight":"1","weekend":"2","leadTimeSeconds":900,"step":"50.00","stepCurrency":"USD"}""")).ShouldBe(201);
        put.Get("calendar").ShouldBe("exchange");
        put.Get("sessionMargin.intraday").ShouldBe("0.5");
        put.Get("sessionMargin.leadTimeSeconds").ShouldBe("900");
        put.Get("sessionMargin.step").ShouldBe("50.00");
    }

    [Fact]
    public async Task TheSwitch_IsAhead_IsWarnedOf_AndCalls()
    {
        var symbol = Desk.New("I");
        (await PutAsync(symbol, "\"exchange\"", Doubled)).ShouldBe(201);
        var regime = await desk.RegimeAsync("sessionWarningSeconds", "3600", ("warning", "null"));
        var account = await desk.AccountAsync(regime, "1400");
        await PriceAsync(symbol, "14:00:00");
        (await desk.MarginAsync(account)).Get("lookAhead").ShouldBeNull("nothing is held");
        (await desk.FillAsync(account, symbol, "buy", "1", "100")).ShouldBe(201);
        var before = (await desk.MarginAsync(account)).ShouldBe(200);
        before.Get("initialMargin").ShouldBe("1000.00");
        before.Get("lookAhead.sessionSwitch.at").ShouldBe("2026-03-02T16:45:00Z");
        before.Get("lookAhead.sessionSwitch.initialMargin").ShouldBe("2000.00");
        before.Get("lookAhead.sessionSwitch.freeMargin").ShouldBe("-600.00");
        before.Get("lookAhead.marginTerms").ShouldBeNull();

        await PriceAsync(symbol, "15:44:59");
        (await desk.JournalAsync(account)).ShouldNotContain(e => e.Get("type") == "margin.warning");
        await PriceAsync(symbol, "15:45:00");
        var warning = await desk.EventAsync(account, "margin.warning");
        warning.Get("data.cause").ShouldBe("session");
        warning.Get("cause.kind").ShouldBe("session");
        warning.Get("data.switchAt").ShouldBe("2026-03-02T16:45:00Z");
        warning.Get("data.maintenanceMargin").ShouldBe("1000.00");
        warning.Get("data.excessLiquidity").ShouldBe("400.00");
        warning.Get("data.notice").ShouldBe("true");
        (await desk.MarginAsync(account)).Get("stage").ShouldBe("healthy");

        await PriceAsync(symbol, "16:45:00");
        await PriceAsync(symbol, "16:50:00");
        (await desk.EventAsync(account, "call.opened")).Get("time").ShouldBe("2026-03-02T16:45:00Z");
        var after = await desk.MarginAsync(account);
        foreach (var figure in new[] { "equity", "initialMargin", "maintenanceMargin", "usedMargin", "freeMargin", "excessLiquidity" })
        {
            after.Get(figure).ShouldBe(before.Get($"lookAhead.sessionSwitch.{figure}"), figure);
        }

        after.Get("lookAhead.sessionSwitch.at").ShouldBe("2026-03-03T09:00:00Z");
        var explained = (await desk.GetAsync($"/v1/accounts/{account}/margin/explain")).ShouldBe(200).Text;
        explained.ShouldContain("SESS-001");
        explained.ShouldContain("Overnight");
    }

    [Fact]
    public async Task AnnouncedTerms_AreAhead()
    {
        var symbol = await desk.InstrumentAsync(
            DeskSteps.PerContract("1000", "500") + ",{\"kind\":\"perContract\",\"effectiveAt\":\"2026-04-01T00:00:00Z\","
            + "\"initial\":\"1200\",\"maintenance\":\"600\"}");
        var account = await desk.AccountAsync("fx-retail", "1500");
        await PriceAsync(symbol, "14:00:00");
        (await desk.FillAsync(account, symbol, "buy", "1", "100")).ShouldBe(201);
        var margin = await desk.MarginAsync(account);
        margin.Get("lookAhead.marginTerms.at").ShouldBe("2026-04-01T00:00:00Z");
        margin.Get("lookAhead.marginTerms.initialMargin").ShouldBe("1200.00");
        margin.Get("lookAhead.sessionSwitch").ShouldBeNull();
    }

    private Task<Answer> PutAsync(string symbol, string calendar, string sessions) => desk.PutAsync($"/v1/instruments/{symbol}", $$"""
        {"assetClass":"future","quoteCurrency":"USD","multiplier":"1","lotSize":"1","tickSize":"0.01","calendar":{{calendar}},
         "sessionMargin":{{sessions}},"margin":[{{DeskSteps.PerContract("1000", "500")}}]}
        """);

    private async Task PriceAsync(string symbol, string time)
    {
        (await desk.PostAsync("/v1/prices", DeskSteps.PriceJson(symbol, "100", $"2026-03-02T{time}Z"))).ShouldBe(200)
            .Get("accepted").ShouldBe("1");
        await desk.SettleAsync();
    }
}
