using MarginGrains.Core.Accounts;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

public class LedgerTests
{
    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Future()).Mark("ES", 5000m);

    [Fact]
    [Trait("Rule", "ACCT-005")]
    public void EveryBooking_SumsToZero_AndTheClientsSideIsTheBalance()
    {
        var regime = RegimePresets.Futures with { Id = new("w"), NegativeBalance = NegativeBalanceRule.WriteOff };
        var scenario = Account(market, regime).Deposits(12_000m).Fills("ES", 1m, 5000m, 3m);
        scenario.WhenTransferring(TransferKind.Fee, 7m);
        scenario.WhenMarked("ES", 4700m);
        scenario.SettlesOrders();

        var entries = scenario.Events.SelectMany(Ledger.Entries).ToList();

        entries.Sum(e => e.Amount.Amount).ShouldBe(0m);
        Sum(entries, LedgerAccount.Client).ShouldBe(0m, "written off");
        Sum(entries, LedgerAccount.External).ShouldBe(-12_000m);
        Sum(entries, LedgerAccount.Fees).ShouldBe(10m);
        Sum(entries, LedgerAccount.Market).ShouldBe(15_000m);
        Sum(entries, LedgerAccount.InTransit).ShouldBe(-3_010m);
        scenario.Account.Claims[0].Amount.ShouldBe(Amount(3_010m));
    }

    [Fact]
    [Trait("Rule", "ACCT-005")]
    public void WhatMovesNoCash_HasNoEntries() => Ledger.Entries(new AccountEvent.WarningRaised()).ShouldBeEmpty();

    [Fact]
    [Trait("Rule", "ACCT-005")]
    public void ABalanceThatItsBookingsDoNotExplain_IsCaught()
    {
        var scenario = Account(market, RegimePresets.Futures);
        var before = scenario.Account;
        var decision = scenario.WhenTransferring(TransferKind.Deposit, 5m).Decision;
        var more = decision.Account! with { Portfolio = decision.Account.Portfolio.Add(Amount(0.01m)) };
        Broken(before, decision with { Account = more }, "bookings do not explain");
    }

    [Fact]
    [Trait("Rule", "ACCT-001")]
    public void ABrokenAccount_IsCaughtBeforeItIsStored()
    {
        var scenario = Account(market, RegimePresets.Futures);
        var before = scenario.Account;
        var good = scenario.WhenTransferring(TransferKind.Deposit, 5m).Decision;
        var after = good.Account!;
        Broken(before, good with { Events = [good.Events[0] with { Sequence = 9 }] }, "event 9 where 2 is due");
        Broken(before, good with { Account = after with { Stage = Stage.Liquidating } }, "does not fit the liquidation");
        Broken(before, good with { Account = after with { Stage = Stage.Call } }, "the stage of a call without one");
        Broken(before, good with { Account = after with { Now = before.Now.AddTicks(-1) } }, "time that goes back");
        var empty = after.Portfolio.Set(new(new("ES"), default, new(1m)), new(new("ES"), default, new(1m)));
        Broken(before, good with { Account = after with { Portfolio = empty } }, "an empty position");
    }

    [Fact]
    [Trait("Rule", "LIQD-004")]
    public void AnOrderBeyondWhatIsHeld_IsCaught()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(24_000m).Fills("ES", 2m, 5000m);
        var before = scenario.Account;
        var good = scenario.WhenMarked("ES", 4770m).Decision;
        var liquidation = good.Account!.Liquidation!;
        foreach (var quantity in new[] { -3m, 2m })
        {
            var order = liquidation.Orders[0] with { Quantity = new(quantity) };
            Broken(before, good with
            {
                Account = good.Account with { Liquidations = [liquidation with { Orders = [order] }] },
            }, "beyond what is held");
        }
    }

    private static decimal Sum(IEnumerable<LedgerEntry> entries, LedgerAccount account) =>
        entries.Where(e => e.Account == account).Sum(e => e.Amount.Amount);

    private static void Broken(Account before, Decision decision, string what) =>
        Should.Throw<InvariantBrokenException>(() => AccountInvariants.Check(before, decision)).Message.ShouldContain(what);
}
