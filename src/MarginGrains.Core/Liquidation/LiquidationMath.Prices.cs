using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Liquidation;

public static partial class LiquidationMath
{
    /// <summary>
    /// The price at which closing the slice uses up exactly its share of the account's equity (rule LIQD-008), on a
    /// tick, rounded in favour of the insurance fund: down for a long, up for a short. Null when no price above zero
    /// does, or nothing has to be maintained.
    /// </summary>
    /// <remarks>
    /// Equity is shared out by maintenance margin, so closing all slices at their bankruptcy prices leaves zero. Source
    /// of the formula: dYdX v4, −ΔNotional − equity × |Δmaintenance margin| ÷ maintenance margin.
    /// </remarks>
    public static Price? BankruptcyPrice(AccountRisk account, LiquidationSlice slice)
    {
        if (!account.MaintenanceMargin.IsPositive) return null;
        if (slice.MaintenanceMargin > account.MaintenanceMargin)
        {
            throw new ArgumentOutOfRangeException(nameof(slice), "a slice needs no more than its account");
        }

        var share = new Ratio(slice.MaintenanceMargin.Amount / account.MaintenanceMargin.Amount);
        return slice.PriceOf(slice.Value - account.Equity * share, upward: !slice.Quantity.IsLong);
    }

    /// <summary>
    /// The worst price at which a slice may be closed (rule LIQD-008): the further the account is below its maintenance
    /// margin, the further from the mark. On a tick, never beyond what the formula says; null as for
    /// <see cref="BankruptcyPrice"/>.
    /// </summary>
    /// <remarks>Source of the formula: dYdX v4, the fillable price.</remarks>
    public static Price? LimitPrice(AccountRisk account, LiquidationSlice slice, LimitPriceRule rule)
    {
        if (!account.MaintenanceMargin.IsPositive) return null;
        var danger = account.Danger(rule.BankruptcyAdjustment);
        var spread = slice.MaintenanceMargin * new Ratio(danger.Value * rule.SpreadToMaintenance.Value);
        return slice.PriceOf(slice.Value - spread, upward: slice.Quantity.IsLong);
    }
}
