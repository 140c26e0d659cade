using MarginGrains.Core.Accruals;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <summary>Where one trading day of a regime ends and the next begins.</summary>
public static class TradingDay
{
    /// <summary>The first border after an instant: the one at which the regime counts its costs.</summary>
    public static DateTimeOffset NextBorder(Regime regime, IMarket market, DateTimeOffset at) =>
        DayEnds.Of(regime.Costs?.Calendar, regime.Costs, market).Next(at).At;
}
