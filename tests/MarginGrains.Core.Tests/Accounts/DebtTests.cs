using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

/// <summary>Debt cases, and what protection makes good.</summary>
public class DebtTests(ITestOutputHelper output)
{
    private static readonly Regime Protected = RegimePresets.Futures with
    {
        Id = new("protected"), NegativeBalance = NegativeBalanceRule.WriteOff, ProtectionAccount = "client-protection",
    };

    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Future(), TestInstruments.Pair("EURUSD")).Mark("ES", 5000m);

    [Fact]
    [Trait("Rule", "DEBT-001")]
    [Trait("Rule", "DEBT-003")]
    [Trait("Rule", "ACCT-006")]
    public void ADebt_IsDueOnTheNextBusinessDay_AndInDefaultAfterThree()
    {
        var scenario = Lost(RegimePresets.Futures);
        var debt = scenario.Account.Debt.ShouldNotBeNull();
        debt.DebtId.ShouldBe("debt-1");
        debt.Principal.ShouldBe(Amount(3_000m));
        debt.DueAt.ShouldBe(Noon(1));
        debt.DefaultAt.ShouldBe(Noon(3));
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(Noon(1));

        scenario.WhenAt(Noon(1).AddTicks(-1)).ThenNothing();
        scenario.WhenAt(Noon(1)).Then(typeof(AccountEvent.DebtOverdue));
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(Noon(3));
        scenario.WhenAt(Noon(3).AddTicks(-1)).ThenNothing();
        scenario.WhenAt(Noon(3)).Then(typeof(AccountEvent.DebtDefaulted));
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBeNull();
        scenario.WhenTransferring(TransferKind.Deposit, 3_000m)
            .Then<AccountEvent.DeficitRepaid>(e => e.DebtId.ShouldBe("debt-1")).ThenStage(Stage.Healthy);
        scenario.Account.Debt.ShouldBeNull();
        scenario.WhenTransferring(TransferKind.Fee, 1m)
            .Then<AccountEvent.DebtOpened>(e => e.Debt.DebtId.ShouldBe("debt-2"));
    }

    [Fact]
    [Trait("Rule", "DEBT-003")]
    public void DeadlinesThatPassTogether_AreToldTogether()
    {
        var scenario = Lost(RegimePresets.Futures);
        scenario.WhenAt(Noon(4)).Then(typeof(AccountEvent.DebtOverdue), typeof(AccountEvent.DebtDefaulted));
        scenario.WhenAssessed().ThenNothing();
    }

    [Fact]
    [Trait("Rule", "DEBT-002")]
    public void ADebt_GrowsByLaterCharges_AndShrinksByPayments_DueWhenItWas()
    {
        var scenario = Lost(RegimePresets.Futures);
        var dueAt = scenario.Account.Debt!.DueAt;
        market.After(TimeSpan.FromHours(1));
        scenario.WhenTransferring(TransferKind.Fee, 50m).Then<AccountEvent.DebtGrown>(e =>
        {
            e.From.ShouldBe(Amount(3_000m));
            e.Principal.ShouldBe(Amount(3_050m));
        });
        scenario.WhenTransferring(TransferKind.Deposit, 1_050m)
            .Then<AccountEvent.DebtReduced>(e => e.Principal.ShouldBe(Amount(2_000m)));
        scenario.Account.Debt!.DueAt.ShouldBe(dueAt);
        scenario.Account.Debt.Principal.ShouldBe(-scenario.Figures.Equity);
    }

    [Fact]
    [Trait("Rule", "DEBT-002")]
    [Trait("Rule", "DEBT-003")]
    public void PricesAlone_ChangeNoPrincipal_AndWithoutThemNoDeadlineIsJudged()
    {
        market.Mark("EURUSD", 1.25m);
        var scenario = Account(market, RegimePresets.Futures);
        scenario.WhenTransferring(TransferKind.Fee, 100m, "EUR").Then<AccountEvent.DebtOpened>();
        scenario.WhenMarked("EURUSD", 1.30m).ThenNothing();
        scenario.Account.Debt!.Principal.ShouldBe(Amount(125m));
        scenario.WhenTransferring(TransferKind.Deposit, 1m)
            .Then<AccountEvent.DebtGrown>(e => e.Principal.ShouldBe(Amount(129m), "100 euros at 1.30, less one"));
        market.Add(TestInstruments.Pair("EURUSD") with { MaximumMarkAge = TimeSpan.FromHours(1) });
        scenario.WhenAt(Noon(1)).ThenNothing();
        scenario.WhenMarked("EURUSD", 1.30m).Then(typeof(AccountEvent.DebtOverdue));
    }

    [Fact]
    [Trait("Rule", "DEBT-004")]
    public void WhatAFeeMadeNegative_IsOwedUnderProtectionToo()
    {
        var scenario = Account(market, Protected).Deposits(10m);
        scenario.WhenTransferring(TransferKind.Fee, 30m).Then(
            typeof(AccountEvent.TransferBooked), typeof(AccountEvent.DeficitRecorded), typeof(AccountEvent.DebtOpened));
        scenario.Account.Debt!.Principal.ShouldBe(Amount(20m));
        scenario.Account.Stage.ShouldBe(Stage.Deficit);
        scenario.WhenAssessed().ThenNothing();
    }

    [Fact]
    [Trait("Rule", "DEBT-004")]
    [Trait("Rule", "ACCT-005")]
    public void Protection_MakesGoodOnlyWhatTheMarketMadeNegative_FromTheAccountThatIsNamed()
    {
        var scenario = Account(market, Protected);
        scenario.WhenTransferring(TransferKind.Fee, 20m);
        scenario.WhenFilled(Fill("ES", 1m, 5000m));
        while (scenario.Account.Liquidation is { Orders: [var order, ..] })
        {
            scenario.WhenExecuted(order.OrderId, new(order.Symbol, order.Open, new(4998m), default), isFinal: true);
        }

        var made = scenario.Events.OfType<AccountEvent.Compensated>().ShouldHaveSingleItem();
        made.Claim.Amount.ShouldBe(Amount(100m), "the market took 120 below zero, 20 of which were owed");
        made.Account.ShouldBe("client-protection");
        scenario.Account.Claims.ShouldBeEmpty("a named account needs no answer");
        scenario.Account.Portfolio.Balances.ShouldBe([Amount(-20m)]);
        scenario.Account.Debt!.Principal.ShouldBe(Amount(20m));
        scenario.Account.Stage.ShouldBe(Stage.Deficit);
        var booked = scenario.Events.SelectMany(Ledger.Entries).Where(e => e.Account == LedgerAccount.Protection).ToList();
        booked.ShouldBe([new LedgerEntry(LedgerAccount.Protection, Amount(-100m)) { Name = "client-protection" }]);
    }

    [Theory]
    [InlineData(ChargeTime.EachDay, 3)]
    [InlineData(ChargeTime.MonthEnd, 27)]
    [Trait("Rule", "DEBT-004")]
    [Trait("Rule", "COST-005")]
    public void InterestOnWhatAFeeMadeNegative_IsOwedToo_AndNobodyMakesItGood(ChargeTime charged, int days)
    {
        var costs = new CostRule { Spread = new(0.02m), OverdueSpread = new(0.04m), Charged = charged };
        market.Rate(RateKind.Interest, "USD", Noon(-30), 0.03m);
        var scenario = Account(market, Protected with { Costs = costs });
        scenario.WhenTransferring(TransferKind.Fee, 3_600m);
        scenario.WhenAt(Noon(1));
        scenario.WhenAt(Noon(days));
        scenario.Events.OfType<AccountEvent.Compensated>().ShouldBeEmpty();
        var owed = -scenario.Account.Portfolio.Balance(new("USD")).Amount;
        // 3,600 at 5 % are 0.50 until it is due on Tuesday noon, then at 9 % 0.90 a day, and less than a cent on that.
        owed.ShouldBe(3_600.50m + (days - 1) * 0.90m);
        scenario.Account.Debt!.Principal.ShouldBe(Amount(owed));
        scenario.WhenTransferring(TransferKind.Deposit, owed).Then<AccountEvent.DeficitRepaid>();
        scenario.Account.Stage.ShouldBe(Stage.Healthy);
    }

    [Fact]
    [Trait("Rule", "DEBT-004")]
    public void AFeeThatTakesAnAccountBelowZero_IsOwed_PositionsHeldOrNot()
    {
        var scenario = Account(market, Protected).Deposits(12_000m).Fills("ES", 1m, 5000m);
        scenario.WhenTransferring(TransferKind.Fee, 12_040m).Then<AccountEvent.DebtOpened>(
            e => e.Debt.Principal.ShouldBe(Amount(40m)));
        scenario.Account.Stage.ShouldBe(Stage.Liquidating);
        var order = scenario.Account.Liquidation!.Orders[0];
        scenario.WhenExecuted(order.OrderId, new(order.Symbol, order.Open, new(4999m), default), isFinal: true)
            .Then<AccountEvent.Compensated>(e => e.Claim.Amount.ShouldBe(Amount(50m)));
        scenario.Account.Debt!.Principal.ShouldBe(Amount(40m));
        scenario.WhenTransferring(TransferKind.Deposit, 40m).Then<AccountEvent.DeficitRepaid>().ThenStage(Stage.Healthy);
    }

    [Fact]
    [Trait("Rule", "DEBT-004")]
    public void APaymentWhileTheMarketIsAgainstIt_LowersWhatIsOwed()
    {
        var scenario = Account(market, Protected);
        scenario.WhenTransferring(TransferKind.Fee, 20m);
        scenario.WhenFilled(Fill("ES", 1m, 5000m));
        scenario.WhenMarked("ES", 4990m).ThenStage(Stage.Liquidating);
        scenario.WhenTransferring(TransferKind.Deposit, 5m)
            .Then<AccountEvent.DebtReduced>(e => e.Principal.ShouldBe(Amount(15m)));
        scenario.WhenTransferring(TransferKind.Deposit, 15m).Then<AccountEvent.DeficitRepaid>();
        scenario.SettlesOrders();
        scenario.Events.OfType<AccountEvent.Compensated>().ShouldHaveSingleItem().Claim.Amount.ShouldBe(Amount(500m));
        scenario.Account.Portfolio.Balances.ShouldBeEmpty();
        scenario.Account.Stage.ShouldBe(Stage.Healthy);
    }

    [Fact]
    [Trait("Rule", "DEBT-001")]
    public void ADebtFromBeforeThereWereCases_GetsOneWhenItIsJudgedNext()
    {
        var old = Lost(RegimePresets.Futures).Account with { Debt = null, DebtCount = 0 };
        var scenario = new AccountScenario(market, old);
        scenario.WhenAssessed().Then<AccountEvent.DebtOpened>(e => e.Debt.Principal.ShouldBe(Amount(3_000m)));
        scenario.WhenAssessed().ThenNothing();
    }

    [Fact]
    [Trait("Rule", "DEBT-001")]
    public void ARegimeWithoutADueTime_OpensADebtWithoutEnd()
    {
        var scenario = Account(market, RegimePresets.UsRegT);
        scenario.WhenTransferring(TransferKind.Fee, 5m).Then<AccountEvent.DebtOpened>(e =>
        {
            e.Debt.DueAt.ShouldBeNull();
            e.Debt.DefaultAt.ShouldBeNull();
        });
    }

    [Theory]
    [InlineData(1, 0, "debt.defaultAfter", "in default before it is due")]
    [InlineData(-1, 3, "debt.grace", "a negative number of days")]
    [InlineData(1, 4_000, "debt.defaultAfter", "beyond ten years")]
    [Trait("Rule", "DEBT-001")]
    public void ARegimeThatContradictsItself_IsNotStored(int due, int lost, string field, string reason) =>
        RegimeValidation.Check(RegimePresets.Futures with { Debt = new(Days(due), Days(lost)) })
            .Select(e => e.Field).ShouldContain(field, reason);

    [Fact]
    [Trait("Rule", "DEBT-004")]
    public void AnAccountOfTheBooks_HasAName() => RegimeValidation.Check(Protected with { ProtectionAccount = "a b" })
        .Select(e => e.Field).ShouldBe(["protectionAccount"]);

    /// The principal is what is missing, and what protection pays is never more than the market took.
    [Fact]
    [Trait("Rule", "DEBT-002")]
    [Trait("Rule", "DEBT-004")]
    public void AlongRandomLives_PrincipalAndWriteOffs_AddUpToWhatIsMissing() => Law.Holds(output, RandomPath.Paths, 150, path =>
    {
        for (var moment = 0; moment < 25; moment++)
        {
            path.ClientActs();
            path.MarketMoves();
            path.Scenario.WhenAssessed();
            path.VenueAnswers(always: true);
            var (account, events) = (path.Scenario.Account, path.Scenario.Events);
            (account.Debt is not null).ShouldBe(account.IsInDebt);
            foreach (var made in events.OfType<AccountEvent.Compensated>().Where(c => c.Bucket is null))
            {
                var before = AccountFold.Evolve(null, events.Take((int)made.Sequence - 1))!;
                var after = AccountFold.Evolve(before, made);
                after.Debt?.Principal.ShouldBe(before.Debt!.Principal, "what was owed before stays owed");
            }
        }
    });

    private static GracePeriod.BusinessDays Days(int days) => new(days, new(12, 0), []);

    /// Noon of a business day after Monday.
    private static DateTimeOffset Noon(int days) =>
        new DateTimeOffset(TestMarket.Monday.Date, TimeSpan.Zero).AddDays(days).AddHours(12);

    private AccountScenario Lost(Regime regime)
    {
        market.Mark("ES", 5000m);
        var scenario = Account(market, regime).Deposits(12_000m).Fills("ES", 1m, 5000m);
        scenario.WhenMarked("ES", 4700m).ThenStage(Stage.Liquidating);
        return scenario.SettlesOrders();
    }
}
