namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>Securities into and out of the collateral.</summary>
[Collection(SharedDesk.Name)]
public sealed class CollateralTests(Desk desk)
{
    [Fact]
    public async Task EligibleCollateral_CountsAfterItsHaircut_AndSaysSo()
    {
        var bond = await BondAsync();
        var account = await desk.AccountAsync(await desk.RegimeAsync("collateral", $$"""[{"symbol":"{{bond}}","haircut":"0.1"}]"""));
        var moved = (await MoveAsync(account, bond, "\"type\":\"in\",\"quantity\":\"10\"")).ShouldBe(201);
        moved.Get("eligible").ShouldBe("true");
        moved.Get("haircut").ShouldBe("0.1");
        moved.Get("reason").ShouldBeNull();
        var margin = await desk.MarginAsync(account);
        margin.Number("equity").ShouldBe(900m);
        margin.Get("collateral.0.symbol").ShouldBe(bond);
        margin.Get("collateral.0.mark").ShouldBe("100");
        margin.Get("collateral.0.haircut").ShouldBe("0.1");
        margin.Number("collateral.0.eligibleValue").ShouldBe(900m);

        var out4 = (await MoveAsync(account, bond, "\"quantity\":\"-4\"")).ShouldBe(201);
        out4.Get("type").ShouldBe("out");
        out4.Get("quantity").ShouldBe("4");
        (await desk.MarginAsync(account)).Get("collateral.0.quantity").ShouldBe("6");
        (await MoveAsync(account, bond, "\"type\":\"out\",\"quantity\":\"7\"")).ShouldBeProblem(422, "collateral_insufficient");
        (await desk.EventAsync(account, "collateral.moved", 1)).Get("data.direction").ShouldBe("out");
    }

    [Fact]
    public async Task IneligibleCollateral_IsTaken_CountsZero_AndTheAnswerSaysWhy()
    {
        var bond = await BondAsync();
        var account = await desk.AccountAsync("fx-retail", "50");
        var moved = (await MoveAsync(account, bond, "\"quantity\":\"10\"", "c1")).ShouldBe(201);
        moved.Get("eligible").ShouldBe("false");
        moved.Get("haircut").ShouldBeNull();
        moved.Get("reason")!.ShouldContain("counts zero");
        var again = (await MoveAsync(account, bond, "\"quantity\":\"10\"", "c1")).ShouldBe(200);
        again.IsReplayed.ShouldBeTrue();
        again.Text.ShouldBe(moved.Text);
        (await MoveAsync(account, bond, "\"quantity\":\"11\"", "c1")).ShouldBeProblem(422, "idempotency_key_reused");
        var margin = await desk.MarginAsync(account);
        margin.Number("equity").ShouldBe(50m);
        margin.Get("collateral.0.eligible").ShouldBe("false");
        margin.Number("collateral.0.eligibleValue").ShouldBe(0m);
    }

    [Fact]
    public async Task WhatCannotBeDeposited_IsRefused()
    {
        var account = await desk.AccountAsync("fx-retail");
        var pair = await desk.EurUsdAsync();
        (await MoveAsync(account, "not-there", "\"quantity\":\"1\"")).ShouldBeProblem(422, "instrument_unknown");
        (await MoveAsync(account, pair, "\"quantity\":\"1\"")).ShouldBeProblem(422, "collateral_unknown");
        (await MoveAsync(account, await BondAsync(), "\"quantity\":\"0\"")).ShouldBeProblem(422, "quantity_zero");
        (await MoveAsync(account, pair, "\"type\":\"in\",\"quantity\":\"-1\"")).ShouldBeProblem(400, "quantity_negative", "quantity");
        (await MoveAsync(account, pair, "\"type\":\"up\",\"quantity\":\"1\"")).ShouldBeProblem(400, "value_unknown", "type");
        (await desk.PostAsync($"/v1/accounts/{account}/collateral", $$"""{"symbol":"{{pair}}","quantity":"1"}"""))
            .ShouldBeProblem(400, "idempotency_key_missing", "transferId");
        (await MoveAsync("nobody", pair, "\"quantity\":\"1\"")).ShouldBeProblem(404, "account_unknown");
    }

    private async Task<string> BondAsync()
    {
        var bond = await desk.InstrumentAsync(DeskSteps.Rate("1", "1"), "stock");
        await desk.PriceAsync(bond, "100");
        return bond;
    }

    private Task<Answer> MoveAsync(string account, string symbol, string fields, string? transferId = null) =>
        desk.PostAsync($"/v1/accounts/{account}/collateral",
            $$"""{"transferId":"{{transferId ?? Desk.New("C")}}","symbol":"{{symbol}}",{{fields}}}""");
}
