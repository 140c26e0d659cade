using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>How near an account is to liquidation: what it is worth and what it has to be worth.</summary>
/// <param name="Equity">Equity, signed.</param>
/// <param name="MaintenanceMargin">Maintenance margin of all positions, not negative, of the same currency.</param>
public readonly record struct AccountRisk(Money Equity, Money MaintenanceMargin)
{
    /// <summary>
    /// Whether equity is below maintenance margin. On the line it is not, nor where nothing has to be maintained: a
    /// negative balance without a position is a debt, not a liquidation.
    /// </summary>
    public bool IsLiquidatable => MaintenanceMargin.IsPositive && Equity < MaintenanceMargin;

    /// <summary>
    /// From 0 at maintenance margin to 1: adjustment × (1 − equity ÷ maintenance margin); 1 where nothing has to be
    /// maintained.
    /// </summary>
    public Ratio Danger(Ratio adjustment) => MaintenanceMargin.IsPositive
        ? new(Math.Clamp(adjustment.Value * (1m - Equity.Amount / MaintenanceMargin.Amount), 0m, 1m))
        : Ratio.One;
}
