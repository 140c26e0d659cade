using System.Collections.Immutable;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>What time and companies do to an account.</content>
public abstract partial record AccountEvent
{
    /// <summary>Periods were counted, each once, or wait because a rate or a price was not published.</summary>
    /// <param name="Counted">With all that each amount can be computed from.</param>
    /// <param name="Waiting">What ended and waits.</param>
    public sealed record CostsAccrued(
        ImmutableArray<AccruedCost> Counted, ImmutableArray<PendingCost> Waiting) : AccountEvent
    {
        /// <summary>The isolated bucket that bears them; null for what is shared.</summary>
        public Symbol? Bucket { get; init; }
    }

    /// <summary>What accrued was taken from the balance, or credited.</summary>
    /// <param name="Charges">Signed: above zero taken.</param>
    public sealed record CostsCharged(ImmutableArray<ChargedCost> Charges) : AccountEvent
    {
        /// <summary>The isolated bucket that pays; null for what is shared.</summary>
        public Symbol? Bucket { get; init; }
    }

    /// <summary>
    /// A day's unrealised P&amp;L moved to the balance, and the average price is the settlement price of those units.
    /// </summary>
    /// <param name="Period">The day, the units and their average price at its end.</param>
    /// <param name="Price">The official closing price.</param>
    /// <param name="Average">The position's average price afterwards.</param>
    /// <param name="Cash">What moved, signed.</param>
    public sealed record PnlSettled(PendingCost Period, Price Price, Price Average, Money Cash) : AccountEvent
    {
        /// <summary>The isolated bucket; null for what is shared.</summary>
        public Symbol? Bucket { get; init; }
    }

    /// <summary>A security was split: units and average prices are re-based; the value is the same.</summary>
    public sealed record SplitApplied(OperationId ActionId, Symbol Symbol, SplitRatio Split) : AccountEvent;

    /// <summary>A cash dividend was received on what is long and deposited, or paid on what is short.</summary>
    /// <param name="ActionId">The corporate action.</param>
    /// <param name="Symbol">The security.</param>
    /// <param name="Units">Long less short units, collateral included.</param>
    /// <param name="Cash">Signed as it moves the balance.</param>
    public sealed record DividendBooked(OperationId ActionId, Symbol Symbol, Quantity Units, Money Cash) : AccountEvent
    {
        /// <summary>The isolated bucket; null for what is shared.</summary>
        public Symbol? Bucket { get; init; }
    }
}
