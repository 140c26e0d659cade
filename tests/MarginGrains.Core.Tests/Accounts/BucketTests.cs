using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

public class BucketTests
{
    private static readonly Symbol Bitcoin = new("BTCPERP");

    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Perpetual(), TestInstruments.Perpetual("ETHPERP")).Mark("BTCPERP", 10_000m).Mark("ETHPERP", 1_000m);

    [Fact]
    [Trait("Rule", "POSN-006")]
    public void AnIsolatedFill_PutsItsInitialMarginAside()
    {
        var scenario = Isolated();
        scenario.Account.Portfolio.IsFlat.ShouldBeTrue();
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(900m));
        scenario.Account.PortfolioOf(Bitcoin).Balance(new("USD")).ShouldBe(Amount(100m));
        scenario.Isolates("BTCPERP", 1m, 10_000m);
        scenario.Account.PortfolioOf(Bitcoin).Balance(new("USD")).ShouldBe(Amount(200m));
    }

    [Fact]
    [Trait("Rule", "POSN-006")]
    public void ABucketThatIsClosed_GivesBackWhatIsLeft()
    {
        var scenario = Isolated().Isolates("BTCPERP", -1m, 10_050m);
        scenario.Account.Buckets.ShouldBeEmpty();
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(1_050m));
        scenario.Account.IsExposed.ShouldBeFalse();
    }

    [Fact]
    [Trait("Rule", "POSN-006")]
    public void AnIsolatedFill_LeavesTheSharedPositionOfItsInstrument()
    {
        var scenario = Isolated().Fills("BTCPERP", -1m, 10_000m);
        scenario.Account.PortfolioOf(Bitcoin).Positions.ShouldHaveSingleItem().Quantity.ShouldBe(new(1m));
        scenario.Account.Portfolio.Positions.ShouldHaveSingleItem().Quantity.ShouldBe(new(-1m));
    }

    [Fact]
    [Trait("Rule", "ACCT-012")]
    public void MarginMovesIn_AndOutAsFarAsItCanBeSpared()
    {
        var scenario = Isolated();
        Move(scenario, "m-1", 901m).ThenRefused(Rejection.WithdrawalExceedsWithdrawable);
        Move(scenario, "m-2", 200m).Then(typeof(AccountEvent.MarginMoved));
        scenario.Account.PortfolioOf(Bitcoin).Balance(new("USD")).ShouldBe(Amount(300m));
        Move(scenario, "m-3", -200.01m).ThenRefused(Rejection.WithdrawalExceedsWithdrawable);
        Move(scenario, "m-4", -200m).Then(typeof(AccountEvent.MarginMoved));
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(900m));
        Move(scenario, "m-5", 0m).ThenRefused(Rejection.AmountNotPositive);
        scenario.When(new AccountCommand.MoveMargin(new("m-6"), new("ETHPERP"), Amount(1m)))
            .ThenRefused(Rejection.BucketUnknown);
    }

    [Fact]
    [Trait("Rule", "ACCT-012")]
    public void MarginAddedInTime_KeepsABucketFromLiquidation()
    {
        var scenario = Isolated();
        Move(scenario, "m-1", 100m);
        scenario.WhenMarked("BTCPERP", 9_940m).ThenNothing();
        scenario.WhenMarked("BTCPERP", 9_849.24m).Then<AccountEvent.LiquidationStarted>(e => e.Bucket.ShouldBe(Bitcoin));
        Move(scenario, "m-2", -1m).ThenRefused(Rejection.AccountLiquidating);
    }

    [Fact]
    [Trait("Rule", "ACCT-012")]
    [Trait("Rule", "LIQD-019")]
    public void ABucketThatIsLiquidated_PaysItsFeeAndIsOver()
    {
        var scenario = Isolated();
        scenario.Isolates("BTCPERP", 1m, 10_000m);
        scenario.WhenMarked("BTCPERP", 9_949m).Then<AccountEvent.LiquidationOrdered>(
            e => e.Order.Quantity.ShouldBe(new(-2m), "98 less the fee suffice for none"));

        scenario.WhenNextOrderExecutes(Bitcoin)
            .Then<AccountEvent.LiquidationFeeCharged>(e =>
            {
                e.Bucket.ShouldBe(Bitcoin);
                e.Claim.Amount.ShouldBe(Amount(-98m), "half a percent of 19,898 would be 99.49");
            })
            .Then<AccountEvent.LiquidationCompleted>();

        scenario.Account.Liquidations.ShouldBeEmpty();
        scenario.Account.Buckets.ShouldBeEmpty();
        scenario.Account.Stage.ShouldBe(Stage.Healthy);
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(800m));
    }

    [Fact]
    [Trait("Rule", "ACCT-012")]
    public void ABucketThatTheClientClosesDuringItsLiquidation_IsOver()
    {
        var scenario = Isolated();
        var order = scenario.WhenMarked("BTCPERP", 9_949m).Event<AccountEvent.LiquidationOrdered>().Order;
        scenario.Isolates("BTCPERP", -1m, 9_960m);
        scenario.WhenOrderEnds(order.OrderId, "nothing to reduce");
        scenario.Account.Liquidations.ShouldBeEmpty();
        scenario.Account.Stage.ShouldBe(Stage.Healthy);
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(960m));
        scenario.WhenTransferring(TransferKind.Withdrawal, 960m).Then(typeof(AccountEvent.TransferBooked));
    }

    [Fact]
    [Trait("Rule", "POSN-006")]
    public void AnIsolatedFillBeyondTheCash_IsNotPaidByTheFund()
    {
        var scenario = Account(market, RegimePresets.CryptoPerpetual).Deposits(50m).Isolates("BTCPERP", 1m, 10_000m);
        scenario.Events.OfType<AccountEvent.DeficitRecorded>().ShouldBeEmpty("the bucket holds what the rest lacks");
        scenario.Account.Claims.ShouldBeEmpty();
        scenario.Isolates("BTCPERP", -1m, 10_000m);
        foreach (var order in scenario.Account.Liquidations.SelectMany(l => l.Orders)) scenario.WhenOrderEnds(order.OrderId);
        scenario.Account.Liquidations.ShouldBeEmpty("nothing is left to reduce");
        scenario.Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(50m));
    }

    [Fact]
    [Trait("Rule", "POSN-006")]
    public void AnIsolatedFillBeyondTheCash_PutsAsideWhatThereIs()
    {
        var scenario = Account(market, RegimePresets.CryptoPerpetual).Deposits(60m);
        scenario.WhenFilled(Fill("BTCPERP", 1m, 10_000m) with { IsIsolated = true })
            .Then<AccountEvent.IncidentRaised>(e => e.Code.ShouldBe("fill_beyond_margin"))
            .ThenNo<AccountEvent.LiquidationStarted>();
        scenario.Account.PortfolioOf(Bitcoin).Balance(new("USD")).ShouldBe(Amount(60m), "100 are needed, 50 to keep it");
        scenario.Isolates("BTCPERP", -1m, 10_000m).Account.Portfolio.Balance(new("USD")).ShouldBe(Amount(60m));
    }

    [Fact]
    [Trait("Rule", "ACCT-012")]
    public void WithoutAStopOut_ABucketIsJudgedByTheLineOfTheCall()
    {
        market.Add(TestInstruments.Stock()).Mark("ACME", 100m);
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(10_000m).Isolates("ACME", 100m, 100m);
        scenario.WhenMarked("ACME", 71.43m).ThenNo<AccountEvent.LiquidationStarted>();
        scenario.WhenMarked("ACME", 71.42m).Then<AccountEvent.LiquidationStarted>(
            e => e.Bucket.ShouldBe(new Symbol("ACME"), "2,142 of 2,142.60"));
    }

    private AccountScenario Isolated() =>
        Account(market, RegimePresets.CryptoPerpetual).Deposits(1_000m).Isolates("BTCPERP", 1m, 10_000m);

    private static Outcome Move(AccountScenario scenario, string id, decimal amount) =>
        scenario.When(new AccountCommand.MoveMargin(new(id), Bitcoin, Amount(amount)));
}
