using MarginGrains.Core.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Core.Scenarios;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Scenarios;

/// <summary>What would become of an account: changes, their order, what is refused.</summary>
public class WhatIfTests
{
    private static AccountScenario Holder() => Given.Account(
            new TestMarket().Add(TestInstruments.Pair("EURUSD", leverage: 50m)).Mark("EURUSD", 1.10m), RegimePresets.FxRetail)
        .Deposits(5_000m).Fills("EURUSD", 100_000m, 1.10m);

    private static WhatIfResult Ask(AccountScenario scenario, WhatIfChanges changes) =>
        WhatIf.Of(scenario.Account, changes, scenario.Market.Set, scenario.Market.Now);

    private static MarginFigures Figures(AccountScenario scenario, WhatIfResult result) => MarginCalculator.Evaluate(
        result.Account.Portfolio, result.Market.FindRegime(scenario.Account.RegimeId, result.Now)!, result.Market, result.Now);

    [Fact]
    [Trait("Rule", "SCEN-001")]
    public void APrice_MovesTheFigures_AndNothingOfIt_StaysWithTheAccount()
    {
        var scenario = Holder();
        var before = Exactly.Text(scenario.Account);
        var result = Ask(scenario, new() { Prices = [new(new("EURUSD"), new(1.06m))] });
        Figures(scenario, result).Equity.ShouldBe(Given.Amount(1_000m));
        result.Account.Stage.ShouldBe(Stage.Liquidating);
        result.Events.ShouldContain(e => e is AccountEvent.LiquidationStarted);
        Exactly.Text(scenario.Account).ShouldBe(before);
        scenario.Figures.Equity.ShouldBe(Given.Amount(5_000m));
    }

    [Fact]
    [Trait("Rule", "SCEN-002")]
    public void ADeposit_ComesBeforeTheJudgement_AtTheScenariosPrice()
    {
        var result = Ask(Holder(), new()
        {
            Prices = [new(new("EURUSD"), new(1.06m))],
            Cash = [new(TransferKind.Deposit, Given.Amount(4_000m))],
        });
        result.Account.Stage.ShouldBe(Stage.Healthy);
        result.Steps.ShouldHaveSingleItem().IsApplied.ShouldBeTrue();
    }

    [Fact]
    [Trait("Rule", "SCEN-002")]
    public void AWithdrawalThatTheAccountWouldRefuse_IsRefused_AndTheRestGoesOn()
    {
        var result = Ask(Holder(), new()
        {
            Cash =
            [
                new(TransferKind.Withdrawal, Given.Amount(4_000m)), new(TransferKind.Deposit, Given.Amount(1m)),
            ],
        });
        result.Steps.Select(s => (s.Field, s.IsApplied)).ShouldBe([("cash[0]", false), ("cash[1]", true)]);
        var refusal = result.Steps[0].Refusals.ShouldHaveSingleItem();
        refusal.Code.ShouldBe(Rejection.WithdrawalExceedsWithdrawable);
        refusal.Limit.ShouldBe(Given.Amount(2_800m));
        result.Account.Portfolio.Balance(new("USD")).ShouldBe(Given.Amount(5_001m));
    }

    [Fact]
    [Trait("Rule", "SCEN-002")]
    public void AFillBeyondMargin_IsBooked_AndItsOrderRefused()
    {
        var result = Ask(Holder(), new() { Fills = [new(new("EURUSD"), new(500_000m), default, default)] });
        var step = result.Steps.ShouldHaveSingleItem();
        step.IsApplied.ShouldBeTrue();
        step.Refusals.ShouldHaveSingleItem().Code.ShouldBe(Rejection.FreeMarginInsufficient);
        result.Account.Portfolio.Net(new("EURUSD")).ShouldBe(new Quantity(600_000m));
    }

    [Fact]
    [Trait("Rule", "SCEN-002")]
    public void AFillOfAnUnknownInstrument_IsNotBooked()
    {
        var step = Ask(Holder(), new() { Fills = [Given.Fill("NOPE", 1m, 1m)] }).Steps.ShouldHaveSingleItem();
        step.IsApplied.ShouldBeFalse();
        step.Refusals.Select(r => r.Code).ShouldBe([Rejection.InstrumentUnknown]);
    }

    [Fact]
    [Trait("Rule", "SCEN-003")]
    public void Terms_HoldFromNowAtTheEarliest_AndLaterOnesOnlyWhenThatInstantIsAskedFor()
    {
        var scenario = Holder();
        var terms = TestInstruments.Leverage(20m);
        var now = Ask(scenario, new() { Terms = [new(new("EURUSD"), new(DateTimeOffset.MinValue, terms))] });
        Figures(scenario, now).InitialMargin.ShouldBe(Given.Amount(5_500m));
        var tomorrow = scenario.Market.Now.AddDays(1);
        WhatIfChanges dated = new() { Terms = [new(new("EURUSD"), new(tomorrow, terms))] };
        Figures(scenario, Ask(scenario, dated)).InitialMargin.ShouldBe(Given.Amount(2_200m));
        Figures(scenario, Ask(scenario, dated with { At = tomorrow })).InitialMargin.ShouldBe(Given.Amount(5_500m));
    }

    [Fact]
    [Trait("Rule", "SCEN-003")]
    public void AtALaterInstant_MarksAreAsOldAsTheyAreNow()
    {
        var scenario = Holder();
        scenario.Market.Add(scenario.Market.Set.FindInstrument(new("EURUSD"))! with
        {
            MaximumMarkAge = TimeSpan.FromMinutes(10),
        });
        var later = Ask(scenario, new() { At = scenario.Market.Now.AddDays(30) });
        Figures(scenario, later).IsPriced.ShouldBeTrue();
        scenario.Market.After(TimeSpan.FromMinutes(11));
        Figures(scenario, Ask(scenario, new() { At = scenario.Market.Now.AddDays(30) })).IsPriced.ShouldBeFalse();
        var priced = Ask(scenario, new()
        {
            At = scenario.Market.Now.AddDays(30), Prices = [new(new("EURUSD"), new(1.11m))],
        });
        Figures(scenario, priced).Equity.ShouldBe(Given.Amount(6_000m));
    }

    [Fact]
    [Trait("Rule", "SCEN-003")]
    public void AVersionOfTheRegime_CountsForThisAccount_UnderItsOwnName()
    {
        var scenario = Holder();
        var strict = RegimePresets.FxRetail with { Id = new("draft"), UsedMargin = UsedMarginRule.HalfInitialFloor };
        var result = Ask(scenario, new() { Regime = strict });
        Figures(scenario, result).UsedMargin.ShouldBe(Given.Amount(1_100m));
    }

    [Fact]
    [Trait("Rule", "SCEN-001")]
    public void WhatCannotBeAsked_IsNamedByItsPlace()
    {
        var errors = WhatIf.Check(
            new()
            {
                Prices = [new(new("NOPE"), new(1m))],
                Terms =
                [
                    new(new("NOPE"), new(default, TestInstruments.Rate(0.1m, 0.1m))),
                    new(new("EURUSD"), new(default, TestInstruments.Rate(0.1m, 0.2m))),
                ],
                Regime = RegimePresets.FxRetail with { HedgedShare = new(2m) },
                At = TestMarket.Monday.AddYears(11),
            },
            Holder().Market.Set, TestMarket.Monday);
        errors.Select(e => e.Field).Distinct().ShouldBe(
            ["at", "prices[0].symbol", "terms[0].symbol", "terms[1]", "regime.hedgedShare"]);
    }
}
