using System.Globalization;
using CsCheck;
using MarginGrains.Host.Market;

namespace MarginGrains.Host.Tests.Market;

public sealed class MarketGeneratorTests
{
    private const ulong Seed = 20260101;
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void FirstTicks_AreTheGoldenOnes()
    {
        var ticks = new MarketGenerator(GeneratedInstrument.Usual, MarketScript.Usual(Start), Seed).Play();

        ticks.Where(tick => tick.Symbol is "EURUSD" or "ES" or "BTCUSD-PERP").Skip(3).Take(6)
            .Select(tick => string.Create(CultureInfo.InvariantCulture,
                $"{tick.Time:HH:mm:ss} {tick.Symbol} {tick.Bid} {tick.Ask}"))
            .ShouldBe(
            [
                "09:00:01 EURUSD 1.08496 1.08504",
                "09:00:01 ES 5300.00 5300.25", "09:00:01 BTCUSD-PERP 64002.9 64003.9",
                "09:00:02 EURUSD 1.08498 1.08506",
                "09:00:02 ES 5300.00 5300.25", "09:00:02 BTCUSD-PERP 64004.4 64005.4",
            ]);
    }

    [Fact]
    public void WholeMarket_HasTheGoldenHash()
    {
        // One number for all 134,408 ticks: any change of the arithmetic anywhere shows. A second implementation, in
        // another language, gave the same number.
        var hash = 14695981039346656037UL;
        foreach (var tick in new MarketGenerator(GeneratedInstrument.Usual, MarketScript.Usual(Start), Seed).Play())
            foreach (var part in (long[])[tick.Time.UtcTicks, (long)(tick.Bid! * 100_000), (long)(tick.Ask! * 100_000)])
                hash = unchecked((hash ^ (ulong)part) * 1099511628211UL);

        hash.ShouldBe(6055382850657189579UL);
    }

    [Fact]
    public void SameSeed_GivesTheSameTicks_AndAnotherSeedOthers() => Gen.ULong.Sample(seed =>
    {
        var script = new MarketScript(Start, [Crash(-0.2, TimeSpan.FromMinutes(2))]);
        var ticks = new MarketGenerator(GeneratedInstrument.Usual, script, seed).Play().ToList();
        return ticks.SequenceEqual(new MarketGenerator(GeneratedInstrument.Usual, script, seed).Play())
            && !ticks.SequenceEqual(new MarketGenerator(GeneratedInstrument.Usual, script, unchecked(seed + 1)).Play());
    }, iter: 20);

    [Fact]
    public void Prices_ArePositiveMultiplesOfTheTickSize_AndTimesNeverGoBack() =>
        Gen.Select(Gen.ULong, Gen.Double[-0.45, 0.5], Gen.Double[0, 5]).Sample((seed, move, volatility) =>
        {
            GeneratedInstrument[] instruments =
            [
                new("PENNY", 0.02m, 0.01m, volatility, 3, 2), new("FX", 1.1m, 0.00001m, volatility, 0, -1),
                new("BIG", 64_000m, 0.25m, volatility, 7, 1),
            ];
            var script = new MarketScript(Start,
            [
                Calm(TimeSpan.FromDays(30), Hour),
                new(MarketPhaseKind.Drift, TimeSpan.FromDays(3), Hour, move),
                Crash(move, Hour),
            ]);
            var previous = DateTimeOffset.MinValue;
            foreach (var tick in new MarketGenerator(instruments, script, seed).Play())
            {
                var size = instruments.Single(instrument => instrument.Symbol == tick.Symbol).TickSize;
                if (tick.Bid is not > 0 || tick.Ask < tick.Bid || tick.Bid % size != 0 || tick.Ask % size != 0
                    || tick.Time < previous)
                    return false;
                previous = tick.Time;
            }
            return true;
        }, iter: 50);

    [Theory]
    [InlineData("ES", 1.0)]
    [InlineData("EURUSD", 0.15)]
    [InlineData("BTCUSD-PERP", 1.8)]
    [InlineData("XAUUSD", -0.2)]
    public void Crash_EndsOnTheStatedMoveOfEachInstrument(string symbol, double beta)
    {
        var instrument = GeneratedInstrument.Usual.Single(usual => usual.Symbol == symbol);
        var ticks = Play(instrument, Crash(-0.25, Hour));
        var expected = instrument.StartPrice * (1 + -0.25m * (decimal)beta);

        Middle(ticks[^1]).ShouldBe(expected, instrument.TickSize);
        ticks.Count.ShouldBe(3601);
    }

    [Fact]
    public void Crash_WidensTheSpreadAndNarrowsItAgain()
    {
        var instrument = GeneratedInstrument.Usual.Single(usual => usual.Symbol == "XAUUSD");
        var spreads = Play(instrument, Crash(-0.25, Hour)).Select(tick => (tick.Ask - tick.Bid) / 0.01m).ToList();

        (spreads[0], spreads.Max(), spreads[^1]).ShouldBe((25m, 200m, 25m));
    }

    [Fact]
    public void Crash_ShakesMoreThanCalm() =>
        Shake(Crash(0, Hour)).ShouldBeGreaterThan(2 * Shake(Calm(Hour, Second)));

    [Fact]
    public void Calm_HasTheStatedVolatility()
    {
        var instrument = new GeneratedInstrument("A", 1_000_000m, 0.01m, 0.2, 0, 1);
        var prices = Play(instrument, Calm(TimeSpan.FromDays(365), Hour)).Select(tick => (double)Middle(tick)).ToList();
        var squares = prices.Zip(prices.Skip(1), (before, after) => Math.Pow(after / before - 1, 2)).Sum();

        // Jumps add a little to the stated 20 %.
        Math.Sqrt(squares).ShouldBe(0.2, 0.02);
    }

    [Fact]
    public void Drift_EndsNearItsMove()
    {
        var instrument = new GeneratedInstrument("A", 1000m, 0.01m, 0.1, 0, 1);
        var ticks = Play(instrument, new(MarketPhaseKind.Drift, Hour, Second, 0.05));

        (Middle(ticks[^1]) / 1000m - 1).ShouldBe(0.05m, 0.01m);
    }

    [Fact]
    public void Instruments_MoveTogetherInTheCrash()
    {
        var together = Correlation(Crash(0, TimeSpan.FromHours(3)));

        together.ShouldBeGreaterThan(0.5);
        Correlation(Calm(TimeSpan.FromHours(3), Second)).ShouldBeLessThan(together - 0.2);
    }

    [Fact]
    public void OneInstrumentMore_ChangesNoOther()
    {
        var script = MarketScript.Usual(Start);
        var few = new MarketGenerator([.. GeneratedInstrument.Usual.Take(3)], script, Seed).Play().Take(3000);

        few.ShouldBe(new MarketGenerator(GeneratedInstrument.Usual, script, Seed).Play()
            .Where(tick => tick.Symbol is "EURUSD" or "GBPUSD" or "USDJPY").Take(3000));
    }

    [Fact]
    public void Total_IsTheNumberOfTicks()
    {
        var market = new MarketGenerator(GeneratedInstrument.Usual, MarketScript.Usual(Start), Seed);

        market.Play().Count().ShouldBe((int)market.Total!);
        market.Fraction.ShouldBe(1);
    }

    private static MarketPhase Crash(double move, TimeSpan duration) =>
        new(MarketPhaseKind.Crash, duration, Second, move);

    private static MarketPhase Calm(TimeSpan duration, TimeSpan step) => new(MarketPhaseKind.Calm, duration, step);

    private static List<PriceTick> Play(GeneratedInstrument instrument, MarketPhase phase) =>
        [.. new MarketGenerator([instrument], new MarketScript(Start, [phase]), Seed).Play()];

    private static decimal Middle(PriceTick tick) => (tick.Bid!.Value + tick.Ask!.Value) / 2;

    private static double Shake(MarketPhase phase) => Steps(
        Play(new GeneratedInstrument("A", 1_000_000m, 0.01m, 0.2, 0, 1), phase)).Sum(Math.Abs);

    private static double Correlation(MarketPhase phase)
    {
        GeneratedInstrument[] pair = [new("A", 1_000_000m, 0.01m, 0.2, 0, 1), new("B", 1_000_000m, 0.01m, 0.2, 0, 1)];
        var ticks = new MarketGenerator(pair, new MarketScript(Start, [phase]), Seed).Play()
            .ToLookup(tick => tick.Symbol);
        var (a, b) = (Steps(ticks["A"]), Steps(ticks["B"]));
        return a.Zip(b, (x, y) => x * y).Sum() / Math.Sqrt(a.Sum(x => x * x) * b.Sum(y => y * y));
    }

    private static List<double> Steps(IEnumerable<PriceTick> ticks)
    {
        var prices = ticks.Select(tick => (double)Middle(tick)).ToList();
        return [.. prices.Zip(prices.Skip(1), (before, after) => after / before - 1)];
    }
}
