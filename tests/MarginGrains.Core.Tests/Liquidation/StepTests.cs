using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Primitives;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Liquidation;

public class StepTests
{
    private static readonly StagedLiquidation Staged = new()
    {
        LargeAbove = Amount(100_000m), FirstShare = Ratio.Percent(20), Cooldown = TimeSpan.FromSeconds(30),
        BackstopMultiple = new(1.5m),
    };

    private static readonly ReductionPace Pace = new()
    {
        DustBelow = Amount(50m), FirstShare = Ratio.Percent(10), Duration = TimeSpan.FromSeconds(60),
    };

    [Theory]
    [InlineData(50_000, 10, 25_000, "half of it")]
    [InlineData(5, 5, 5, "less than the smallest notional goes whole")]
    [InlineData(15, 10, 10, "half of it would be less than the smallest")]
    [Trait("Case", "F11")]
    [Trait("Rule", "LIQD-010")]
    public void AStep_HasALargestShareAndASmallestNotional(int notional, int least, int most, string why)
    {
        var limits = new StepLimits { LargestShare = Ratio.Percent(50), SmallestNotional = Amount(10m) };
        limits.Of(Amount(notional)).ShouldBe(new(Amount(least), Amount(most)), why);
    }

    [Theory]
    //          equity   notional  since  route                    goes      why
    [InlineData("6250", 500_000, null, LiquidationRoute.None, 0, "on the line")]
    [InlineData("6000", 500_000, null, LiquidationRoute.Book, 100_000, "a fifth first")]
    [InlineData("6000", 500_000, 29, LiquidationRoute.Book, 500_000, "full size during the cooldown")]
    [InlineData("6000", 500_000, 30, LiquidationRoute.Book, 100_000, "it is over at 30 s")]
    [InlineData("6000", 100_000, null, LiquidationRoute.Book, 100_000, "not large")]
    [InlineData("4166.67", 500_000, null, LiquidationRoute.Book, 100_000, "two thirds of 6,250 are 4,166.67 less a part of a cent")]
    [InlineData("4166.66", 500_000, null, LiquidationRoute.Backstop, 500_000, "below two thirds")]
    [InlineData("4150", 500_000, null, LiquidationRoute.Backstop, 500_000, "below two thirds")]
    [InlineData("-1", 500_000, 10, LiquidationRoute.Backstop, 500_000, "below zero")]
    [Trait("Case", "F17")]
    [Trait("Rule", "LIQD-010")]
    public void AStagedLiquidation_GoesToTheBookFirst(
        string equity, int notional, int? since, LiquidationRoute route, int goes, string why)
    {
        DecimalText.TryParse(equity, out var amount).ShouldBeTrue();
        TimeSpan? sinceFirst = since is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

        var step = Staged.Next(new(Amount(amount), Amount(6_250m)), Amount(notional), sinceFirst);

        step.ShouldBe(new(route, Amount(goes)), why);
    }

    [Fact]
    [Trait("Rule", "LIQD-010")]
    public void TheBackstopsLine_IsExact() =>
        Staged.Next(new(Amount(2m), Amount(3m)), Amount(9m), null).Route.ShouldBe(LiquidationRoute.Book, "exactly two thirds");

    [Theory]
    //          short  elapsed  freed  share   why
    [InlineData(49, 0, 0, "1", "dust goes at once")]
    [InlineData(50, 0, 0, "0.1", "on the line it is no dust")]
    [InlineData(100, 30, 0, "0.6", "a tenth and half of the time")]
    [InlineData(100, 30, 100, "0.2", "0.6 of 200 may go, 100 are gone")]
    [InlineData(100, 0, 900, "0", "more than may go is gone")]
    [InlineData(100, 90, 0, "1", "all of it in the end")]
    [InlineData(0, 0, 0, "1", "nothing is short")]
    [Trait("Case", "F22")]
    [Trait("Rule", "LIQD-010")]
    public void AShortage_IsWorkedOffOverTime_DustAtOnce(int shortage, int seconds, int freed, string expected, string why)
    {
        DecimalText.TryParse(expected, out var share).ShouldBeTrue();
        Pace.ShareNow(new(Amount(shortage), TimeSpan.FromSeconds(seconds), Amount(freed))).ShouldBe(new(share), why);
    }
}
