namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>Temporary credit.</summary>
[Collection(SharedDesk.Name)]
public sealed class CreditTests(Desk desk)
{
    [Fact]
    public async Task Credit_CountsInEquity_IsExplained_AndIsNeverWithdrawn()
    {
        var account = await desk.AccountAsync("fx-retail", "100");
        var granted = (await CreditAsync(account, "c1", "grant", "50.00")).ShouldBe(201);
        granted.Get("credit").ShouldBe("50.00");
        var margin = await desk.MarginAsync(account);
        margin.Get("equity").ShouldBe("150.00");
        margin.Get("credit").ShouldBe("50.00");
        margin.Get("withdrawable").ShouldBe("100.00");
        margin.Get("balances.USD").ShouldBe("100.00");
        (await desk.GetAsync($"/v1/accounts/{account}/margin/explain")).Text.ShouldContain("Temporary credit");
        (await desk.TransferAsync(account, "withdrawal", "100.01")).ShouldBeProblem(422, "withdrawal_exceeds_withdrawable");

        (await CreditAsync(account, "c1", "grant", "50.00")).ShouldBe(200).IsReplayed.ShouldBeTrue();
        (await CreditAsync(account, "c1", "grant", "51.00")).ShouldBeProblem(422, "idempotency_key_reused");
        (await CreditAsync(account, "c2", "revoke", "50.01")).ShouldBeProblem(422, "credit_insufficient")
            .Get("limit").ShouldBe("50.00");
        (await CreditAsync(account, "c3", "revoke", "20.00")).ShouldBe(201).Get("credit").ShouldBe("30.00");
        (await desk.MarginAsync(account)).Get("equity").ShouldBe("130.00");
        var told = await desk.EventAsync(account, "credit.revoked");
        told.Get("data.by").ShouldBe("ann");
        told.Get("data.reason").ShouldBe("The transfer came.");
    }

    [Fact]
    public async Task WhatIsWrong_IsSaid()
    {
        var account = await desk.AccountAsync("fx-retail", "100");
        var path = $"/v1/accounts/{account}/credit";
        (await CreditAsync(account, "c1", "lend", "1")).ShouldBeProblem(400, "value_unknown", "type");
        (await CreditAsync(account, "c1", "grant", "0")).ShouldBeProblem(422, "amount_not_positive");
        (await CreditAsync(account, "c2", "grant", "1", "EUR")).ShouldBeProblem(422, "currency_foreign");
        (await CreditAsync("nobody", "c1", "grant", "1")).ShouldBeProblem(404, "account_unknown");
        (await desk.PostAsync(path, """{"creditId":"c","type":"grant","amount":"1","currency":"USD"}"""))
            .ShouldBeProblem(400, "field_missing", "by");
        (await desk.PostAsync(path, """{"creditId":"c","type":"grant","amount":1,"currency":"USD","by":"a","reason":"b"}"""))
            .ShouldBeProblem(400, "decimal_must_be_string", "amount");
        (await desk.PostAsync(path, """{"type":"grant","amount":"1","currency":"USD","by":"a","reason":"b"}"""))
            .ShouldBeProblem(400, "idempotency_key_missing", "creditId");
        (await desk.MarginAsync(account)).Get("credit").ShouldBe("0.00");
    }

    private Task<Answer> CreditAsync(string account, string creditId, string type, string amount, string currency = "USD") =>
        desk.PostAsync($"/v1/accounts/{account}/credit", $$"""
            {"creditId":"{{creditId}}","type":"{{type}}","amount":"{{amount}}","currency":"{{currency}}",
             "by":"ann","reason":"The transfer came."}
            """);
}
