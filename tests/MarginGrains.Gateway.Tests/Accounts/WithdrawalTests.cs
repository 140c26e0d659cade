namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>Withdrawals in two phases.</summary>
[Collection(SharedDesk.Name)]
public sealed class WithdrawalTests(Desk desk)
{
    [Fact]
    public async Task AHeldWithdrawal_IsShown_AndConfirmedOnce()
    {
        var account = await desk.AccountAsync("fx-retail", "100");
        var held = (await HoldAsync(account, "w1", "60")).ShouldBe(201);
        held.Get("status").ShouldBe("held");
        held.Get("amount").ShouldBe("60.00");
        var margin = await desk.MarginAsync(account);
        margin.Get("balances.USD").ShouldBe("40.00");
        margin.Get("withdrawable").ShouldBe("40.00");
        margin.Get("heldWithdrawals.0.transferId").ShouldBe("w1");
        margin.Get("heldWithdrawals.0.amount").ShouldBe("60.00");
        margin.Get("heldWithdrawals.0.heldAt").ShouldNotBeNull();
        (await HoldAsync(account, "w1", "60")).ShouldBe(200).IsReplayed.ShouldBeTrue();
        (await HoldAsync(account, "w1", "61")).ShouldBeProblem(422, "idempotency_key_reused");
        (await HoldAsync(account, "w2", "40.01")).ShouldBeProblem(422, "withdrawal_exceeds_withdrawable")
            .Get("withdrawable").ShouldBe("40.00");

        (await EndAsync(account, "w1", "confirm")).ShouldBe(200).Get("status").ShouldBe("confirmed");
        (await EndAsync(account, "w1", "confirm")).ShouldBe(200).IsReplayed.ShouldBeTrue();
        (await EndAsync(account, "w1", "release")).ShouldBeProblem(409, "withdrawal_ended").Get("retryable").ShouldBe("false");
        (await desk.MarginAsync(account)).Json.GetProperty("heldWithdrawals").GetArrayLength().ShouldBe(0);
        (await desk.EventAsync(account, "withdrawal.confirmed")).Get("data.amount").ShouldBe("60.00");
        (await desk.MarginAsync(account)).Get("balances.USD").ShouldBe("40.00");
    }

    [Fact]
    public async Task AReleasedWithdrawal_IsBackInTheBalance()
    {
        var account = await desk.AccountAsync("fx-retail", "100");
        (await HoldAsync(account, "w1", "60")).ShouldBe(201);
        (await EndAsync(account, "w1", "release", "{}")).ShouldBe(200).Get("status").ShouldBe("released");
        (await EndAsync(account, "w1", "confirm")).ShouldBeProblem(409, "withdrawal_ended");
        (await desk.MarginAsync(account)).Get("balances.USD").ShouldBe("100.00");
    }

    [Fact]
    public async Task WhatIsWrong_IsSaid()
    {
        var account = await desk.AccountAsync("fx-retail", "100");
        (await EndAsync(account, "never", "confirm")).ShouldBeProblem(404, "withdrawal_unknown");
        (await EndAsync(account, "a%20b", "confirm")).ShouldBeProblem(400, "id_malformed", "transferId");
        (await EndAsync("nobody", "w1", "confirm")).ShouldBeProblem(404, "account_unknown");
        (await EndAsync(account, "w1", "cancel")).ShouldBeProblem(404, "not_found");
        (await EndAsync(account, "w1", "confirm", """{"amount":"1"}""")).ShouldBeProblem(400, "field_unknown", "amount");
        (await EndAsync(account, "w1", "confirm", "[]")).ShouldBeProblem(400, "field_malformed");
        (await EndAsync(account, "w1", "confirm", "{")).ShouldBeProblem(400, "json_malformed");
        (await desk.PostAsync($"/v1/accounts/{account}/transfers",
            """{"transferId":"t","type":"deposit","amount":"1","currency":"USD","hold":true}"""))
            .ShouldBeProblem(400, "field_malformed", "hold");
        (await desk.PostAsync($"/v1/accounts/{account}/transfers",
            """{"transferId":"t","type":"withdrawal","amount":"1","currency":"USD","hold":"yes"}"""))
            .ShouldBeProblem(400, "field_malformed", "hold");
        (await HoldAsync(account, "t", "0")).ShouldBeProblem(422, "amount_not_positive");
        (await desk.MarginAsync(account)).Get("balances.USD").ShouldBe("100.00");
    }

    [Fact]
    public async Task TodaysGains_MayNotLeave_WhereTheRegimeSaysSo()
    {
        var regime = await desk.RegimeAsync("holdsUnsettledGains", "true");
        (await desk.GetAsync($"/v1/regimes/{regime}")).Get("versions.0.holdsUnsettledGains").ShouldBe("true");
        var symbol = await desk.InstrumentAsync(DeskSteps.Leverage("30"));
        await desk.PriceAsync(symbol, "100");
        var account = await desk.AccountAsync(regime, "1000");
        (await desk.FillAsync(account, symbol, "buy", "10", "100")).ShouldBe(201);
        (await desk.FillAsync(account, symbol, "sell", "10", "105")).ShouldBe(201);
        var margin = await desk.MarginAsync(account);
        margin.Get("balances.USD").ShouldBe("1050.00");
        margin.Get("unsettledGains").ShouldBe("50.00");
        margin.Get("withdrawable").ShouldBe("1000.00");
        (await desk.TransferAsync(account, "withdrawal", "1000.01")).ShouldBeProblem(422, "withdrawal_exceeds_withdrawable")
            .Get("withdrawable").ShouldBe("1000.00");
        (await desk.TransferAsync(account, "withdrawal", "1000.00")).ShouldBe(201);
    }

    [Fact]
    public async Task AHold_OutlivesTheServer()
    {
        await using var own = await Desk.StartAsync();
        var account = await own.AccountAsync("fx-retail", "100");
        (await own.PostAsync($"/v1/accounts/{account}/transfers", Body("w1", "60"))).ShouldBe(201);
        await own.RestartAsync();
        (await own.MarginAsync(account)).Get("heldWithdrawals.0.amount").ShouldBe("60.00");
        (await own.PostAsync($"/v1/accounts/{account}/transfers/w1:release", "")).ShouldBe(200);
        (await own.MarginAsync(account)).Get("balances.USD").ShouldBe("100.00");
    }

    private static string Body(string transferId, string amount) =>
        $$"""{"transferId":"{{transferId}}","type":"withdrawal","amount":"{{amount}}","currency":"USD","hold":true}""";

    private Task<Answer> HoldAsync(string account, string transferId, string amount) =>
        desk.PostAsync($"/v1/accounts/{account}/transfers", Body(transferId, amount));

    private Task<Answer> EndAsync(string account, string transferId, string end, string body = "") =>
        desk.PostAsync($"/v1/accounts/{account}/transfers/{transferId}:{end}", body);
}
