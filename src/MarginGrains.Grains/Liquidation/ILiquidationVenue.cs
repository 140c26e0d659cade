using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Grains.Liquidation;

/// <summary>
/// Where orders of liquidations and of protective stops are executed. Idempotent by order id. What comes of an order is
/// reported to the account as
/// <c>RecordExecution</c> or <c>RecordOrderEnd</c>, never returned here.
/// </summary>
public interface ILiquidationVenue
{
    /// <summary>Hands over an order that is committed; the same order again changes nothing.</summary>
    void Submit(AccountId accountId, LiquidationOrder order);
}
