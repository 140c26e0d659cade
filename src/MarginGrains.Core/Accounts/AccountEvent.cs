using System.Collections.Immutable;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

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
    public sealed record Opened(AccountId Id, RegimeId RegimeId, Currency Currency) : AccountEvent
    {
        /// <summary>The client's class.</summary>
        public ClientClass ClientClass { get; init; }
    }

    /// <summary>The client is of another class from now on.</summary>
    public sealed record ClassChanged(ClientClass From, ClientClass To) : AccountEvent;

    /// <summary>The client wants these liquidated last.</summary>
    public sealed record LastPreferred(ImmutableArray<Symbol> Symbols) : AccountEvent;

    /// <summary>Securities came into or left the collateral.</summary>
    public sealed record CollateralMoved(OperationId TransferId, Symbol Symbol, Quantity Quantity) : AccountEvent;

    /// <summary>Cash moved into a bucket (above zero) or out of it.</summary>
    public sealed record MarginMoved(OperationId TransferId, Symbol Symbol, Money Amount) : AccountEvent;

    /// <summary>An order works and reserves margin.</summary>
    public sealed record OrderPlaced(WorkingOrder Order) : AccountEvent;

    /// <summary>An order no longer works.</summary>
    public sealed record OrderCancelled(OrderId OrderId) : AccountEvent;

    /// <summary>
    /// An order has to go because liquidation needs its margin; from now on it reserves none. A fill that comes all the
    /// same is a fact.
    /// </summary>
    public sealed record OrderCancelRequested(OrderId OrderId, string Reason) : AccountEvent;

    /// <summary>Cash moved; <paramref name="Amount"/> is signed as it moves the balance.</summary>
    public sealed record TransferBooked(OperationId TransferId, TransferKind Kind, Money Amount) : AccountEvent
    {
        /// <summary>What it counts for open calls, in the account's currency; null when it does not.</summary>
        public Money? Credited { get; init; }
    }

    /// <summary>A client's fill was booked.</summary>
    /// <param name="FillId">Its natural id.</param>
    /// <param name="Fill">What was executed.</param>
    /// <param name="Cash">What moved through the balance besides the fee.</param>
    /// <param name="RealizedPnl">Gain realised.</param>
    /// <param name="ExecutedAt">When, by the reporter's clock.</param>
    /// <param name="OrderId">The client's order.</param>
    public sealed record FillBooked(
        OperationId FillId, Fill Fill, Money Cash, Money RealizedPnl,
        DateTimeOffset ExecutedAt, OrderId? OrderId) : AccountEvent
    {
        /// <summary>When the gain is settled and may leave; null where the regime lets it leave at once.</summary>
        public DateTimeOffset? SettlesAt { get; init; }

        /// <summary>What was bound to the units that opened, or null.</summary>
        public Money? Financing { get; init; }

        /// <summary>What was put aside for an isolated position, or null.</summary>
        public Money? SetAside { get; init; }

        /// <summary>Whether it added to a position.</summary>
        public bool AddsRisk { get; init; }

        /// <summary>Whether it added to a position and cannot be judged yet: no price, or a liquidation runs.</summary>
        public bool IsUnjudged { get; init; }

        /// <summary>
        /// The signed notional of a security by which net sales count for calls, in the account's currency; null when
        /// there was no rate, or no security.
        /// </summary>
        public Money? Sold { get; init; }
    }

    /// <summary>A fill that could not be judged when it was booked has been judged.</summary>
    public sealed record FillJudged : AccountEvent;

    /// <summary>A fact was booked that should not have come about; a person has to look.</summary>
    /// <param name="Code">A stable code such as <c>off_lot</c>.</param>
    /// <param name="Detail">A sentence.</param>
    public sealed record IncidentRaised(string Code, string Detail) : AccountEvent;

    /// <summary>Only reducing orders from now on.</summary>
    public sealed record Restricted(string Reason) : AccountEvent
    {
        /// <summary>When it ends by itself; null when a person has to lift it.</summary>
        public DateTimeOffset? Until { get; init; }
    }

    /// <summary>The restriction is over.</summary>
    /// <param name="By">Who lifted it; empty when its time was over.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Reinstated(string By, string Reason) : AccountEvent;

    /// <summary>The early warning was crossed.</summary>
    public sealed record WarningRaised : AccountEvent
    {
        /// <summary>Whether the client is told; not within the least interval after the last notice.</summary>
        public bool IsNotice { get; init; } = true;

        /// <summary>
        /// The session switch after which the account would be short; null when the early warning itself is crossed.
        /// Only that one makes a stage.
        /// </summary>
        public SwitchAhead? Switch { get; init; }
    }

    /// <summary>The early warning cleared.</summary>
    public sealed record WarningCleared : AccountEvent;

    /// <summary>The account was judged at a settlement.</summary>
    public sealed record SettlementJudged(DateTimeOffset Settlement) : AccountEvent;

    /// <summary>A margin call was opened.</summary>
    /// <param name="Call">The call.</param>
    /// <param name="Explanation">How its numbers came about.</param>
    public sealed record CallOpened(MarginCall Call, Explanation Explanation) : AccountEvent;

    /// <summary>More is needed than the client was told last; the amount due stays what was noticed.</summary>
    public sealed record CallIncreased(string CallId, Money AmountNeeded, Money AmountToInitial) : AccountEvent;

    /// <summary>The client is reminded of a call.</summary>
    /// <param name="CallId">The call.</param>
    /// <param name="Number">How many reminders are given or passed over with this one.</param>
    /// <param name="Outstanding">What is left of the amount due.</param>
    public sealed record CallReminded(string CallId, int Number, Money Outstanding) : AccountEvent;

    /// <summary>The call was due, but its hold line is not crossed: it waits.</summary>
    public sealed record CallHeld(string CallId) : AccountEvent;

    /// <summary>The hold line of a held call is crossed again.</summary>
    public sealed record CallRelapsed(string CallId, DateTimeOffset DueAt, string DueRule) : AccountEvent;

    /// <summary>The call has more time.</summary>
    /// <param name="CallId">The call.</param>
    /// <param name="DueAt">The new due time.</param>
    /// <param name="Act">Who and why.</param>
    /// <param name="Reminders">How many reminders lie behind for the new due time.</param>
    public sealed record CallExtended(
        string CallId, DateTimeOffset DueAt, OperatorAct Act, int Reminders) : AccountEvent;

    /// <summary>The call was given up by two people.</summary>
    public sealed record CallWaived(string CallId, OperatorAct Act, string ApprovedBy) : AccountEvent;

    /// <summary>The call was cured.</summary>
    public sealed record CallMet(string CallId, CureKind Cure) : AccountEvent;

    /// <summary>The call was not cured in time.</summary>
    public sealed record CallExpired(string CallId) : AccountEvent;

    /// <summary>The call ended because something graver took its place.</summary>
    public sealed record CallCancelled(string CallId, string Reason) : AccountEvent;

    /// <summary>Forced reduction began.</summary>
    public sealed record LiquidationStarted(
        string LiquidationId, LiquidationReason Reason, Explanation Explanation) : AccountEvent
    {
        /// <summary>The isolated bucket it reduces; null for what all positions share.</summary>
        public Symbol? Bucket { get; init; }

        /// <summary>The rule whose call was not cured, or null.</summary>
        public string? CallRule { get; init; }

        /// <summary>What is left to pay of that call where payment lifts it, or null.</summary>
        public Money? Outstanding { get; init; }

        /// <summary>Not before this instant is the first order sent; null when at once.</summary>
        public DateTimeOffset? StartsAt { get; init; }
    }

    /// <summary>An order was committed; it leaves for the venue after the commit.</summary>
    public sealed record LiquidationOrdered(
        string LiquidationId, LiquidationOrder Order, string Why) : AccountEvent;

    /// <summary>A liquidation order was executed, in part or whole.</summary>
    public sealed record LiquidationFilled(
        OperationId ExecutionId, OrderId OrderId, Fill Fill, bool IsFinal,
        Money Cash, Money RealizedPnl) : AccountEvent
    {
        /// <summary>When the gain is settled and may leave; null where the regime lets it leave at once.</summary>
        public DateTimeOffset? SettlesAt { get; init; }

        /// <summary>What was bound to units that opened beyond what was held, or null.</summary>
        public Money? Financing { get; init; }

        /// <summary>Not before this instant is the next round planned; null when at once.</summary>
        public DateTimeOffset? RetryAt { get; init; }

        /// <summary>Whether it added to a position and cannot be judged yet.</summary>
        public bool IsUnjudged { get; init; }
    }

    /// <summary>A fee on an execution, on its way to the insurance fund; never more than was left.</summary>
    /// <param name="OrderId">The order.</param>
    /// <param name="Claim">The numbered transfer, below zero.</param>
    /// <param name="Bucket">The bucket that pays; null for what is shared.</param>
    public sealed record LiquidationFeeCharged(OrderId OrderId, CompensationClaim Claim, Symbol? Bucket) : AccountEvent;

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
    public sealed record DeficitRecorded(Money Amount, bool IsWrittenOff) : AccountEvent
    {
        /// <summary>The bucket whose margin did not suffice; null for what is shared.</summary>
        public Symbol? Bucket { get; init; }
    }

    /// <summary>Balances of other currencies became one of the account's own, at the rates of the moment.</summary>
    /// <param name="From">The balances that are gone.</param>
    /// <param name="To">What they came to, signed.</param>
    public sealed record BalancesConverted(ImmutableArray<Money> From, Money To) : AccountEvent
    {
        /// <summary>The bucket they belong to; null for what is shared.</summary>
        public Symbol? Bucket { get; init; }
    }

    /// <summary>The deficit was made good, from the insurance fund or the account that the regime names.</summary>
    /// <param name="Claim">The claim; one that is booked to a named account needs no answer.</param>
    public sealed record Compensated(CompensationClaim Claim) : AccountEvent
    {
        /// <summary>The named account of the books that bears it; null for the insurance fund.</summary>
        public string? Account { get; init; }

        /// <summary>The bucket that is made good; null for what is shared.</summary>
        public Symbol? Bucket { get; init; }
    }

    /// <summary>The fund has booked the claim; it is no longer in transit.</summary>
    public sealed record ClaimConfirmed(string ClaimId) : AccountEvent;
}

/// <summary>What a session switch will bring at the marks of the moment.</summary>
/// <param name="At">When the other multipliers take effect.</param>
/// <param name="Figures">The totals then.</param>
/// <param name="Bucket">The isolated position that would be short; null for what is shared.</param>
public sealed record SwitchAhead(DateTimeOffset At, MarginFigures Figures, Symbol? Bucket);

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
