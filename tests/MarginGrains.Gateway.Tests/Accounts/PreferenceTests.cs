namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>Client classes, wishes, restrictions.</summary>
[Collection(SharedDesk.Name)]
public sealed class PreferenceTests(Desk desk)
{
    [Fact]
    public async Task AnAccount_IsOpenedWithItsClass_WhichPreferencesChange()
    {
        var account = Desk.New("A");
        const string Body = """{"regimeId":"fx-retail","currency":"USD","clientClass":"steady"}""";
        (await desk.PutAsync($"/v1/accounts/{account}", Body)).ShouldBe(201).Get("clientClass").ShouldBe("steady");
        (await desk.PutAsync($"/v1/accounts/{account}", Body)).ShouldBe(200);
        var symbol = await desk.EurUsdAsync();
        var changed = (await desk.PutAsync($"/v1/accounts/{account}/preferences",
            $$"""{"clientClass":"professional","liquidateLast":["{{symbol}}"]}""")).ShouldBe(200);
        changed.Get("clientClass").ShouldBe("professional");
        changed.Get("liquidateLast.0").ShouldBe(symbol);
        (await desk.PutAsync($"/v1/accounts/{account}/preferences", "{}")).ShouldBe(200).Get("clientClass").ShouldBe("professional");
        (await desk.PutAsync($"/v1/accounts/{account}/preferences", """{"liquidateLast":[]}""")).ShouldBe(200)
            .Json.GetProperty("liquidateLast").GetArrayLength().ShouldBe(0);
        (await desk.PutAsync($"/v1/accounts/{account}", Body)).ShouldBeProblem(409, "account_exists");
        (await desk.EventAsync(account, "account.classChanged")).Get("data.to").ShouldBe("professional");
        (await desk.MarginAsync(account)).Get("clientClass").ShouldBe("professional");
    }

    [Fact]
    public async Task ARefusedWish_ChangesNothing()
    {
        var account = await desk.AccountAsync("fx-retail");
        var path = $"/v1/accounts/{account}/preferences";
        (await desk.PutAsync(path, """{"clientClass":"active","liquidateLast":["not-there"]}""")).ShouldBeProblem(422, "instrument_unknown");
        (await desk.PutAsync(path, """{"clientClass":"vip"}""")).ShouldBeProblem(400, "value_unknown", "clientClass");
        (await desk.PutAsync(path, """{"liquidateLast":["a b"]}""")).ShouldBeProblem(400, "id_malformed", "liquidateLast[0]");
        (await desk.MarginAsync(account)).Get("clientClass").ShouldBe("retail");
        (await desk.PutAsync("/v1/accounts/nobody/preferences", "{}")).ShouldBeProblem(404, "account_unknown");
    }

    [Fact]
    public async Task ARestriction_SaysUntilWhen_AndIsLiftedByAPersonWithAReason()
    {
        const string Line = """{"measure":"equityToMaintenance","comparator":"below","threshold":"1"}""";
        var regime = Desk.New("R");
        (await desk.PutAsync($"/v1/regimes/{regime}", $$$"""
            {"regimeRatio":"equityToMaintenance","lendsCash":true,
             "calls":[{"name":"intraday","grace":{"kind":"elapsed","seconds":0},"trigger":{{{Line}}},"restores":"maintenance","clearLevel":{{{Line}}},
               "judged":"fill","onExpiry":"restrict","restrictionDays":90}],
             "liquidation":{"stopOut":{"measure":"equityToMaintenance","comparator":"below","threshold":"0.1"},"target":{{{Line}}}}}
            """)).ShouldBe(201);
        var symbol = await desk.InstrumentAsync(DeskSteps.Rate("0.5", "0.3"), "stock");
        var account = await desk.AccountAsync(regime, "200");
        await desk.PriceAsync(symbol, "100");
        (await desk.FillAsync(account, symbol, "buy", "10", "100")).ShouldBe(201);
        var margin = await desk.MarginAsync(account);
        margin.Get("restricted").ShouldBe("true", margin.Text);
        margin.Get("restrictedUntil")!.ShouldStartWith("2026-05-31");
        (await desk.CheckAsync(account, symbol, "buy", "1")).Get("refusals.0.code").ShouldBe("account_restricted");
        (await desk.PostAsync($"/v1/accounts/{account}:reinstate", """{"by":"ann"}""")).ShouldBeProblem(400, "field_missing", "reason");

        var free = (await desk.PostAsync($"/v1/accounts/{account}:reinstate", """{"by":"ann","reason":"Looked at."}""")).ShouldBe(200);

        free.Get("restricted").ShouldBe("false");
        free.Get("restrictedUntil").ShouldBeNull();
        (await desk.EventAsync(account, "account.reinstated")).Get("data.by").ShouldBe("ann");
        (await desk.PostAsync($"/v1/accounts/{account}:reinstate", """{"by":"ann","reason":"Looked at."}""")).ShouldBe(200);
    }
}
