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

    private AccountScenario Isolated() =>
        Account(market, RegimePresets.CryptoPerpetual).Deposits(1_000m).Isolates("BTCPERP", 1m, 10_000m);

    private static Outcome Move(AccountScenario scenario, string id, decimal amount) =>
        scenario.When(new AccountCommand.MoveMargin(new(id), Bitcoin, Amount(amount)));
}
