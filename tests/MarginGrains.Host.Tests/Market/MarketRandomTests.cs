using MarginGrains.Host.Market;

namespace MarginGrains.Host.Tests.Market;

public sealed class MarketRandomTests
{
    [Fact]
    public void Uniforms_AreEvenlySpread()
    {
        var random = new MarketRandom(1);
        var tenths = Enumerable.Range(0, 100_000).Select(_ => random.Uniform()).GroupBy(u => (int)(u * 10)).ToList();

        tenths.Count.ShouldBe(10);
        tenths.ShouldAllBe(tenth => Math.Abs(tenth.Count() - 10_000) < 500);
    }

    [Fact]
    public void Normals_HaveMeanZeroAndVarianceOne()
    {
        var random = new MarketRandom(2);
        var values = Enumerable.Range(0, 100_000).Select(_ => random.Normal()).ToList();

        values.Average().ShouldBe(0, 0.02);
        values.Average(value => value * value).ShouldBe(1, 0.02);
        values.ShouldAllBe(value => Math.Abs(value) <= 6);
    }
}
