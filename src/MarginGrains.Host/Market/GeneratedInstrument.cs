using System.Text;

namespace MarginGrains.Host.Market;

/// <summary>
/// What the generator must know of an instrument. <paramref name="CrashBeta"/> is how much of the market's move it
/// makes: 1 all of it, 0 none, below 0 the other way. <paramref name="AnnualVolatility"/> is a fraction (0.08 for 8
/// %).
/// </summary>
internal sealed record GeneratedInstrument(
    string Symbol, decimal StartPrice, decimal TickSize, double AnnualVolatility, int SpreadTicks, double CrashBeta)
{
    /// <summary>A currency, gold, index future and crypto mix with volatilities as seen in ordinary years.</summary>
    public static IReadOnlyList<GeneratedInstrument> Usual { get; } =
    [
        new("EURUSD", 1.08500m, 0.00001m, 0.075, 8, 0.15),
        new("GBPUSD", 1.26500m, 0.00001m, 0.085, 12, 0.25),
        new("USDJPY", 151.500m, 0.001m, 0.09, 10, 0.35),
        new("XAUUSD", 2350.00m, 0.01m, 0.15, 25, -0.2),
        new("ES", 5300.00m, 0.25m, 0.17, 1, 1.0),
        new("CL", 78.50m, 0.01m, 0.35, 2, 1.2),
        new("BTCUSD-PERP", 64000.0m, 0.1m, 0.55, 10, 1.8),
        new("ETHUSD-PERP", 3200.00m, 0.01m, 0.7, 10, 2.1),
    ];

    /// <summary>Says what is wrong instead of giving a market that is wrong.</summary>
    public void Check()
    {
        if (!TickFields.IsSymbol(Encoding.UTF8.GetBytes(Symbol)))
            throw new ArgumentException($"'{Symbol}' is not a symbol.");
        if (TickSize <= 0 || StartPrice < TickSize || StartPrice % TickSize != 0)
            throw new ArgumentException(
                $"The start price {StartPrice} of {Symbol} is no positive multiple of {TickSize}.");
        if (AnnualVolatility is not (>= 0 and <= 5))
            throw new ArgumentException($"The annual volatility {AnnualVolatility} of {Symbol} is not within 0 to 5.");
        if (SpreadTicks < 0)
            throw new ArgumentException($"The spread of {Symbol} is {SpreadTicks} ticks, below zero.");
        if (!double.IsFinite(CrashBeta))
            throw new ArgumentException($"The crash beta of {Symbol} is not a number.");
    }
}
