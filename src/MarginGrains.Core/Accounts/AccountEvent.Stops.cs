using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>Protective stops.</content>
public abstract partial record AccountEvent
{
    /// <summary>A stop was placed, or replaced under its id.</summary>
    /// <param name="Stop">The stop as it stands.</param>
    public sealed record StopPlaced(ProtectiveStop Stop) : AccountEvent
    {
        /// <summary>What the guarantee cost this time, above zero; null when nothing.</summary>
        public Money? Charged { get; init; }
    }

    /// <summary>A stop is gone without having closed what it was for.</summary>
    public sealed record StopCancelled(StopId StopId, string Reason) : AccountEvent;

    /// <summary>A trailing stop followed the price by whole steps.</summary>
    /// <param name="StopId">The stop.</param>
    /// <param name="Price">Where it is now.</param>
    /// <param name="MarkSequence">The number of the mark it followed.</param>
    public sealed record StopMoved(StopId StopId, Price Price, long MarkSequence) : AccountEvent;

    /// <summary>The price of a stop was reached.</summary>
    /// <param name="Stop">The stop as it stood.</param>
    /// <param name="By">The closing price that reached it.</param>
    /// <param name="Units">What it closes, without sign.</param>
    public sealed record StopTriggered(ProtectiveStop Stop, Price By, Quantity Units) : AccountEvent;

    /// <summary>An order of a stop was committed; it leaves for the venue after the commit.</summary>
    public sealed record StopOrdered(StopId StopId, LiquidationOrder Order) : AccountEvent;

    /// <summary>An order of a stop was executed, in part or whole.</summary>
    public sealed record StopFilled(
        OperationId ExecutionId, OrderId OrderId, Fill Fill, bool IsFinal,
        Money Cash, Money RealizedPnl) : AccountEvent
    {
        /// <summary>What was bound to units that opened beyond what was held, or null.</summary>
        public Money? Financing { get; init; }

        /// <summary>Whether it added to a position and cannot be judged yet.</summary>
        public bool IsUnjudged { get; init; }

        /// <summary>What it counts for calls that sales cure; null without a call or a rate.</summary>
        public Money? Sold { get; init; }
    }

    /// <summary>An order of a stop ended without (more) execution; the stop orders again.</summary>
    public sealed record StopOrderEnded(
        OperationId ExecutionId, OrderId OrderId, string Reason, DateTimeOffset RetryAt) : AccountEvent;

    /// <summary>A guaranteed stop closed at exactly its price, against the house.</summary>
    /// <param name="StopId">The stop.</param>
    /// <param name="Fill">What was closed.</param>
    /// <param name="Cash">What moved through the balance.</param>
    /// <param name="RealizedPnl">Gain realised.</param>
    /// <param name="Guaranteed">What of the cash the house pays (above zero) because the market was worse, or keeps
    /// (below zero) because it was better.</param>
    public sealed record StopGuaranteed(
        StopId StopId, Fill Fill, Money Cash, Money RealizedPnl, Money Guaranteed) : AccountEvent
    {
        /// <summary>What it counts for calls that sales cure; null without a call or a rate.</summary>
        public Money? Sold { get; init; }
    }
}
