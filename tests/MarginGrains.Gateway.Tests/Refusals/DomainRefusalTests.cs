namespace MarginGrains.Gateway.Tests.Refusals;

/// <summary>What the domain refuses, each with its code, status and what the caller needs to go on.</summary>
[Collection(SharedDesk.Name)]
public sealed class DomainRefusalTests(Desk desk)
{
    [Fact]
    public async Task AnAccountUnderAnUnknownRegime_IsRefused() =>
        (await desk.PutAsync($"/v1/accounts/{Desk.New("A")}", """{"regimeId":"nobody","currency":"USD"}"""))
            .ShouldBeProblem(422, "regime_unknown");

    [Fact]
    public async Task AnAccountOpenedAgain_IsTheSame_OrExistsDifferently()
    {
        var account = await desk.AccountAsync("fx-retail");
        (await desk.PutAsync($"/v1/accounts/{account}", """{"regimeId":"fx-retail","currency":"USD"}""")).ShouldBe(200);
        (await desk.PutAsync($"/v1/accounts/{account}", """{"regimeId":"fx-retail","currency":"EUR"}"""))
            .ShouldBeProblem(409, "account_exists");
    }

    [Fact]
    public async Task MoneyFillsAndChecks_OfAnUnknownAccount_AreRefused()
    {
        var symbol = await desk.EurUsdAsync();
        (await desk.TransferAsync("nobody", "deposit", "1")).ShouldBeProblem(404, "account_unknown");
        (await desk.FillAsync("nobody", symbol, "buy", "1000", "1")).ShouldBeProblem(404, "account_unknown");
        (await desk.CheckAsync("nobody", symbol, "buy", "1000")).ShouldBeProblem(404, "account_unknown");
    }

    [Fact]
    public async Task AnUnknownInstrument_IsRefusedAtEveryDoor_AndNothingIsLost()
    {
        var account = await desk.AccountAsync("fx-retail", "1000");
        (await desk.FillAsync(account, "nothing", "buy", "1", "1", "fill-1")).ShouldBeProblem(422, "instrument_unknown").Get("retryable").ShouldBe("true");
        (await desk.CheckAsync(account, "nothing", "buy", "1")).ShouldBeProblem(422, "instrument_unknown");
        var batch = (await desk.PostAsync("/v1/prices", DeskSteps.PriceJson("nothing", "1", desk.NextTime()))).ShouldBe(200);
        batch.Get("results.0.code").ShouldBe("instrument_unknown");

        // The same fill under the same id is booked once the instrument is there.
        await desk.InstrumentAsync(DeskSteps.Leverage("10"), symbol: "nothing");
        (await desk.FillAsync(account, "nothing", "buy", "1", "1", "fill-1")).ShouldBe(201);
    }

    [Theory]
    [InlineData("deposit", "0", "amount_not_positive")]
    [InlineData("withdrawal", "-5", "amount_not_positive")]
    [InlineData("deposit", "1.001", "amount_too_precise")]
    public async Task AnAmountThatCannotBe_IsRefused(string type, string amount, string code) =>
        (await desk.TransferAsync(await desk.AccountAsync("fx-retail"), type, amount)).ShouldBeProblem(422, code);

    [Fact]
    public async Task ACurrencyWithoutARate_IsRefused()
    {
        var account = await desk.AccountAsync("fx-retail", "1000");
        (await desk.TransferAsync(account, "deposit", "1", "XQZ")).ShouldBeProblem(422, "currency_without_rate");
        (await desk.MarginAsync(account)).Number("equity").ShouldBe(1_000m);
    }

    [Fact]
    public async Task AWithdrawalBeyondTheWithdrawable_SaysHowMuchMayGo()
    {
        var (account, _) = await HolderAsync("1500");
        var refused = (await desk.TransferAsync(account, "withdrawal", "500.01"))
            .ShouldBeProblem(422, "withdrawal_exceeds_withdrawable");
        refused.Get("withdrawable").ShouldBe("500.00");
        refused.Get("currency").ShouldBe("USD");
        (await desk.TransferAsync(account, "withdrawal", "500.00")).ShouldBe(201);
        (await desk.MarginAsync(account)).Number("freeMargin").ShouldBe(0m);
    }

    [Fact]
    public async Task AWithdrawalDuringACall_IsRefusedWithNothingWithdrawable()
    {
        var (account, symbol) = await HolderAsync("1000");
        await desk.PriceAsync(symbol, "1.2370");
        (await desk.TransferAsync(account, "withdrawal", "1")).ShouldBeProblem(409, "call_open").Get("withdrawable").ShouldBe("0.00");
        (await desk.CheckAsync(account, symbol, "buy", "1000")).Get("refusals.0.code").ShouldBe("call_open");
    }

    [Fact]
    public async Task WithoutAPrice_NothingIsWithdrawn_AndTheSnapshotNamesTheGap()
    {
        var symbol = await desk.EurUsdAsync();
        var account = await desk.AccountAsync("fx-retail", "1000");
        (await desk.FillAsync(account, symbol, "buy", "1000", "1.24")).ShouldBe(201).Get("incidents").ShouldBe("[\"fill_unpriced\"]");
        (await desk.TransferAsync(account, "withdrawal", "1")).ShouldBeProblem(409, "unpriced");
        (await desk.TransferAsync(account, "deposit", "1")).ShouldBe(201);
        var margin = await desk.MarginAsync(account);
        margin.Get("pricing").ShouldBe("unpriced");
        margin.Get("stalePrices.0").ShouldBe(symbol);
        margin.Get("equity").ShouldBeNull();
        margin.Get("excessLiquidity").ShouldBeNull();
        margin.Get("positions.0.mark").ShouldBeNull();
        (await desk.CheckAsync(account, symbol, "buy", "1000")).Get("refusals.0.code").ShouldBe("unpriced");
    }

    [Fact]
    public async Task AFillThatCannotBe_IsRefused_AndOneOffTheLot_IsBookedWithAnIncident()
    {
        var (account, symbol) = await HolderAsync("5000");
        (await desk.FillAsync(account, symbol, "buy", "0", "1.24")).ShouldBeProblem(422, "quantity_zero");
        (await desk.PostAsync($"/v1/accounts/{account}/fills",
            DeskSteps.FillJson(symbol, "buy", "1000", "1.24").Replace("\"time\"", "\"fee\":\"-1\",\"time\"", StringComparison.Ordinal)))
            .ShouldBeProblem(422, "fee_negative");
        (await desk.FillAsync(account, symbol, "buy", "999999999999000", "999999999999"))
            .ShouldBeProblem(422, "numbers_too_large");
        (await desk.TransferAsync(account, "deposit", "79228162514264337593543950"))
            .ShouldBeProblem(400, "decimal_out_of_range");
        (await desk.FillAsync(account, symbol, "buy", "500", "1.24")).ShouldBe(201).Get("incidents").ShouldBe("[\"off_lot\"]");
        (await desk.MarginAsync(account)).Get("positions.0.quantity").ShouldBe("100500");
    }

    [Fact]
    public async Task ACheckOffTheLotOrOfNothing_IsAnswered()
    {
        var (account, symbol) = await HolderAsync("5000");
        var check = await desk.CheckAsync(account, symbol, "buy", "1500");
        check.Get("allowed").ShouldBe("false");
        check.Get("refusals.0.code").ShouldBe("off_lot");
        (await desk.CheckAsync(account, symbol, "buy", "0")).ShouldBeProblem(422, "quantity_zero");
    }

    [Fact]
    public async Task NumbersBeyondWhatCanBeExact_AreRefused_AndNothingIsStored()
    {
        var symbol = await desk.InstrumentAsync(DeskSteps.Leverage("10"), multiplier: "1000000");
        var account = await desk.AccountAsync("fx-retail", "1000");
        await desk.PriceAsync(symbol, "1");
        (await desk.FillAsync(account, symbol, "buy", "100000000000000", "1")).ShouldBeProblem(422, "numbers_too_large");
        (await desk.MarginAsync(account)).ShouldBe(200).Get("version").ShouldBe("2");
    }

    private async Task<(string Account, string Symbol)> HolderAsync(string deposit)
    {
        var symbol = await desk.EurUsdAsync();
        var account = await desk.AccountAsync("fx-retail", deposit);
        await desk.PriceAsync(symbol, "1.2400");
        (await desk.FillAsync(account, symbol, "buy", "100000", "1.2400")).ShouldBe(201);
        return (account, symbol);
    }
}
