namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>A repeated request is carried out once and answered the same.</summary>
[Collection(SharedDesk.Name)]
public sealed class IdempotencyTests(Desk desk)
{
    [Fact]
    public async Task ATransferSentTwice_IsBookedOnce_AndAnsweredTheSame()
    {
        var account = await desk.AccountAsync("fx-retail");
        var first = (await desk.TransferAsync(account, "deposit", "100", transferId: "t1")).ShouldBe(201);
        var again = (await desk.TransferAsync(account, "deposit", "100.00", transferId: "t1")).ShouldBe(200);
        first.IsReplayed.ShouldBeFalse();
        again.IsReplayed.ShouldBeTrue();
        again.Text.ShouldBe(first.Text);
        (await desk.MarginAsync(account)).Number("equity").ShouldBe(100m);
    }

    [Theory]
    [InlineData("deposit", "101", "USD")]
    [InlineData("fee", "100", "USD")]
    [InlineData("withdrawal", "100", "USD")]
    [InlineData("deposit", "100", "EUR")]
    public async Task ATransferIdUsedForSomethingElse_IsReused(string type, string amount, string currency)
    {
        await desk.InstrumentAsync(DeskSteps.Leverage("30"), "forex", symbol: Desk.New("EURUSD"), baseCurrency: "EUR");
        var account = await desk.AccountAsync("fx-retail");
        (await desk.TransferAsync(account, "deposit", "100", transferId: "t1")).ShouldBe(201);
        (await desk.TransferAsync(account, type, amount, currency, "t1")).ShouldBeProblem(422, "idempotency_key_reused");
        (await desk.MarginAsync(account)).Number("balances.USD").ShouldBe(100m);
    }

    [Fact]
    public async Task ARefusalThatARetryCannotChange_IsRepeated()
    {
        var account = await desk.AccountAsync("fx-retail");
        (await desk.TransferAsync(account, "deposit", "0", transferId: "t1")).ShouldBeProblem(422, "amount_not_positive").IsReplayed.ShouldBeFalse();
        (await desk.TransferAsync(account, "deposit", "0", transferId: "t1")).ShouldBeProblem(422, "amount_not_positive").IsReplayed.ShouldBeTrue();
        (await desk.TransferAsync(account, "deposit", "5", transferId: "t1")).ShouldBeProblem(422, "idempotency_key_reused");
    }

    [Fact]
    public async Task AWithdrawalRefusedForNow_MaySucceedUnderTheSameIdLater()
    {
        var account = await desk.AccountAsync("fx-retail", "10");
        (await desk.TransferAsync(account, "withdrawal", "50", transferId: "w1")).ShouldBeProblem(422, "withdrawal_exceeds_withdrawable");
        await desk.TransferAsync(account, "deposit", "40");
        (await desk.TransferAsync(account, "withdrawal", "50", transferId: "w1")).ShouldBe(201);
    }

    [Fact]
    public async Task FortyEqualTransfersAtOnce_AreBookedOnce()
    {
        var account = await desk.AccountAsync("fx-retail");
        var answers = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(_ => desk.TransferAsync(account, "deposit", "25", transferId: "same")));
        answers.Count(a => a.Status == 201).ShouldBe(1);
        answers.Count(a => a is { Status: 200, IsReplayed: true }).ShouldBe(39);
        answers.Select(a => a.Text).Distinct().ShouldHaveSingleItem();
        (await desk.MarginAsync(account)).Number("equity").ShouldBe(25m);
    }

    [Fact]
    public async Task AFillSentTwice_IsBookedOnce_ByEitherDoor()
    {
        var symbol = await desk.EurUsdAsync();
        var account = await desk.AccountAsync("fx-retail", "5000");
        await desk.PriceAsync(symbol, "1.24");
        var first = (await desk.FillAsync(account, symbol, "buy", "1000", "1.24", "f1")).ShouldBe(201);
        var again = (await desk.FillAsync(account, symbol, "buy", "1000", "1.24", "f1")).ShouldBe(200);
        again.IsReplayed.ShouldBeTrue();
        again.Text.ShouldBe(first.Text);
        var item = DeskSteps.FillJson(symbol, "buy", "1000", "1.24", "f1").TrimStart()[1..];
        var batch = (await desk.PostAsync("/v1/fills", $$"""{"fills":[{"accountId":"{{account}}",{{item}}]}""")).ShouldBe(200);
        batch.Get("results.0.outcome").ShouldBe("replayed");
        (await desk.FillAsync(account, symbol, "sell", "1000", "1.24", "f1")).ShouldBeProblem(422, "idempotency_key_reused");
        (await desk.MarginAsync(account)).Get("positions.0.quantity").ShouldBe("1000");
    }

    [Fact]
    public async Task ABatchOfFills_AnswersEachItem_AndKeepsTheOrderOfAnAccount()
    {
        var symbol = await desk.EurUsdAsync();
        var (one, two) = (await desk.AccountAsync("fx-retail", "5000"), await desk.AccountAsync("fx-retail", "5000"));
        await desk.PriceAsync(symbol, "1.24");
        string Item(string account, string id, string side, string of) =>
            $$"""{"accountId":"{{account}}",{{DeskSteps.FillJson(of, side, "1000", "1.24", id).TrimStart()[1..]}}""";
        var batch = (await desk.PostAsync("/v1/fills", $$"""
            {"fills":[{{Item(one, "f1", "buy", symbol)}},{{Item("nobody", "f1", "buy", symbol)}},{{Item(two, "f1", "sell", symbol)}},
             {{Item(one, "f2", "sell", symbol)}},{{Item(one, "f1", "sell", symbol)}},{{Item(two, "f2", "buy", "not-there")}},
             {{Item(one, "f1", "buy", symbol)}}]}
            """)).ShouldBe(200);
        batch.Json.GetProperty("results").EnumerateArray()
            .Select(r => $"{r.GetProperty("outcome").GetString()} {r.GetProperty("code").GetString()}".Trim()).ShouldBe(
            [
                "booked", "refused account_unknown", "booked", "booked", "refused idempotency_key_reused",
                "refused instrument_unknown", "replayed",
            ]);
        batch.Get("booked").ShouldBe("3");
        (await desk.MarginAsync(one)).Json.GetProperty("positions").GetArrayLength().ShouldBe(0);
        (await desk.MarginAsync(two)).Get("positions.0.side").ShouldBe("short");
    }
}
