using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Golden;

public class StockCallGoldenTests
{
    private static readonly DateTimeOffset DayEnd = new(2026, 1, 5, 21, 0, 0, TimeSpan.Zero);

    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Stock()).Mark("ACME", 100m);

    [Fact]
    [Trait("Case", "A04")]
    public void SellingTenShares_ClosesTheCall()
    {
        var scenario = Account(market.Mark("ACME", 50m), RegimePresets.UsRegT).Deposits(5_000m).Fills("ACME", 200m, 50m);
        scenario.WhenMarked("ACME", 35m).Then<AccountEvent.CallOpened>();
        scenario.WhenFilled(Fill("ACME", -10m, 35m))
            .Then<AccountEvent.CallMet>(e => e.Cure.ShouldBe(CureKind.ClearLevelReached));
        scenario.Figures.MarketValue.ShouldBe(Amount(6_650m));
        scenario.Figures.Loan.ShouldBe(Amount(4_650m));
        scenario.Figures.Equity.ShouldBe(Amount(2_000m));
        decimal.Round(scenario.Figures.RatioOf(Measure.EquityToMarketValue)!.Value.Value, 6).ShouldBe(0.300752m);
    }

    [Fact]
    [Trait("Case", "A10")]
    [Trait("Rule", "CALL-011")]
    public void SellingAndBuyingOnOneDay_CountsOnlyNet()
    {
        var scenario = CalledForTenThousand();
        scenario.WhenFilled(Fill("ACME", -200m, 100m)).ThenNo<AccountEvent.CallMet>();
        scenario.Account.FindCall("initial")!.Paid.ShouldBe(Amount(10_000m), "half of 20,000, not yet for good");
        scenario.WhenFilled(Fill("ACME", 110m, 100m)).ThenNo<AccountEvent.CallOpened>();
        scenario.Account.FindCall("initial")!.Paid.ShouldBe(Amount(4_500m), "half of the net 9,000");

        scenario.WhenAt(DayEnd).ThenNo<AccountEvent.CallMet>().ThenStage(Stage.Call);

        scenario.Account.FindCall("initial")!.Outstanding.ShouldBe(Amount(5_500m));
        scenario.Account.FindCall("initial")!.AmountDue.ShouldBe(Amount(10_000m));
    }

    [Fact]
    [Trait("Case", "A10")]
    [Trait("Rule", "CALL-011")]
    public void SellingAlone_MeetsTheCallAtTheEndOfTheDay()
    {
        var scenario = CalledForTenThousand();
        scenario.WhenFilled(Fill("ACME", -200m, 100m)).ThenNo<AccountEvent.CallMet>();
        scenario.WhenAt(DayEnd.AddTicks(-1)).ThenNo<AccountEvent.CallMet>();
        scenario.WhenAt(DayEnd).Then<AccountEvent.CallMet>().ThenStage(Stage.Healthy);
    }

    [Fact]
    [Trait("Case", "A16")]
    public void SellingWhatWasHeldBefore_LowersAnIntradayDeficitByItsRequirement()
    {
        market.Add(TestInstruments.Stock(maintenance: 0.35m));
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(30_000m).Fills("ACME", 1_000m, 100m);
        scenario.Account.FindCall("intraday")!.AmountDue.ShouldBe(Amount(5_000m));
        scenario.Fills("ACME", -10m, 100m);
        scenario.Figures.ExcessLiquidity.ShouldBe(Amount(-4_650m), "350 less is missing");
        scenario.Account.FindCall("intraday").ShouldNotBeNull();
    }

    [Fact]
    [Trait("Case", "A17")]
    [Trait("Rule", "CALL-012")]
    [Trait("Rule", "ACCT-011")]
    public void AnIntradayDeficit_IsDueInFiveDaysAndThenRestrictsForNinety()
    {
        // That firm takes no house call beside the rule; the preset's would sell on the second day.
        var preset = RegimePresets.UsRegT;
        var regime = preset with { Id = new("intraday"), Calls = [preset.FindCall("intraday")!] };
        market.Add(TestInstruments.Stock(initial: 0.25m, maintenance: 0.25m));
        var scenario = Account(market, regime).Deposits(10_000m);
        scenario.Checked("ACME", 1m).LargestQuantity.ShouldBe(new(400m), "40,000: four times the excess of 10,000");

        var call = scenario.WhenFilled(Fill("ACME", 500m, 100m)).Event<AccountEvent.CallOpened>().Call;

        call.AmountDue.ShouldBe(Amount(2_500m));
        call.DueAt.ShouldBe(DayEnd.AddDays(7), "the fifth business day");
        scenario.WhenTransferring(TransferKind.Withdrawal, 100m).ThenRefused(Rejection.CallOpen);
        scenario.WhenAt(call.DueAt!.Value.AddTicks(-1)).ThenNo<AccountEvent.CallExpired>();
        scenario.WhenAt(call.DueAt!.Value).ThenNo<AccountEvent.LiquidationStarted>()
            .Then<AccountEvent.Restricted>(e => e.Until.ShouldBe(call.DueAt!.Value.AddDays(90)));
        scenario.Refused("ACME", 1m).ShouldContain(Rejection.AccountRestricted);
        scenario.Refused("ACME", -1m).ShouldBeEmpty("closing is allowed");
        scenario.Deposits(10_000m).Account.IsRestricted.ShouldBeTrue("paying late does not lift it");
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(call.DueAt!.Value.AddDays(90));
        scenario.WhenAt(call.DueAt!.Value.AddDays(90).AddTicks(-1)).ThenNothing();
        scenario.WhenAt(call.DueAt!.Value.AddDays(90)).Then<AccountEvent.Reinstated>();
        scenario.Refused("ACME", 1m).ShouldBeEmpty();
    }

    [Fact]
    [Trait("Case", "A17")]
    public void AnIntradayDeficitThatIsPaid_RestrictsNobody()
    {
        var preset = RegimePresets.UsRegT;
        var regime = preset with { Id = new("intraday"), Calls = [preset.FindCall("intraday")!] };
        market.Add(TestInstruments.Stock(initial: 0.25m, maintenance: 0.25m));
        var scenario = Account(market, regime).Deposits(10_000m).Fills("ACME", 500m, 100m);
        scenario.WhenTransferring(TransferKind.Deposit, 2_499.99m).ThenNo<AccountEvent.CallMet>();
        scenario.WhenTransferring(TransferKind.Deposit, 0.01m).Then<AccountEvent.CallMet>();
        scenario.WhenAt(DayEnd.AddDays(7)).ThenNo<AccountEvent.Restricted>();
    }

    [Fact]
    [Trait("Case", "A18")]
    public void FivePercentLeft_IsAWarningAndNoOrder()
    {
        market.Add(TestInstruments.Stock(initial: 0.50m, maintenance: 0.50m)).Mark("ACME", 0.51m);
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(260m);
        scenario.WhenFilled(Fill("ACME", 1_000m, 0.51m))
            .Then(typeof(AccountEvent.FillBooked), typeof(AccountEvent.WarningRaised)).ThenStage(Stage.Warning);
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(-250m));
        scenario.Figures.Equity.ShouldBe(Amount(260m));
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(255m));
        scenario.Figures.ExcessLiquidity.ShouldBe(Amount(5m));
    }

    [Theory]
    [InlineData(95.00, Stage.Warning, "near the line")]
    [InlineData(100.00, Stage.Warning, "at the line")]
    [InlineData(105.00, Stage.Call, "trap: the source says nothing here")]
    [InlineData(110.00, Stage.Call, "trap: nor here")]
    [InlineData(110.01, Stage.Call, "the source sells at once; here the call's time runs")]
    [Trait("Case", "A19")]
    public void EveryStateFromNinetyFivePercentUp_IsAtLeastAWarning(double needed, Stage stage, string reason)
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(100m).Fills("ACME", 2m, 100m);
        scenario.Account.Stage.ShouldBe(Stage.Healthy);
        market.Add(TestInstruments.Stock(initial: 0.56m, maintenance: (decimal)needed / 200m));
        scenario.WhenAssessed();
        scenario.Figures.Equity.ShouldBe(Amount(100m));
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount((decimal)needed));
        scenario.Account.Stage.ShouldBe(stage, reason);
    }

    private AccountScenario CalledForTenThousand()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(40_000m);
        var call = scenario.WhenFilled(Fill("ACME", 1_000m, 100m)).Event<AccountEvent.CallOpened>().Call;
        call.Rule.ShouldBe("initial");
        call.AmountDue.ShouldBe(Amount(10_000m));
        return scenario;
    }
}
