using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Golden;

public class FuturesGoldenTests
{
    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Future());

    [Theory]
    [InlineData(5000.00, 12_000, null, "just opened")]
    [InlineData(4980.25, 11_012.5, null, "a tick above the line")]
    [InlineData(4980.00, 11_000, null, "trap: at maintenance is not below it")]
    [InlineData(4979.75, 10_987.5, 1_012.5, "one tick under: back to initial")]
    [InlineData(4970.00, 10_500, 1_500d, "further under")]
    [Trait("Case", "U05")]
    public void AnEMini_IsCalledOneTickBelowMaintenance(double price, double equity, double? due, string reason)
    {
        var scenario = Account(market.Mark("ES", 5000m), RegimePresets.Futures).Deposits(12_000m).Fills("ES", 1m, 5000m);
        scenario.Regime.Calls[0].Judged.ShouldBe(Judgement.Tick);
        market.Set.FindInstrument(new("ES"))!.Notional(new(1m), new(5000m)).ShouldBe(Amount(250_000m));
        scenario.Figures.ExcessLiquidity.ShouldBe(Amount(1_000m), "the buffer: 20 points of 50");

        scenario.WhenMarked("ES", (decimal)price);

        scenario.Figures.Equity.ShouldBe(Amount((decimal)equity), reason);
        scenario.Account.Call?.AmountDue.ShouldBe(Amount((decimal)due!.Value), reason);
        (scenario.Account.Call is not null).ShouldBe(due is not null, reason);
        if (scenario.Account.Call is { } call) call.Basis.ShouldBe(CallBasis.Initial);
    }

    [Fact]
    [Trait("Case", "D01")]
    public void FiveContracts_AreCalledBackToInitial()
    {
        market.Add(TestInstruments.Future("F", 1m, 10m, 6m));
        var scenario = Account(market.Mark("F", 200m), RegimePresets.Futures).Deposits(50m).Fills("F", 5m, 200m);
        scenario.WhenMarked("F", 199.50m).ThenNothing();
        scenario.Figures.Equity.ShouldBe(Amount(47.50m));
        var call = scenario.WhenMarked("F", 195m).Event<AccountEvent.CallOpened>().Call;
        scenario.Figures.Equity.ShouldBe(Amount(25m));
        call.AmountDue.ShouldBe(Amount(25m));
        call.AmountToInitial.ShouldBe(Amount(25m));
    }

    [Fact]
    [Trait("Case", "D04")]
    public void TheTaiwanIndex_IsCalledForSeventySixThousand()
    {
        market.Add(TestInstruments.Future("TX", 200m, 322_000m, 247_000m, "TWD"));
        var scenario = Account(market.Mark("TX", 20_000m), RegimePresets.Futures, "TWD")
            .Deposits(322_000m, "TWD").Fills("TX", 1m, 20_000m);
        var call = scenario.WhenMarked("TX", 19_620m).Event<AccountEvent.CallOpened>().Call;
        scenario.Figures.Equity.ShouldBe(Amount(246_000m, "TWD"));
        call.AmountDue.ShouldBe(Amount(76_000m, "TWD"));
        decimal.Round(scenario.Figures.RatioOf(Measure.EquityToInitial)!.Value.Value, 4).ShouldBe(0.7640m);
    }

    [Fact]
    [Trait("Case", "D06")]
    public void ASettlementCall_IsDueAtNoonAndNotLiftedByPrice()
    {
        market.Add(TestInstruments.Future("TX", 200m, 322_000m, 247_000m, "TWD"));
        var scenario = Account(market.Mark("TX", 20_000m), RegimePresets.FuturesAtSettlement, "TWD")
            .Deposits(322_000m, "TWD").Fills("TX", 1m, 20_000m);
        scenario.WhenMarked("TX", 19_620m).ThenNo<AccountEvent.CallOpened>();

        var call = scenario.WhenTimePasses(TimeSpan.FromHours(9)).Event<AccountEvent.CallOpened>().Call;

        call.AmountDue.ShouldBe(Amount(76_000m, "TWD"));
        call.DueAt.ShouldBe(new(2026, 1, 6, 12, 0, 0, TimeSpan.Zero));
        scenario.WhenMarked("TX", 20_500m).ThenNo<AccountEvent.CallMet>().ThenStage(Stage.Call);
        scenario.WhenTransferring(TransferKind.Deposit, 75_999m, "TWD").ThenStage(Stage.Call);
        scenario.WhenTransferring(TransferKind.Deposit, 1m, "TWD")
            .Then<AccountEvent.CallMet>(e => e.Cure.ShouldBe(CureKind.Paid));
    }

    [Fact]
    [Trait("Case", "D11")]
    [Trait("Case", "U12")]
    public void AHigherRateForSilver_CallsWithoutATradeOrAPrice()
    {
        var from = TestMarket.Monday.AddDays(1);
        var silver = TestInstruments.Future("SI", 5000m).On(TestInstruments.Rate(0.165m, 0.15m))
            .Then(from, TestInstruments.Rate(0.198m, 0.18m));
        var scenario = Account(market.Add(silver).Mark("SI", 80m), RegimePresets.Futures)
            .Deposits(66_000m).Fills("SI", 1m, 80m);
        scenario.Figures.InitialMargin.ShouldBe(Amount(66_000m));
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(60_000m));
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(from, "the change wakes the account");

        scenario.WhenTimePasses(TimeSpan.FromDays(1) - TimeSpan.FromTicks(1)).ThenNothing();
        var call = scenario.WhenTimePasses(TimeSpan.FromTicks(1)).Event<AccountEvent.CallOpened>().Call;

        scenario.Figures.InitialMargin.ShouldBe(Amount(79_200m));
        scenario.Figures.MaintenanceMargin.ShouldBe(Amount(72_000m));
        call.AmountDue.ShouldBe(Amount(13_200m));
    }

    [Fact]
    [Trait("Case", "D12")]
    public void FromAFixedAmountToARate_MarginFollowsThePrice()
    {
        var from = TestMarket.Monday.AddHours(1);
        var silver = TestInstruments.Future("SI", 5000m, 32_500m, 30_000m).Then(from, TestInstruments.Rate(0.09m, 0.08m));
        var scenario = Account(market.Add(silver).Mark("SI", 85m), RegimePresets.Futures)
            .Deposits(100_000m).Fills("SI", 1m, 85m);
        scenario.Figures.InitialMargin.ShouldBe(Amount(32_500m));
        market.After(TimeSpan.FromHours(1));
        scenario.Figures.InitialMargin.ShouldBe(Amount(38_250m));
        market.Mark("SI", 86m);
        scenario.Figures.InitialMargin.ShouldBe(Amount(38_700m));
    }
}
