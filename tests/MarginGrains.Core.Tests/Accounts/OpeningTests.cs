using MarginGrains.Core.Accounts;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

public class OpeningTests
{
    private static readonly AccountCommand.Open Command = new(Id, RegimePresets.FxRetail.Id, new("USD"));

    private readonly TestMarket market = new();

    [Fact]
    [Trait("Rule", "ACCT-001")]
    public void Opening_BeginsTheAccountsOwnCount()
    {
        var opened = Nothing(market).When(Command).Then(typeof(AccountEvent.Opened));
        opened.And.Account.Sequence.ShouldBe(1);
        opened.And.Account.OpenedAt.ShouldBe(market.Now);
        opened.And.Account.Stage.ShouldBe(Stage.Healthy);
        opened.And.Account.IsExposed.ShouldBeFalse();
    }

    [Fact]
    public void OpeningAgain_TheSame_ChangesNothing() => Nothing(market).Does(Command).When(Command).ThenNothing();

    [Fact]
    public void OpeningAgain_InAnotherCurrency_IsRefused() =>
        Nothing(market).Does(Command).When(Command with { Currency = new("EUR") }).ThenRefused(Rejection.AccountExists);

    [Fact]
    public void OpeningAgain_UnderAnotherRegime_IsRefused() => Nothing(market).Does(Command)
        .When(Command with { RegimeId = RegimePresets.Futures.Id }).ThenRefused(Rejection.AccountExists);

    [Fact]
    public void Opening_UnderAnUnknownRegime_IsRefused() =>
        Nothing(market).When(Command with { RegimeId = new("no-such") }).ThenRefused(Rejection.RegimeUnknown);

    [Fact]
    public void Opening_UnderARegimeNotInForceYet_IsRefused()
    {
        market.Add(RegimePresets.FxRetail with { Id = new("later"), EffectiveAt = market.Now.AddSeconds(1) });
        var command = Command with { RegimeId = new("later") };
        Nothing(market).When(command).ThenRefused(Rejection.RegimeUnknown).And.Market.After(TimeSpan.FromSeconds(1));
        Nothing(market).When(command).Then(typeof(AccountEvent.Opened));
    }

    [Fact]
    public void AnyOtherCommand_WithoutAnAccount_IsRefused()
    {
        AccountCommand[] commands =
        [
            new AccountCommand.Transfer(new("t"), TransferKind.Deposit, Amount(1m)),
            new AccountCommand.RecordFill(new("f"), Fill("X", 1m, 1m), market.Now, null),
            new AccountCommand.Assess(),
            new AccountCommand.RecordExecution(new("e"), new("o"), Fill("X", 1m, 1m), true),
            new AccountCommand.RecordOrderEnd(new("e"), new("o"), ""),
            new AccountCommand.ConfirmClaim("claim-1"),
        ];
        foreach (var command in commands) Nothing(market).When(command).ThenRefused(Rejection.AccountUnknown);
    }

    [Fact]
    [Trait("Rule", "ACCT-001")]
    public void Time_NeverGoesBackForAnAccount()
    {
        var scenario = Account(market, RegimePresets.FxRetail);
        var opened = market.Now;
        market.After(TimeSpan.FromHours(-1));
        scenario.Deposits(5m);
        scenario.Events[^1].Time.ShouldBe(opened);
        scenario.Account.Now.ShouldBe(opened);
    }

    [Fact]
    [Trait("Rule", "ACCT-001")]
    public void AnAccount_IsWhatItsEventsSay()
    {
        market.Add(TestInstruments.Stock()).Mark("ACME", 100m);
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(1_000m).Fills("ACME", 5m, 100m, 1m);
        Exactly.Same(Events(market, scenario.Events).Account, scenario.Account);
        scenario.Events.Select(e => e.Sequence).ShouldBe([1, 2, 3]);
        scenario.Events[2].Cause.ShouldBe(new("fill", "fill-2"));
    }

    [Theory]
    [InlineData(Rejection.AccountUnknown, true, "it may be opened")]
    [InlineData(Rejection.AccountExists, false, "it will not become another")]
    [InlineData(Rejection.RegimeUnknown, true, "it may come into force")]
    [InlineData(Rejection.InstrumentUnknown, true, "it may be defined")]
    [InlineData(Rejection.CurrencyWithoutRate, true, "a pair may be defined")]
    [InlineData(Rejection.AmountNotPositive, false, "malformed")]
    [InlineData(Rejection.AmountTooPrecise, false, "malformed")]
    [InlineData(Rejection.QuantityZero, false, "malformed")]
    [InlineData(Rejection.FeeNegative, false, "malformed")]
    [InlineData(Rejection.NumbersTooLarge, false, "malformed")]
    [InlineData(Rejection.OffLot, false, "malformed")]
    [InlineData(Rejection.ReferenceUnknown, false, "the order is gone for good")]
    [InlineData(Rejection.AccountRestricted, true, "a person may lift it")]
    [InlineData(Rejection.AccountLiquidating, true, "it ends")]
    [InlineData(Rejection.CallOpen, true, "it ends")]
    [InlineData(Rejection.Unpriced, true, "a mark may come")]
    [InlineData(Rejection.NoNewRisk, true, "prices move")]
    [InlineData(Rejection.FreeMarginInsufficient, true, "prices move")]
    [InlineData(Rejection.WithdrawalExceedsWithdrawable, true, "prices move")]
    [InlineData(Rejection.OrderExists, false, "the id is taken")]
    [InlineData(Rejection.CollateralUnknown, true, "the regime may take it one day")]
    [InlineData(Rejection.CallUnknown, false, "calls do not come back")]
    [InlineData(Rejection.OrderUnknown, true, "it may still be placed")]
    [InlineData(Rejection.BucketUnknown, true, "one may be opened")]
    [InlineData(Rejection.InstrumentSuspended, true, "its market may resume")]
    [InlineData(Rejection.InstrumentReduceOnly, true, "it may be thawed")]
    [InlineData(Rejection.ShortNotAllowed, true, "bans end")]
    [InlineData(Rejection.DealTooSmall, false, "malformed")]
    [InlineData(Rejection.DealTooLarge, false, "malformed")]
    [InlineData(Rejection.PositionLimitExceeded, true, "the position may shrink")]
    [InlineData(Rejection.NotionalLimitExceeded, true, "prices move")]
    [InlineData(Rejection.ExtensionNotAllowed, false, "the rule says so")]
    [InlineData(Rejection.WaiverNeedsSecondPerson, false, "another command brings the second person")]
    [InlineData(Rejection.DueNotLater, false, "malformed")]
    [InlineData(Rejection.LeverageCapExceeded, true, "prices move")]
    [InlineData(Rejection.CollateralInsufficient, true, "more may be deposited")]
    [InlineData(Rejection.WithdrawalUnknown, true, "it may still be held")]
    [InlineData(Rejection.CurrencyForeign, false, "the account's currency does not change")]
    [InlineData(Rejection.TopUpSourceRefused, false, "malformed")]
    [InlineData(Rejection.CreditInsufficient, true, "more may be granted")]
    [InlineData(Rejection.MarketClosed, true, "it opens again")]
    [InlineData(Rejection.StopUnknown, true, "it may still be placed")]
    [InlineData(Rejection.PositionUnknown, true, "one may be opened")]
    [InlineData(Rejection.StopTriggered, false, "it does not come back")]
    [InlineData(Rejection.TooManyStops, true, "one may be cancelled")]
    [InlineData(Rejection.StopMalformed, false, "malformed")]
    [InlineData(Rejection.StopOffTick, false, "malformed")]
    [InlineData(Rejection.StopDistanceInvalid, false, "malformed")]
    [InlineData(Rejection.StopWouldTrigger, true, "prices move")]
    [InlineData(Rejection.GuaranteedStopNotOffered, false, "the instrument says so")]
    [InlineData(Rejection.StopTooClose, true, "prices move")]
    public void ARefusal_SaysWhetherItMayPass(Rejection code, bool transient, string reason) =>
        new Refusal(code, "").IsTransient.ShouldBe(transient, reason);

    [Fact]
    public void EveryRejection_IsInTheTableAbove() => Enum.GetValues<Rejection>().Length.ShouldBe(51);
}
