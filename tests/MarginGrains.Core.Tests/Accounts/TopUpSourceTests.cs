using MarginGrains.Core.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

/// <summary>Top-ups, on the side of the source.</summary>
public class TopUpSourceTests(ITestOutputHelper output)
{
    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Future(), TestInstruments.Stock(), TestInstruments.Pair("EURUSD")).Mark("ES", 5000m);

    [Fact]
    [Trait("Rule", "TOPU-004")]
    [Trait("Rule", "TOPU-005")]
    public void ASourceWithCash_GivesWhatItIsAskedFor_Once_AndForgetsItWhenItIsBooked()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(1_000m);
        var given = scenario.When(Give("topup-b-1", 600m)).Event<AccountEvent.TopUpGiven>();
        given.Transfer.ShouldBe(new("topup-b-1", new("b"), Amount(600m), market.Now) { Reason = "" });
        scenario.Account.Portfolio.Balances.ShouldBe([Amount(400m)]);
        scenario.Account.IsExposed.ShouldBeTrue("its answer is missing");
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(market.Now + AccountDue.AnswerTimeout);
        scenario.When(Give("topup-b-1", 600m)).ThenNothing();
        scenario.Events.SelectMany(Ledger.Entries).Where(e => e.Account == LedgerAccount.LinkedTransfers)
            .Sum(e => e.Amount.Amount).ShouldBe(600m, "on its way");

        scenario.When(new AccountCommand.ConfirmTopUp("topup-b-1")).Then(typeof(AccountEvent.TopUpDelivered));
        scenario.When(new AccountCommand.ConfirmTopUp("topup-b-1")).ThenNothing();
        scenario.Account.Outgoing.ShouldBeEmpty();
        scenario.Account.IsExposed.ShouldBeFalse();
    }

    [Theory]
    [InlineData(13_000, 670, "its warning at 1.03 × maintenance margin lies below initial margin of 12,000: 1,000 withdrawable")]
    [InlineData(12_000, 0, "no more than initial margin is there")]
    [Trait("Rule", "TOPU-004")]
    public void ASourceWithAPosition_KeepsItsMarginAndItsLines(decimal deposit, decimal ignored, string reason)
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(deposit).Fills("ES", 1m, 5000m);
        var withdrawable = Withdrawable.Of(scenario.Figures, scenario.Regime, scenario.Account.Portfolio);
        var gift = TopUpOffer.Of(scenario.Account, Amount(5_000m), market.Set, market.Now);
        gift.Amount.ShouldBe(withdrawable, $"{reason} {ignored}");
        gift.Reason.ShouldNotBeEmpty();
    }

    [Fact]
    [Trait("Rule", "TOPU-004")]
    public void ASource_StaysAboveItsOwnLine_ThoughMoreIsWithdrawable()
    {
        var warning = new RegimeLine(Measure.EquityToMaintenance, Comparator.AtOrBelow, new(1.5m));
        var regime = RegimePresets.Futures with { Id = new("high"), Warning = new(warning, warning) };
        var scenario = Account(market, regime).Deposits(20_000m).Fills("ES", 1m, 5000m);
        TopUpOffer.Of(scenario.Account, Amount(9_000m), market.Set, market.Now).Amount
            .ShouldBe(Amount(3_499.99m), "at 16,500 the warning is crossed");
        scenario.When(Give("topup-b-1", 9_000m)).Then(typeof(AccountEvent.TopUpGiven)).ThenStage(Stage.Healthy);
    }

    [Fact]
    [Trait("Rule", "TOPU-004")]
    public void ASource_GivesNoCreditNoLoanAndNoGain()
    {
        var lends = Account(market.Mark("ACME", 100m), RegimePresets.UsRegT).Deposits(10_000m).Fills("ACME", 100m, 100m);
        TopUpOffer.Of(lends.Account, Amount(1m), market.Set, market.Now).Amount.ShouldBe(Amount(0m), "it has no cash");
        var credited = Account(market, RegimePresets.FxRetail).Deposits(10m)
            .Does(new AccountCommand.GrantCredit(new("c"), Amount(500m), new("ann", "why")));
        TopUpOffer.Of(credited.Account, Amount(100m), market.Set, market.Now).Amount.ShouldBe(Amount(10m));
    }

    [Fact]
    [Trait("Rule", "TOPU-004")]
    public void ASourceThatIsCalledUnpricedOrForeign_GivesNothing_AndSaysWhy()
    {
        var called = Account(market, RegimePresets.Futures).Deposits(12_000m).Fills("ES", 1m, 5000m);
        called.WhenMarked("ES", 4970m).ThenStage(Stage.Call);
        called.When(Give("topup-b-1", 1m)).ThenNothing();
        TopUpOffer.Of(called.Account, Amount(1m), market.Set, market.Now).Reason.ShouldContain("call");
        var unpriced = Account(market, RegimePresets.FxRetail).Deposits(10m).Deposits(1m, "EUR");
        TopUpOffer.Of(unpriced.Account, Amount(1m), market.Set, market.Now).Reason.ShouldContain("price");
        var foreign = Account(market, RegimePresets.FxRetail, "EUR").Deposits(10m, "EUR");
        TopUpOffer.Of(foreign.Account, Amount(1m), market.Set, market.Now).Reason.ShouldContain("EUR");
    }

    /// Whatever a source holds: after giving none of its lines is crossed that was not, and what it gave was withdrawable.
    [Fact]
    [Trait("Rule", "TOPU-004")]
    public void AlongRandomLives_NoSourceGivesMoreThanItCanSpare()
    {
        var gave = 0;
        Law.Holds(output, RandomPath.Paths, 150, path =>
        {
            for (var moment = 0; moment < 15; moment++)
            {
                path.ClientActs();
                path.MarketMoves();
                path.Scenario.WhenAssessed();
                path.VenueAnswers(always: true);
                var scenario = path.Scenario;
                var before = scenario.Account;
                var known = AccountAsOf.Of(before, scenario.Market.Set, scenario.Market.Now);
                var most = Disposable.Of(known.Account, known.Market, scenario.Market.Now)?.Amount ?? 0m;
                var asked = Amount(path.Chance.Between(1, 50_000), before.Currency.Code);
                var outcome = scenario.When(new AccountCommand.GiveTopUp($"topup-b-{moment}", new("b"), asked));
                if (outcome.Decision.Events.Count == 0) continue;
                gave++;
                // What a later session would ask is no line of now; of it the source is only told.
                outcome.Decision.Events.Where(e => e is not AccountEvent.WarningRaised { Switch: not null })
                    .ShouldHaveSingleItem().ShouldBeOfType<AccountEvent.TopUpGiven>();
                var gift = outcome.Event<AccountEvent.TopUpGiven>().Transfer.Amount.Amount;
                gift.ShouldBeLessThanOrEqualTo(Math.Min(asked.Amount, most));
                scenario.Account.Stage.ShouldBe(before.Stage);
                scenario.WhenAssessed().ThenNothing();
            }
        });
        gave.ShouldBeGreaterThan(20);
    }

    private static AccountCommand.GiveTopUp Give(string id, decimal amount) => new(id, new("b"), Amount(amount));
}
