namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>Top-ups from linked accounts.</summary>
[Collection(SharedDesk.Name)]
public sealed class TopUpTests(Desk desk)
{
    [Fact]
    public async Task Sources_AreKept_TriedDry_AndDrawnOnWhenTheLineIsCrossed()
    {
        var symbol = await desk.InstrumentAsync(DeskSteps.PerContract("1000", "750"), "future", multiplier: "50");
        await desk.PriceAsync(symbol, "100");
        var (first, second) = (await desk.AccountAsync("futures", "500"), await desk.AccountAsync("futures", "500"));
        var account = await desk.AccountAsync("futures", "1000");
        (await desk.FillAsync(account, symbol, "buy", "1", "100")).ShouldBe(201);
        var path = $"/v1/accounts/{account}/top-up-sources";
        (await desk.GetAsync(path)).ShouldBe(200).Get("consent").ShouldBeNull();

        var put = (await desk.PutAsync(path, Body("true", $$"""{"accountId":"{{first}}","dailyCap":"100.00"},{"accountId":"{{second}}"}"""))).ShouldBe(200);
        put.Get("consent.given").ShouldBe("true");
        put.Get("consent.by").ShouldBe("ann");
        put.Get("consent.at").ShouldNotBeNull();
        put.Get("sources.0.dailyCap").ShouldBe("100.00");
        put.Get("sources.0.leftToday").ShouldBe("100.00");
        put.Get("sources.1.dailyCap").ShouldBeNull();
        (await desk.GetAsync(path)).Text.ShouldBe(put.Text);

        var none = (await desk.PostAsync($"{path}:dry-run", "")).ShouldBe(200);
        none.Get("needed").ShouldBe("0.00");
        none.Get("lineCrossed").ShouldBe("false");
        var dry = (await desk.PostAsync($"{path}:dry-run", """{"amount":"250.00"}""")).ShouldBe(200);
        dry.Get("takes.0.gives").ShouldBe("100.00");
        dry.Get("takes.1.gives").ShouldBe("150.00");
        dry.Get("missing").ShouldBe("0.00");
        dry.Get("wouldAsk").ShouldBe("false");
        (await desk.MarginAsync(first)).Get("balances.USD").ShouldBe("500.00", "nothing has moved");

        await desk.PriceAsync(symbol, "95");
        (await desk.MarginAsync(account)).Get("equity").ShouldBe("1000.00");
        (await desk.MarginAsync(first)).Get("balances.USD").ShouldBe("400.00");
        (await desk.MarginAsync(second)).Get("balances.USD").ShouldBe("350.00");
        (await desk.GetAsync(path)).Get("sources.0.leftToday").ShouldBe("0.00");
        (await desk.EventAsync(account, "topUp.requested", 0)).Get("data.source").ShouldBe(first);
        (await desk.EventAsync(account, "topUp.completed", 1)).Get("data.amount").ShouldBe("150.00");
        (await desk.EventAsync(second, "topUp.given")).Get("data.to").ShouldBe(account);
        (await desk.MarginAsync(account)).Get("topUp.exhausted").ShouldBe("false");
    }

    [Fact]
    public async Task WhatIsWrong_IsSaid_AndChangesNothing()
    {
        var account = await desk.AccountAsync("futures", "1000");
        var euros = await desk.AccountAsync("futures", null, "EUR");
        var other = await desk.AccountAsync("futures");
        var path = $"/v1/accounts/{account}/top-up-sources";
        (await desk.PutAsync(path, Body("true", """{"accountId":"nobody"}"""))).ShouldBeProblem(422, "top_up_source_unknown", "sources[0].accountId");
        (await desk.PutAsync(path, Body("true", $$"""{"accountId":"{{euros}}"}"""))).ShouldBeProblem(422, "currency_foreign", "sources[0].accountId");
        (await desk.PutAsync(path, Body("true", $$"""{"accountId":"{{account}}"}"""))).ShouldBeProblem(422, "top_up_source_refused");
        (await desk.PutAsync(path, Body("true", $$"""{"accountId":"{{other}}"},{"accountId":"{{other}}"}"""))).ShouldBeProblem(422, "top_up_source_refused");
        (await desk.PutAsync(path, Body("true", $$"""{"accountId":"{{other}}","dailyCap":"0"}"""))).ShouldBeProblem(422, "amount_not_positive");
        (await desk.PutAsync(path, Body("true", $$"""{"accountId":"{{other}}","dailyCap":5}"""))).ShouldBeProblem(400, "decimal_must_be_string", "sources[0].dailyCap");
        (await desk.PutAsync(path, """{"by":"ann","sources":[]}""")).ShouldBeProblem(400, "field_missing", "consent");
        (await desk.PutAsync(path, """{"consent":true,"sources":[]}""")).ShouldBeProblem(400, "field_missing", "by");
        (await desk.PutAsync(path, """{"consent":"yes","by":"ann","sources":[]}""")).ShouldBeProblem(400, "field_malformed", "consent");
        (await desk.PutAsync("/v1/accounts/nobody/top-up-sources", Body("true", ""))).ShouldBeProblem(404, "account_unknown");
        (await desk.GetAsync("/v1/accounts/nobody/top-up-sources")).ShouldBeProblem(404, "account_unknown");
        (await desk.PostAsync($"{path}:dry-run", """{"amount":"-1"}""")).ShouldBeProblem(422, "amount_not_positive");
        (await desk.PostAsync($"{path}:dry-run", """{"amount":"1.001"}""")).ShouldBeProblem(422, "amount_too_precise");
        (await desk.PostAsync($"{path}:dry-run", """{"sum":"1"}""")).ShouldBeProblem(400, "field_unknown", "sum");
        (await desk.PostAsync("/v1/accounts/nobody/top-up-sources:dry-run", "")).ShouldBeProblem(404, "account_unknown");
        (await desk.GetAsync(path)).Get("consent").ShouldBeNull();
    }

    [Fact]
    public async Task ARegime_SaysItsLineAndWhetherAStopOutWaits()
    {
        var regime = await desk.RegimeAsync("topUp",
            """{"line":{"measure":"equityToUsedMargin","comparator":"below","threshold":"0.9"},"stopOutWaits":true}""");
        var shown = (await desk.GetAsync($"/v1/regimes/{regime}")).ShouldBe(200);
        shown.Get("versions.0.topUp.line.threshold").ShouldBe("0.9");
        shown.Get("versions.0.topUp.stopOutWaits").ShouldBe("true");
        (await desk.GetAsync("/v1/regimes/crypto-perpetual")).Get("versions.0.topUp.stopOutWaits").ShouldBe("true");
    }

    private static string Body(string consent, string sources) =>
        $$"""{"consent":{{consent}},"by":"ann","sources":[{{sources}}]}""";
}
