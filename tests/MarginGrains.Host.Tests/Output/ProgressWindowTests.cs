using MarginGrains.Host.Output;

namespace MarginGrains.Host.Tests.Output;

public sealed class ProgressWindowTests
{
    private readonly Streams _run = new();

    [Fact]
    public void Rate_BeforeTwoSamples_IsUnknown()
    {
        var window = new ProgressWindow(_run.Clock);
        window.Rate.ShouldBeNull();
        window.Add(Streams.Ticks(100, 1000));

        window.Rate.ShouldBeNull();
        window.TimeLeft.ShouldBeNull();
    }

    [Fact]
    public void Rate_FollowsTheLastTenSeconds()
    {
        var window = new ProgressWindow(_run.Clock);
        long done = 0;
        for (var second = 0; second < 60; second++, done += second < 30 ? 100 : 1000)
            Add(window, Streams.Ticks(done, 100_000));

        window.Rate.ShouldNotBeNull().ShouldBe(1000, 0.001);
        window.TimeLeft.ShouldBe(TimeSpan.FromSeconds(Math.Ceiling((100_000 - window.Snapshot!.Done) / 1000.0)));
    }

    [Fact]
    public void Fraction_GoesBeforeDoneOfTotal()
    {
        var window = new ProgressWindow(_run.Clock);
        Add(window, Streams.Ticks(0, 1000, 0.1));
        Add(window, Streams.Ticks(900, 1000, 0.2));

        window.TimeLeft.ShouldBe(TimeSpan.FromSeconds(8));
    }

    [Fact]
    public void TimeLeft_WhenNothingMoves_IsUnknown_AndAtTheEndZero()
    {
        var window = new ProgressWindow(_run.Clock);
        Add(window, Streams.Ticks(10, 100));
        Add(window, Streams.Ticks(10, 100));
        window.TimeLeft.ShouldBeNull();
        Add(window, Streams.Ticks(100, 100));

        window.TimeLeft.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void AnotherUnit_BeginsAnew()
    {
        var window = new ProgressWindow(_run.Clock);
        Add(window, Streams.Ticks(5_000, 5_000));
        Add(window, new(10, 100, null, "accounts", []));
        window.Rate.ShouldBeNull();
        Add(window, new(30, 100, null, "accounts", []));
        window.Rate.ShouldNotBeNull().ShouldBe(20, 0.001);
    }

    [Fact]
    public void ManyReports_AreSampledWithoutLosingTheNewest()
    {
        var window = new ProgressWindow(_run.Clock);
        for (var n = 0; n <= 5000; n++)
        {
            window.Add(Streams.Ticks(n * 10));
            _run.Pass(0.001);
        }

        window.Rate.ShouldNotBeNull().ShouldBe(10_000, 0.001);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, 1.7, 1.0)]
    [InlineData(null, double.NaN, null)]
    [InlineData(0L, null, null)]
    [InlineData(200L, null, 0.25)]
    public void Part_IsWithinZeroToOne(long? total, double? fraction, double? part) =>
        Streams.Ticks(50, total, fraction).Part.ShouldBe(part);

    private void Add(ProgressWindow window, ProgressSnapshot snapshot)
    {
        _run.Pass(1);
        window.Add(snapshot);
    }
}
