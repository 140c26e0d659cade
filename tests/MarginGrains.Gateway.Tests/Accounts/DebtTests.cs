namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>Debts, and who makes good what is written off.</summary>
[Collection(SharedDesk.Name)]
public sealed class DebtTests(Desk desk)
{
    [Fact]
    public async Task ADebt_IsACaseWithDueTimes_ThatGrowsIsReducedAndEnds()
    {
        var account = await desk.AccountAsync("futures", "100");
        (await desk.TransferAsync(account, "fee", "150")).ShouldBe(201);
        var margin = await desk.MarginAsync(account);
        margin.Get("stage").ShouldBe("deficit");
        margin.Get("debt.debtId").ShouldBe("debt-1");
        margin.Get("debt.state").ShouldBe("open");
        margin.Get("debt.principal").ShouldBe("50.00");
        margin.Get("debt.dueAt").ShouldNotBeNull().ShouldEndWith("T12:00:00Z");
        margin.Get("debt.defaultAt").ShouldNotBeNull().ShouldEndWith("T12:00:00Z");
        (await desk.EventAsync(account, "debt.opened")).Get("data.debtId").ShouldBe("debt-1");
        (await desk.TransferAsync(account, "fee", "5")).ShouldBe(201);
        (await desk.EventAsync(account, "debt.grown")).Get("data.amount").ShouldBe("55.00");
        (await desk.TransferAsync(account, "deposit", "15")).ShouldBe(201);
        (await desk.EventAsync(account, "debt.reduced")).Get("data.amount").ShouldBe("40.00");
        (await desk.TransferAsync(account, "deposit", "40")).ShouldBe(201);
        (await desk.EventAsync(account, "account.deficitRepaid")).Get("data.debtId").ShouldBe("debt-1");
        (await desk.MarginAsync(account)).Get("debt").ShouldBeNull();
    }

    [Fact]
    public async Task Protection_BooksToTheAccountThatTheRegimeNames_AndLeavesChargesOwed()
    {
        var regime = await desk.RegimeAsync(
            "protectionAccount", "\"client-protection\"", ("debt", """{"grace":{"kind":"elapsed","seconds":60}}"""));
        var shown = (await desk.GetAsync($"/v1/regimes/{regime}")).ShouldBe(200);
        shown.Get("versions.0.protectionAccount").ShouldBe("client-protection");
        shown.Get("versions.0.debt.grace.seconds").ShouldBe("60");
        var symbol = await desk.InstrumentAsync(DeskSteps.Leverage("30"));
        await desk.PriceAsync(symbol, "100");
        var account = await desk.AccountAsync(regime, "400");
        (await desk.FillAsync(account, symbol, "buy", "100", "100")).ShouldBe(201);
        await desk.PriceAsync(symbol, "90");
        var made = await desk.EventAsync(account, "account.compensated");
        made.Get("data.account").ShouldBe("client-protection");
        var margin = await desk.MarginAsync(account);
        margin.Get("equity").ShouldBe("0.00");
        margin.Get("debt").ShouldBeNull();
        (await desk.TransferAsync(account, "fee", "7")).ShouldBe(201);
        (await desk.MarginAsync(account)).Get("debt.principal").ShouldBe("7.00");
    }

    [Theory]
    [InlineData("debt", """{"grace":{"kind":"elapsed","seconds":60},"defaultAfter":{"kind":"elapsed","seconds":59}}""",
        "definition_invalid", "debt.defaultAfter")]
    [InlineData("debt", "{}", "field_missing", "debt.grace")]
    [InlineData("debt", """{"grace":{"kind":"soon"}}""", "value_unknown", "debt.grace.kind")]
    [InlineData("protectionAccount", "\"a b\"", "id_malformed", "protectionAccount")]
    [InlineData("protectionAccount", "7", "field_malformed", "protectionAccount")]
    public async Task ARegimeThatIsWrong_IsRefusedByField(string field, string json, string code, string where)
    {
        var shown = (await desk.GetAsync("/v1/regimes/fx-retail")).ShouldBe(200);
        var body = System.Text.Json.Nodes.JsonNode.Parse(shown.Text)!["versions"]![0]!.AsObject();
        body[field] = System.Text.Json.Nodes.JsonNode.Parse(json);
        (await desk.PutAsync($"/v1/regimes/{Desk.New("R")}", body.ToJsonString())).ShouldBeProblem(400, code, where);
    }
}
