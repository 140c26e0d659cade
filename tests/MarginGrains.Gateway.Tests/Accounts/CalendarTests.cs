namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>Calendars through the API, and what a closed market does. The desk's clock stands at Monday, 14:00 UTC.</summary>
[Collection(SharedDesk.Name)]
public sealed class CalendarTests(Desk desk)
{
    private const string NewYork = """
        {"rank":"market","zone":"America/New_York","dayEnds":"17:00","businessDays":["monday","tuesday","wednesday","thursday","friday"],
         "week":[{"day":"monday","hours":[{"opens":"09:30","closes":"16:00"}]},
                 {"day":"tuesday","hours":[{"opens":"00:00","closes":"12:00"},{"opens":"13:00","closes":"24:00"}]}],
         "specialDates":[{"date":"2026-03-10","hours":[{"opens":"09:30","closes":"13:00"}],"reason":"half day","isHoliday":false},
                         {"date":"2026-07-03","hours":[],"reason":"Independence Day","isHoliday":true}]}
        """;

    [Fact]
    public async Task ACalendar_IsReadBackAsItWasPut_WithWhereItsMarketStands()
    {
        var id = Desk.New("C");
        await desk.PriceAsync(await desk.EurUsdAsync(), "1.1");
        var put = (await desk.PutAsync($"/v1/calendars/{id}", NewYork)).ShouldBe(201);
        put.Get("version").ShouldBe("1");
        put.Get("zone").ShouldBe("America/New_York");
        put.Get("week.1.hours.1.closes").ShouldBe("24:00");
        put.Get("specialDates.0.reason").ShouldBe("half day");
        put.Get("specialDates.1.isHoliday").ShouldBe("true");
        put.Get("isOpen").ShouldBe("false", "09:00 in New York");
        put.Get("nextOpening").ShouldBe("2026-03-02T14:30:00Z");
        put.Get("nextClosing").ShouldBe("2026-03-02T21:00:00Z");
        put.Get("today.date").ShouldBe("2026-03-02");
        put.Get("today.isBusinessDay").ShouldBe("true");

        (await desk.PutAsync($"/v1/calendars/{id}", NewYork)).ShouldBe(200).Get("version").ShouldBe("1", "the same again");
        (await desk.PutAsync($"/v1/calendars/{id}", NewYork.Replace("17:00", "16:00", StringComparison.Ordinal)))
            .ShouldBe(200).Get("version").ShouldBe("2");
        (await desk.GetAsync($"/v1/calendars/{id}")).ShouldBe(200).Get("dayEnds").ShouldBe("16:00");
        (await desk.GetAsync("/v1/calendars")).ShouldBe(200).Text.ShouldContain($"\"{id}\"");
        (await desk.GetAsync("/v1/calendars/nowhere")).ShouldBeProblem(404, "calendar_unknown");
    }

    [Theory]
    [InlineData("America/New_York", "Mars/Olympus", 422, "zone_unknown", "zone")]
    [InlineData("\"09:30\"", "\"25:00\"", 400, "time_malformed", "week[0].hours[0].opens")]
    [InlineData("\"09:30\",\"closes\":\"16:00\"", "\"16:00\",\"closes\":\"16:00\"", 400, "definition_invalid", "week[0].hours[0]")]
    [InlineData("\"day\":\"tuesday\"", "\"day\":\"monday\"", 400, "definition_invalid", "week[1].day")]
    [InlineData("\"day\":\"tuesday\"", "\"day\":\"funday\"", 400, "value_unknown", "week[1].day")]
    [InlineData("[\"monday\",", "[\"moonday\",", 400, "value_unknown", "businessDays[0]")]
    [InlineData("\"2026-03-10\"", "\"2026-13-10\"", 400, "time_malformed", "specialDates[0].date")]
    [InlineData("\"half day\"", "\"\"", 400, "field_malformed", "specialDates[0].reason")]
    [InlineData("\"rank\":\"market\"", "\"rank\":\"market\",\"parent\":\"nowhere\"", 400, "definition_invalid", "parent")]
    [InlineData("\"rank\":\"market\"", "\"rank\":\"galaxy\"", 400, "value_unknown", "rank")]
    [InlineData("\"17:00\"", "\"00:00\"", 400, "definition_invalid", "dayEnds")]
    [InlineData("\"zone\":\"America/New_York\",", "", 400, "field_missing", "zone")]
    public async Task WhatIsWrong_IsNamed(string what, string by, int status, string code, string field)
    {
        var answer = await desk.PutAsync($"/v1/calendars/{Desk.New("C")}", NewYork.Replace(what, by, StringComparison.Ordinal));
        answer.ShouldBeProblem(status, code);
        answer.Text.ShouldContain($"\"field\":\"{field}\"");
    }

    [Fact]
    public async Task WhatNamesAnUnknownCalendar_IsRefused()
    {
        (await desk.PutAsync($"/v1/instruments/{Desk.New("I")}", InstrumentJson("nowhere")))
            .ShouldBeProblem(400, "definition_invalid").Text.ShouldContain("\"field\":\"calendar\"");
        var shown = (await desk.GetAsync("/v1/regimes/fx-retail")).ShouldBe(200);
        var body = System.Text.Json.Nodes.JsonNode.Parse(shown.Text)!["versions"]![0]!.AsObject();
        body.Remove("version");
        body["calls"]![0]!["calendar"] = "nowhere";
        (await desk.PutAsync($"/v1/regimes/{Desk.New("R")}", body.ToJsonString()))
            .ShouldBeProblem(400, "definition_invalid").Text.ShouldContain("\"field\":\"calls[0].calendar\"");
    }

    [Fact]
    [Trait("Case", "E16")]
    [Trait("Rule", "CALL-013")]
    public async Task ACallThatIsJudgedAhead_IsReadBackAsItWasPut_AndNeedsACalendar()
    {
        var calendar = Desk.New("C");
        (await desk.PutAsync($"/v1/calendars/{calendar}", NewYork)).ShouldBe(201);
        var shown = (await desk.GetAsync("/v1/regimes/fx-retail")).ShouldBe(200);
        var body = System.Text.Json.Nodes.JsonNode.Parse(shown.Text)!["versions"]![0]!.AsObject();
        body.Remove("version");
        var call = body["calls"]![0]!;
        call["judged"] = "ahead";
        call["calendar"] = calendar;
        call["ahead"] = System.Text.Json.Nodes.JsonNode.Parse(
            """{"moment":"longBreak","leadSeconds":3600,"leastBreakSeconds":86400}""");
        var put = (await desk.PutAsync($"/v1/regimes/{Desk.New("R")}", body.ToJsonString())).ShouldBe(201);
        put.Get("versions.0.calls.0.ahead.moment").ShouldBe("longBreak");
        put.Get("versions.0.calls.0.ahead.leadSeconds").ShouldBe("3600");
        put.Get("versions.0.calls.0.calendar").ShouldBe(calendar);
        call["calendar"] = null;
        (await desk.PutAsync($"/v1/regimes/{Desk.New("R")}", body.ToJsonString()))
            .ShouldBeProblem(400, "definition_invalid", "calls[0].calendar");
    }

    [Fact]
    [Trait("Rule", "CAL-007")]
    [Trait("Rule", "ORDR-011")]
    public async Task InAClosedMarket_NothingIsStoppedOut_AndNoOrderIsTaken()
    {
        // Open only on Sundays: closed on the desk's Monday.
        var calendar = Desk.New("C");
        (await desk.PutAsync($"/v1/calendars/{calendar}", """
            {"zone":"UTC","week":[{"day":"sunday","hours":[{"opens":"12:00","closes":"13:00"}]}]}
            """)).ShouldBe(201);
        var symbol = Desk.New("I");
        (await desk.PutAsync($"/v1/instruments/{symbol}", InstrumentJson(calendar))).ShouldBe(201)
            .Get("calendar").ShouldBe(calendar);
        var account = await desk.AccountAsync("fx-retail", "1000");
        await desk.PriceAsync(symbol, "100");
        await desk.FillAsync(account, symbol, "buy", "100", "100");
        await desk.PriceAsync(symbol, "91");
        (await desk.MarginAsync(account)).Get("stage").ShouldBe("healthy", "10 %, but nobody can trade");
        (await desk.CheckAsync(account, symbol, "sell", "1")).Text.ShouldContain("market_closed");
        (await desk.GetAsync($"/v1/prices/{symbol}")).Get("isMarketOpen").ShouldBe("false");

        // The calendar is corrected: it was open all the time.
        (await desk.PutAsync($"/v1/calendars/{calendar}", """
            {"zone":"UTC","week":[{"day":"monday","hours":[{"opens":"00:00","closes":"24:00"}]}]}
            """)).ShouldBe(200);
        await desk.SettleAsync();
        (await desk.EventAsync(account, "liquidation.started")).Get("type").ShouldBe("liquidation.started");
    }

    [Fact]
    [Trait("Rule", "CAL-007")]
    public async Task AClosingPrice_Values_AndTheNextPriceStopsOut()
    {
        var symbol = await desk.InstrumentAsync(DeskSteps.Rate("0.1", "0.05"));
        var account = await desk.AccountAsync("fx-retail", "1000");
        await desk.PriceAsync(symbol, "100");
        await desk.FillAsync(account, symbol, "buy", "100", "100");
        (await desk.PostAsync("/v1/prices", $$"""
            {"prices":[{"symbol":"{{symbol}}","last":"91","closing":true,"time":"{{desk.NextTime()}}"}]}
            """)).ShouldBe(200).Get("accepted").ShouldBe("1");
        await desk.SettleAsync();
        (await desk.MarginAsync(account)).Get("stage").ShouldBe("healthy");
        (await desk.GetAsync($"/v1/prices/{symbol}")).Get("kind").ShouldBe("closing");
        await desk.PriceAsync(symbol, "91");
        (await desk.EventAsync(account, "liquidation.started")).Get("type").ShouldBe("liquidation.started");
    }

    private static string InstrumentJson(string calendar) => $$"""
        {"assetClass":"cfd","quoteCurrency":"USD","multiplier":"1","lotSize":"1","tickSize":"0.01","calendar":"{{calendar}}",
         "margin":[{"kind":"rate","initial":"0.1","maintenance":"0.05"}]}
        """;
}
