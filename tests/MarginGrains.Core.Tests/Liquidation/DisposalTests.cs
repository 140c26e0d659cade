using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Tests.Liquidation;

public class DisposalTests
{
    private static readonly DisposalTerms Terms = new()
    {
        Step = TimeSpan.FromSeconds(10), Fraction = Ratio.Percent(50), FullDisposalSize = new(50m),
        LargestBookShare = Ratio.Percent(1),
    };

    [Theory]
    [InlineData(280)]
    [InlineData(-280)]
    [Trait("Case", "F30")]
    [Trait("Rule", "LIQD-014")]
    public void ATakenOverPosition_GoesInSlices(int takenOver)
    {
        var plan = DisposalPlan.Of(new(takenOver), Terms, new(10_000m));
        plan.Slices.Select(s => s.Quantity.Value * -Math.Sign(takenOver)).ShouldBe([100m, 90m, 45m, 45m]);
        plan.Slices.Select(s => s.After.TotalSeconds).ShouldBe([0, 10, 20, 30]);
        plan.Remaining.IsZero.ShouldBeTrue();
    }

    [Theory]
    [InlineData("7.5", 10_000, "7.5", "small: at once, also what is no whole lot")]
    [InlineData("51.1", 10_000, "25 26.1", "above it, half first")]
    [InlineData("51", 10_000, "51", "on the line it is small")]
    [InlineData("100.5", 10_000, "50 50.5", "half in whole lots, then the rest, which is small")]
    [InlineData("60", 2_000, "20 20 20", "never more than the book bears")]
    [Trait("Rule", "LIQD-014")]
    public void ASlice_IsAFractionInWholeLots_OrAllThatIsSmall(string takenOver, int book, string expected, string why)
    {
        DecimalText.TryParse(takenOver, out var units).ShouldBeTrue();
        var plan = DisposalPlan.Of(new(units), Terms with { FullDisposalSize = new(51m) }, new(book));
        string.Join(' ', plan.Slices.Select(s => (-s.Quantity).ToString())).ShouldBe(expected, why);
        plan.Remaining.IsZero.ShouldBeTrue(why);
    }

    [Fact]
    [Trait("Rule", "LIQD-014")]
    public void AThinBook_TakesNothing_AndTheRestIsNamed()
    {
        var plan = DisposalPlan.Of(new(-280m), Terms, new(99m));
        plan.Slices.ShouldBeEmpty("1 % is less than a lot");
        plan.Remaining.ShouldBe(new(-280m));
    }

    [Fact]
    [Trait("Rule", "LIQD-014")]
    public void APlan_HasNoMoreSlicesThanCanBeRead()
    {
        var tiny = Terms with { Fraction = Ratio.Percent(0.0001m), FullDisposalSize = default };
        var plan = DisposalPlan.Of(new(5_000m), tiny, new(1_000_000m));
        plan.Slices.Length.ShouldBe(DisposalPlan.MostSlices);
        plan.Slices.ShouldAllBe(s => s.Quantity == new Quantity(-1m), "at least a lot");
        plan.Remaining.ShouldBe(new(4_000m));
        Should.Throw<ArgumentOutOfRangeException>(() => DisposalPlan.Of(new(1m), Terms with { Fraction = default }, new(1m)));
    }
}
