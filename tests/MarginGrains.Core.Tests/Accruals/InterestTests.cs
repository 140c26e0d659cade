using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Accruals;

/// <summary>Interest on a margin loan: by the day, exactly, and whatever is not published waits.</summary>
public class InterestTests
{
    private static readonly DateTimeOffset Monday = TestMarket.Monday;
    private static readonly DateTimeOffset Midnight = new(2026, 1, 6, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(DayCount.Act360, "0.04", 10, "15.28")]     // 10,000 × 5.5 % × 10 ÷ 360 = 15.2777…
    [InlineData(DayCount.Act365, "0.04", 10, "15.07")]     // 10,000 × 5.5 % × 10 ÷ 365 = 15.0684…
    [InlineData(DayCount.Act360, "0.04", 1, "1.53")]       // 1.52777…
    [InlineData(DayCount.Act360, "-0.015", 10, "0.00")]    // the published rate takes the spread away
    [Trait("Rule", "COST-003")]
    [Trait("Rule", "COST-004")]
    public void Interest_IsPrincipalTimesRateTimesDays(DayCount dayCount, string published, int days, string accrued)
    {
        var scenario = Borrowing(Costs() with { DayCount = dayCount, Charged = ChargeTime.MonthEnd });
        scenario.Market.Rate(RateKind.Interest, "USD", Monday.AddYears(-1),
            decimal.Parse(published, System.Globalization.CultureInfo.InvariantCulture));
        scenario.WhenAt(Midnight.AddDays(days - 1));
        Shown(scenario.Figures.AccruedCosts).ShouldBe(accrued);
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Given.Amount(-10_000m), "it is charged at the month's end");
        scenario.Figures.Equity.ShouldBe(Given.Amount(10_000m) - scenario.Figures.AccruedCosts, "but counts at once");
    }

    [Fact]
    [Trait("Rule", "COST-003")]
    public void ACharge_ChangesNothingInEquity_AndTheRestIsCarriedOn()
    {
        var scenario = Borrowing(Costs() with { Charged = ChargeTime.MonthEnd });
        scenario.Market.Rate(RateKind.Interest, "USD", Monday.AddYears(-1), 0.04m);
        scenario.WhenAt(new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero));
        var before = scenario.Figures.Equity;
        scenario.WhenAt(new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero)).Then<AccountEvent.CostsCharged>(
            e => e.Charges.ShouldHaveSingleItem().Amount.ShouldBe(Given.Amount(41.25m)));   // 27 days × 1.527777…
        scenario.Figures.AccruedCosts.Amount.ShouldBe(0m);
        (before - scenario.Figures.Equity).Amount.ShouldBe(1.53m, "the last day alone");
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Given.Amount(-10_041.25m));
    }

    [Fact]
    [Trait("Rule", "COST-002")]
    public void WhatIsNotPublished_Waits_IsSaidAloud_AndIsCountedOnceForWhatWasHeldThen()
    {
        var scenario = Borrowing(Costs());
        scenario.WhenAt(Midnight.AddHours(1)).Then<AccountEvent.CostsAccrued>(e =>
        {
            e.Counted.ShouldBeEmpty();
            e.Waiting.ShouldHaveSingleItem().Principal.ShouldBe(Given.Amount(10_000m));
        });
        scenario.Figures.AccruedCosts.Amount.ShouldBe(0m);
        scenario.Deposits(9_000m);

        scenario.Market.Rate(RateKind.Interest, "USD", Monday.AddYears(-1), 0.345m);
        scenario.WhenAssessed().Then<AccountEvent.CostsAccrued>(e =>
            e.Counted.ShouldHaveSingleItem().Exact.Amount.ShouldBe(10_000m * 0.36m));
        scenario.Account.Portfolio.Costs!.Pending.ShouldBeEmpty();
        scenario.WhenAssessed().ThenNothing();
        scenario.WhenAt(Midnight.AddDays(1)).Then<AccountEvent.CostsAccrued>(
            e => e.Counted.ShouldHaveSingleItem().Principal.ShouldBe(Given.Amount(1_000m)));
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Given.Amount(-1_000m - 11m), "both days: 10 and 1");
    }

    [Fact]
    [Trait("Rule", "COST-002")]
    public void ARate_HoldsForTheDaysThatBeginWithIt()
    {
        var scenario = Borrowing(Costs() with { Spread = default });
        scenario.Market.Rate(RateKind.Interest, "USD", Monday.AddYears(-1), 0.036m).Rate(
            RateKind.Interest, "USD", Midnight, 0.072m);
        scenario.WhenAt(Midnight);
        Charged(scenario).ShouldBe(1.00m, "Monday ends at the old rate");
        scenario.WhenAt(Midnight.AddDays(1));
        Charged(scenario).ShouldBe(3.00m);
    }

    [Fact]
    [Trait("Rule", "COST-004")]
    public void TheLoansOfPositions_BearInterestToo()
    {
        var regime = RegimePresets.TwFinancing with { Costs = Costs() with { DayCount = DayCount.Act365, Spread = default } };
        var market = new TestMarket().Add(TestInstruments.Stock("TSMC", "TWD")).Add(regime).Mark("TSMC", 100m);
        market.Rate(RateKind.Interest, "TWD", Monday.AddYears(-1), 0.0645m);
        var scenario = Given.Account(market, regime, "TWD").Deposits(50_000m, "TWD");
        scenario.WhenFilled(new(new("TSMC"), new(1_000m), new(100m), default));
        scenario.WhenAt(Midnight).Then<AccountEvent.CostsAccrued>(
            e => e.Counted.ShouldHaveSingleItem().Principal.ShouldBe(Given.Amount(60_000m, "TWD")));
        scenario.WhenAt(Midnight.AddDays(9));
        scenario.Account.Portfolio.Balance(new("TWD")).Amount.ShouldBe(10_000m - 106m);   // 60,000 × 6.45 % × 10 ÷ 365 = 106.03
    }

    [Fact]
    [Trait("Rule", "COST-005")]
    public void WhatIsOverdue_BearsMore()
    {
        var rule = Costs() with { Spread = default, OverdueSpread = new(0.072m) };
        var regime = RegimePresets.FxRetail with { Costs = rule, NegativeBalance = NegativeBalanceRule.Debt };
        var market = new TestMarket().Add(TestInstruments.Cfd("GOLD", 1m, 10m)).Add(regime).Mark("GOLD", 1_000m);
        market.Rate(RateKind.Interest, "USD", Monday.AddYears(-1), 0.036m);
        var scenario = Given.Account(market, regime).Deposits(2_000m).Fills("GOLD", 10m, 1_000m);
        scenario.WhenMarked("GOLD", 300m).And.SettlesOrders();
        scenario.Account.IsInDebt.ShouldBeTrue();
        scenario.WhenAt(Midnight).Then<AccountEvent.CostsAccrued>(e => e.Counted.Select(c => (c.Kind, c.Exact.Amount)).ShouldBe(
            [(CostKind.Interest, 5_000m * 0.036m), (CostKind.OverdueInterest, 5_000m * 0.072m)]));
        scenario.Account.Portfolio.Balance(new("USD")).Amount.ShouldBe(-5_000m - 0.50m - 1.00m);
    }

    [Fact]
    [Trait("Rule", "COST-001")]
    public void TheAccountSaysItself_WhenADayEnds_AndAReaderSeesItWithoutAskingAnyone()
    {
        var scenario = Borrowing(Costs() with { Charged = ChargeTime.MonthEnd });
        scenario.Market.Rate(RateKind.Interest, "USD", Monday.AddYears(-1), 0.345m);
        AccountDue.Next(scenario.Account, scenario.Market.Set, scenario.Market.Now).ShouldBe(Midnight);
        scenario.Market.Now = Midnight.AddDays(2);
        var read = AccountAsOf.Of(scenario.Account, scenario.Market.Set, scenario.Market.Now);
        read.Account.Sequence.ShouldBe(scenario.Account.Sequence);
        read.Account.Portfolio.Costs!.Lines.ShouldHaveSingleItem().Outstanding.Amount.ShouldBe(30m);
        scenario.Account.Portfolio.Costs.ShouldBeNull("a reader stores nothing");
    }

    [Fact]
    [Trait("Rule", "COST-003")]
    public void AccruedCosts_HaveTheirLineInTheExplanation()
    {
        var scenario = Borrowing(Costs() with { Charged = ChargeTime.MonthEnd });
        scenario.Market.Rate(RateKind.Interest, "USD", Monday.AddYears(-1), 0.345m);
        scenario.WhenAt(Midnight.AddDays(4));
        var equity = Core.Margin.ExplanationBuilder.Explain(
            scenario.Account.Portfolio, scenario.Regime, scenario.Market.Set, scenario.Market.Now).Nodes[0];
        var costs = equity.Children.Single(n => n.Label == "Accrued costs");
        costs.Amount.ShouldBe(Given.Amount(-50m));
        costs.Children.ShouldHaveSingleItem().Label.ShouldBe("Interest USD");
        equity.Children.Aggregate(Given.Amount(0m), (sum, n) => sum + n.Amount).ShouldBe(equity.Amount);
    }

    [Fact]
    [Trait("Rule", "COST-001")]
    public void ARefusedCommand_CountsNothing_AndTheNextDoes()
    {
        var scenario = Borrowing(Costs());
        scenario.Market.Rate(RateKind.Interest, "USD", Monday.AddYears(-1), 0.345m);
        scenario.Market.Now = Midnight;
        scenario.WhenTransferring(TransferKind.Withdrawal, 1_000_000m).ThenRefused(
            Rejection.WithdrawalExceedsWithdrawable);
        scenario.WhenAssessed().Then<AccountEvent.CostsAccrued>();
    }

    private static CostRule Costs() => new() { Spread = new(0.015m) };

    /// Ten thousand borrowed against a share worth twenty.
    private static AccountScenario Borrowing(CostRule costs)
    {
        var regime = RegimePresets.UsRegT with { Costs = costs };
        var market = new TestMarket().Add(TestInstruments.Stock()).Add(regime).Mark("ACME", 100m);
        return Given.Account(market, regime).Deposits(10_000m).Fills("ACME", 200m, 100m);
    }

    private static decimal Charged(AccountScenario scenario) => -10_000m - scenario.Account.Portfolio.Balance(new("USD")).Amount;

    private static string Shown(Money money) => DecimalText.Format(money.Amount, 2);
}
