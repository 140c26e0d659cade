using System.Collections.Immutable;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <summary>
/// Something that happened to an account. A closed set; folding all of them gives the account exactly.
/// </summary>
public abstract partial record AccountEvent
{
    private AccountEvent()
    {
    }

    /// <summary>The account's own count, from 1, without gaps.</summary>
    public long Sequence { get; init; }

    /// <summary>Market time of the decision.</summary>
    public DateTimeOffset Time { get; init; }

    /// <summary>What led to it.</summary>
    public EventCause Cause { get; init; } = EventCause.None;

    /// <summary>What it was decided on; null for what needs no price, or while there is none.</summary>
    public MarginBasis? Basis { get; init; }

    /// <summary>The account exists.</summary>
    public sealed record Opened(AccountId Id, RegimeId RegimeId, Currency Currency) : AccountEvent;

    /// <summary>Cash moved; <paramref name="Amount"/> is signed as it moves the balance.</summary>
    public sealed record TransferBooked(OperationId TransferId, TransferKind Kind, Money Amount) : AccountEvent;

    /// <summary>A client's fill was booked.</summary>
    /// <param name="FillId">Its natural id.</param>
    /// <param name="Fill">What was executed.</param>
    /// <param name="Cash">What moved through the balance besides the fee.</param>
    /// <param name="RealizedPnl">Gain realised.</param>
    /// <param name="ExecutedAt">When, by the reporter's clock.</param>
    /// <param name="OrderId">The client's order.</param>
    public sealed record FillBooked(
        OperationId FillId, Fill Fill, Money Cash, Money RealizedPnl,
        DateTimeOffset ExecutedAt, OrderId? OrderId) : AccountEvent;

    /// <summary>A fact was booked that should not have come about; a person has to look.</summary>
    /// <param name="Code">A stable code such as <c>off_lot</c>.</param>
    /// <param name="Detail">A sentence.</param>
    public sealed record IncidentRaised(string Code, string Detail) : AccountEvent;

    /// <summary>Only reducing orders from now on.</summary>
    public sealed record Restricted(string Reason) : AccountEvent;

    /// <summary>The early warning was crossed.</summary>
    public sealed record WarningRaised : AccountEvent;

    /// <summary>The early warning cleared.</summary>
    public sealed record WarningCleared : AccountEvent;

    /// <summary>The account was judged at a settlement.</summary>
    public sealed record SettlementJudged(DateTimeOffset Settlement) : AccountEvent;

    /// <summary>A margin call was opened.</summary>
    /// <param name="Call">The call.</param>
    /// <param name="Explanation">How its numbers came about.</param>
    public sealed record CallOpened(MarginCall Call, Explanation Explanation) : AccountEvent;

    /// <summary>More is due than was noticed.</summary>
    public sealed record CallIncreased(string CallId, Money AmountDue, Money AmountToInitial) : AccountEvent;

    /// <summary>The call was cured.</summary>
    public sealed record CallMet(string CallId, CureKind Cure) : AccountEvent;

    /// <summary>The call was not cured in time.</summary>
    public sealed record CallExpired(string CallId) : AccountEvent;

    /// <summary>The call ended because something graver took its place.</summary>
    public sealed record CallCancelled(string CallId, string Reason) : AccountEvent;

    /// <summary>Forced reduction began.</summary>
    public sealed record LiquidationStarted(
        string LiquidationId, LiquidationReason Reason, Explanation Explanation) : AccountEvent;

    /// <summary>An order was committed; it leaves for the venue after the commit.</summary>
    public sealed record LiquidationOrdered(LiquidationOrder Order, string Why) : AccountEvent;

    /// <summary>A liquidation order was executed, in part or whole.</summary>
    public sealed record LiquidationFilled(
        OperationId ExecutionId, OrderId OrderId, Fill Fill, bool IsFinal,
        Money Cash, Money RealizedPnl) : AccountEvent;

    /// <summary>A liquidation order ended without (more) execution.</summary>
    /// <param name="ExecutionId">The report.</param>
    /// <param name="OrderId">The order.</param>
    /// <param name="Reason">The venue's words.</param>
    /// <param name="RetryAt">Not before this instant is the next round planned.</param>
    public sealed record LiquidationOrderEnded(
        OperationId ExecutionId, OrderId OrderId, string Reason, DateTimeOffset? RetryAt) : AccountEvent;

    /// <summary>Reduction waits and says for what.</summary>
    public sealed record LiquidationPaused(string LiquidationId, string WaitingFor) : AccountEvent;

    /// <summary>Reduction goes on.</summary>
    public sealed record LiquidationResumed(string LiquidationId) : AccountEvent;

    /// <summary>Reduction ended: the target is reached, or nothing is held any more.</summary>
    public sealed record LiquidationCompleted(string LiquidationId, bool TargetReached) : AccountEvent;

    /// <summary>Nothing is held and equity is below zero.</summary>
    /// <param name="Amount">What is missing, above zero, in the account's currency.</param>
    /// <param name="IsWrittenOff">Whether it is made good by <see cref="Compensated"/>; otherwise the client owes
    /// it.</param>
    public sealed record DeficitRecorded(Money Amount, bool IsWrittenOff) : AccountEvent;

    /// <summary>Balances of other currencies became one of the account's own, at the rates of the moment.</summary>
    /// <param name="From">The balances that are gone.</param>
    /// <param name="To">What they came to, signed.</param>
    public sealed record BalancesConverted(ImmutableArray<Money> From, Money To) : AccountEvent;

    /// <summary>The deficit was made good from a claim on the insurance fund.</summary>
    public sealed record Compensated(CompensationClaim Claim) : AccountEvent;

    /// <summary>The fund has booked the claim; it is no longer in transit.</summary>
    public sealed record ClaimConfirmed(string ClaimId) : AccountEvent;

    /// <summary>The client owes nothing any more.</summary>
    public sealed record DeficitRepaid : AccountEvent;
}

/// <summary>What led to an event.</summary>
/// <param name="Kind">Such as <c>mark</c>, <c>fill</c>, <c>transfer</c>, <c>deadline</c>, <c>execution</c>.</param>
/// <param name="Reference">The id that names it, or empty.</param>
public sealed record EventCause(string Kind, string Reference)
{
    /// <summary>Nothing in particular.</summary>
    public static EventCause None { get; } = new("", "");
}

/// <summary>The figures and marks a decision was made on.</summary>
/// <param name="RegimeVersion">The regime's version.</param>
/// <param name="Figures">The totals.</param>
/// <param name="Marks">Every mark that entered them, in the order of the symbols.</param>
public sealed record MarginBasis(long RegimeVersion, MarginFigures Figures, ImmutableArray<Mark> Marks);
