using MarginGrains.Core.Marks;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <summary>Where one trading day of a regime ends and the next begins.</summary>
public static class TradingDay
{
    /// <summary>The first border after an instant: midnight in UTC.</summary>
    public static DateTimeOffset NextBorder(Regime regime, IMarket market, DateTimeOffset at) =>
        new(DateOnly.FromDateTime(at.UtcDateTime).AddDays(1), TimeOnly.MinValue, TimeSpan.Zero);
}
