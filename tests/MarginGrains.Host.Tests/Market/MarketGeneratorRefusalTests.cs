using MarginGrains.Host.Market;

namespace MarginGrains.Host.Tests.Market;

public sealed class MarketGeneratorRefusalTests
{
    private static readonly GeneratedInstrument Sound = new("A", 100m, 0.5m, 0.2, 1, 2);
    private static readonly MarketPhase Phase = new(
        MarketPhaseKind.Crash, TimeSpan.FromHours(1), TimeSpan.FromSeconds(1), -0.2);

    public static TheoryData<string, string> Broken => new()
    {
        // what                    why
        { "symbol",                "'A B' is not a symbol" },
        { "tick size",             "no positive multiple" },
        { "start price",           "100.3" },
        { "volatility",            "NaN" },
        { "spread",                "below zero" },
        { "beta",                  "not a number" },
        { "twice",                 "the same symbol" },
        { "no step",               "00:00:00" },
        { "short",                 "cannot be made of steps" },
        { "calm with a move",      "does not suit" },
        { "fall below nothing",    "leaves A no price" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void BrokenInput_IsRefusedBeforeThePlaying(string what, string why)
    {
        GeneratedInstrument[] instruments = what switch
        {
            "symbol" => [Sound with { Symbol = "A B" }],
            "tick size" => [Sound with { TickSize = 0 }],
            "start price" => [Sound with { StartPrice = 100.3m }],
            "volatility" => [Sound with { AnnualVolatility = double.NaN }],
            "spread" => [Sound with { SpreadTicks = -1 }],
            "beta" => [Sound with { CrashBeta = double.PositiveInfinity }],
            "twice" => [Sound, Sound],
            _ => [Sound],
        };
        var phase = what switch
        {
            "no step" => Phase with { Step = TimeSpan.Zero },
            "short" => Phase with { Duration = TimeSpan.FromMilliseconds(1) },
            "calm with a move" => Phase with { Kind = MarketPhaseKind.Calm },
            "fall below nothing" => Phase with { Move = -0.5 },
            _ => Phase,
        };

        Should.Throw<ArgumentException>(() => new MarketGenerator(
            instruments, new MarketScript(DateTimeOffset.UnixEpoch, [phase]), 1)).Message.ShouldContain(why);
    }
}
