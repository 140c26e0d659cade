using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Golden;

public class LeverageGoldenTests
{
    private readonly TestMarket market = new();

    [Theory]
    [InlineData(ClientClass.Conservative, InstrumentClass.MajorForex, 20, "1:10 to 1:20, below ESMA's 30")]
    [InlineData(ClientClass.Conservative, InstrumentClass.Crypto, 2, "ESMA's is the lower")]
    [InlineData(ClientClass.Conservative, InstrumentClass.None, 20, "no class of ESMA's")]
    [InlineData(ClientClass.Steady, InstrumentClass.MajorForex, 30, "ESMA's is the lower of 30 and 50")]
    [InlineData(ClientClass.Steady, InstrumentClass.None, 50, "1:20 to 1:50")]
    [InlineData(ClientClass.Active, InstrumentClass.MajorForex, 30, "ESMA's is the lower of 30 and 100")]
    [InlineData(ClientClass.Active, InstrumentClass.None, 100, "1:50 to 1:100")]
    [InlineData(ClientClass.Retail, InstrumentClass.MajorForex, 30, "ESMA")]
    [InlineData(ClientClass.Retail, InstrumentClass.Gold, 20, "ESMA")]
    [Trait("Case", "U15")]
    [Trait("Rule", "ORDR-010")]
    public void AnOrderBeyondTheLowestCap_IsRejectedWithCapAndLeverage(
        ClientClass client, InstrumentClass instruments, decimal cap, string reason)
    {
        var scenario = Of(client, instruments).Deposits(10_000m);
        var allowed = scenario.Checked("EURUSD", cap * 10_000m);
        allowed.Refusals.ShouldBeEmpty(reason);
        allowed.Leverage.ShouldBe(new Ratio(cap), "at the cap");
        allowed.LeverageCap.ShouldBe(new Ratio(cap));

        var refused = scenario.Checked("EURUSD", cap * 10_000m + 1_000m);

        refused.Refusals.Select(r => r.Code).ShouldContain(Rejection.LeverageCapExceeded, reason);
        refused.LeverageCap.ShouldBe(new Ratio(cap));
        refused.Leverage.ShouldBe(new Ratio(cap + 0.1m));
        allowed.LargestQuantity.ShouldBe(new(cap * 10_000m));
    }

    [Fact]
    [Trait("Case", "U15")]
    [Trait("Rule", "ORDR-010")]
    public void AProfessional_HasOnlyTheInstrumentsOwnLeverage()
    {
        var scenario = Of(ClientClass.Professional, InstrumentClass.MajorForex).Deposits(10_000m);
        var check = scenario.Checked("EURUSD", 5_000_000m);
        check.Refusals.ShouldBeEmpty("1:500");
        check.LeverageCap.ShouldBeNull();
        scenario.Refused("EURUSD", 5_001_000m).ShouldBe([Rejection.FreeMarginInsufficient]);
    }

    [Theory]
    [InlineData(InstrumentClass.MajorForex, 3_333.34, "30:1, 3.33 %")]
    [InlineData(InstrumentClass.MinorForex, 5_000, "20:1, 5 %")]
    [InlineData(InstrumentClass.Gold, 5_000, "20:1, 5 %")]
    [InlineData(InstrumentClass.MajorIndex, 5_000, "20:1, 5 %")]
    [InlineData(InstrumentClass.Commodity, 10_000, "10:1, 10 %")]
    [InlineData(InstrumentClass.MinorIndex, 10_000, "10:1, 10 %")]
    [InlineData(InstrumentClass.Equity, 20_000, "5:1, 20 %")]
    [InlineData(InstrumentClass.Crypto, 50_000, "2:1, 50 %")]
    [Trait("Case", "E05")]
    [Trait("Rule", "MARG-020")]
    public void ACapOfLeverage_IsAFloorUnderInitialMargin(InstrumentClass instruments, double margin, string reason)
    {
        var scenario = Of(ClientClass.Retail, instruments).Deposits(60_000m).Fills("EURUSD", 100_000m, 1m);
        scenario.Figures.InitialMargin.ShouldBe(Amount((decimal)margin), reason);
        scenario.Figures.UsedMargin.ShouldBe(Amount((decimal)margin), reason);
        scenario.Is(ClientClass.Professional).Figures.InitialMargin.ShouldBe(Amount(200m), "the instrument's own 500:1");
    }

    [Fact]
    [Trait("Case", "E09")]
    public void AQuarterMillionEuros_AtOnePercent_NeedsTwentyFiveHundred()
    {
        market.Add(TestInstruments.Pair("EURUSD", 100m)).Mark("EURUSD", 1.0834m);
        var scenario = Account(market, RegimePresets.FxRetail, "EUR").Deposits(5_000m, "EUR")
            .Fills("EURUSD", 250_000m, 1.0834m);
        scenario.Figures.UsedMargin.ShouldBe(Amount(2_500m, "EUR"), "whatever the rate");
    }

    private AccountScenario Of(ClientClass client, InstrumentClass instruments)
    {
        market.Add(TestInstruments.Pair("EURUSD", 500m) with { InstrumentClass = instruments }).Mark("EURUSD", 1m);
        return Account(market, RegimePresets.FxRetail).Is(client);
    }
}
