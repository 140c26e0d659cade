using System.Collections.Immutable;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <summary>What may be asked of an account. A closed set; time comes beside it.</summary>
public abstract record AccountCommand
{
    private AccountCommand()
    {
    }

    /// <summary>Opens the account.</summary>
    /// <param name="Id">The account.</param>
    /// <param name="RegimeId">Its regime, which must be in force.</param>
    /// <param name="Currency">Its currency.</param>
    public sealed record Open(AccountId Id, RegimeId RegimeId, Currency Currency) : AccountCommand
    {
        /// <summary>The client's class.</summary>
        public ClientClass ClientClass { get; init; }
    }

    /// <summary>Puts the client into another class; the account is judged anew.</summary>
    public sealed record ChangeClass(ClientClass ClientClass) : AccountCommand;

    /// <summary>Says which instruments shall be liquidated last.</summary>
    public sealed record PreferLast(ImmutableArray<Symbol> Symbols) : AccountCommand;

    /// <summary>Moves securities in (above zero) or out of collateral.</summary>
    /// <param name="TransferId">Natural id, unique per account.</param>
    /// <param name="Symbol">The security.</param>
    /// <param name="Quantity">Units, not zero.</param>
    public sealed record MoveCollateral(OperationId TransferId, Symbol Symbol, Quantity Quantity) : AccountCommand;

    /// <summary>Moves cash between what all positions share and an isolated bucket.</summary>
    /// <param name="TransferId">Natural id, unique per account.</param>
    /// <param name="Symbol">The bucket, which must exist.</param>
    /// <param name="Amount">Above zero into the bucket, below zero out of it.</param>
    public sealed record MoveMargin(OperationId TransferId, Symbol Symbol, Money Amount) : AccountCommand;

    /// <summary>Places a working order, which reserves margin; it is checked like any order.</summary>
    /// <param name="Order">The order.</param>
    public sealed record PlaceOrder(WorkingOrder Order) : AccountCommand;

    /// <summary>The client's order is no longer working.</summary>
    /// <param name="OrderId">The order.</param>
    public sealed record CancelOrder(OrderId OrderId) : AccountCommand;

    /// <summary>An operator gives a call more time.</summary>
    /// <param name="CallId">The call.</param>
    /// <param name="DueAt">The new due time, later than the old one.</param>
    /// <param name="Act">Who and why.</param>
    public sealed record ExtendCall(string CallId, DateTimeOffset DueAt, OperatorAct Act) : AccountCommand;

    /// <summary>Two operators give up a call.</summary>
    /// <param name="CallId">The call.</param>
    /// <param name="Act">Who and why.</param>
    /// <param name="ApprovedBy">The second person.</param>
    public sealed record WaiveCall(string CallId, OperatorAct Act, string ApprovedBy) : AccountCommand;

    /// <summary>An operator lifts a restriction.</summary>
    /// <param name="Act">Who and why.</param>
    public sealed record Reinstate(OperatorAct Act) : AccountCommand;

    /// <summary>Moves cash in or out.</summary>
    /// <param name="TransferId">Natural id, unique per account.</param>
    /// <param name="Kind">Which way.</param>
    /// <param name="Amount">Above zero, with no more decimals than the currency has.</param>
    public sealed record Transfer(OperationId TransferId, TransferKind Kind, Money Amount) : AccountCommand;

    /// <summary>Holds a withdrawal: it leaves the balance, and is confirmed or released later.</summary>
    /// <param name="TransferId">Natural id, unique per account among all transfers.</param>
    /// <param name="Amount">Above zero, with no more decimals than the currency has.</param>
    public sealed record HoldWithdrawal(OperationId TransferId, Money Amount) : AccountCommand;

    /// <summary>A held withdrawal was paid out.</summary>
    /// <param name="TransferId">The withdrawal.</param>
    public sealed record ConfirmWithdrawal(OperationId TransferId) : AccountCommand;

    /// <summary>A held withdrawal is given up: it goes back into the balance.</summary>
    /// <param name="TransferId">The withdrawal.</param>
    public sealed record ReleaseWithdrawal(OperationId TransferId) : AccountCommand;

    /// <summary>An operator grants temporary credit.</summary>
    /// <param name="CreditId">Natural id, unique per account among grants and revocations.</param>
    /// <param name="Amount">Above zero, in the account's currency.</param>
    /// <param name="Act">Who and why.</param>
    public sealed record GrantCredit(OperationId CreditId, Money Amount, OperatorAct Act) : AccountCommand;

    /// <summary>An operator takes temporary credit back, all or a part of it.</summary>
    /// <param name="CreditId">Natural id, unique per account among grants and revocations.</param>
    /// <param name="Amount">Above zero and no more than is granted.</param>
    /// <param name="Act">Who and why.</param>
    public sealed record RevokeCredit(OperationId CreditId, Money Amount, OperatorAct Act) : AccountCommand;

    /// <summary>Says from which accounts this one may be topped up, in order, and whether the client agreed.</summary>
    /// <param name="Sources">In the order in which they are asked; empty for none.</param>
    /// <param name="IsConsentGiven">Whether they may be asked automatically.</param>
    /// <param name="By">Who says so.</param>
    public sealed record SetTopUpSources(
        ImmutableArray<TopUpSource> Sources, bool IsConsentGiven, string By) : AccountCommand;

    /// <summary>A source has answered.</summary>
    /// <param name="TransferId">The request; natural id.</param>
    /// <param name="Source">The source.</param>
    /// <param name="Amount">What it gave, not negative; it has left the source.</param>
    /// <param name="Reason">Why not all; empty when it is all.</param>
    public sealed record CompleteTopUp(
        string TransferId, AccountId Source, Money Amount, string Reason) : AccountCommand;

    /// <summary>Asks this account, as a source, to give to another one.</summary>
    /// <param name="TransferId">The request; natural id.</param>
    /// <param name="To">The account that asks.</param>
    /// <param name="Amount">The most it should give, above zero.</param>
    public sealed record GiveTopUp(string TransferId, AccountId To, Money Amount) : AccountCommand;

    /// <summary>The receiver has booked what this account, as a source, has given.</summary>
    /// <param name="TransferId">The request.</param>
    public sealed record ConfirmTopUp(string TransferId) : AccountCommand;

    /// <summary>Reports a fill of the client's: a fact.</summary>
    /// <param name="FillId">Natural id, unique per account.</param>
    /// <param name="Fill">What was executed.</param>
    /// <param name="ExecutedAt">When, by the reporter's clock.</param>
    /// <param name="OrderId">The client's order, if it was named.</param>
    public sealed record RecordFill(
        OperationId FillId, Fill Fill, DateTimeOffset ExecutedAt, OrderId? OrderId) : AccountCommand;

    /// <summary>Judges the account at the marks and the time given.</summary>
    public sealed record Assess : AccountCommand;

    /// <summary>Reports an execution of a liquidation order: a fact.</summary>
    /// <param name="ExecutionId">Natural id, unique per account.</param>
    /// <param name="OrderId">The liquidation order.</param>
    /// <param name="Fill">What was executed, with the order's sign.</param>
    /// <param name="IsFinal">Whether the order is done.</param>
    public sealed record RecordExecution(
        OperationId ExecutionId, OrderId OrderId, Fill Fill, bool IsFinal) : AccountCommand;

    /// <summary>Reports that a liquidation order ended without (more) execution.</summary>
    /// <param name="ExecutionId">Natural id of the report.</param>
    /// <param name="OrderId">The liquidation order.</param>
    /// <param name="Reason">The venue's words.</param>
    public sealed record RecordOrderEnd(OperationId ExecutionId, OrderId OrderId, string Reason) : AccountCommand;

    /// <summary>The insurance fund has booked a claim.</summary>
    /// <param name="ClaimId">The claim.</param>
    public sealed record ConfirmClaim(string ClaimId) : AccountCommand;

    /// <summary>Places a protective stop, or replaces the one of that id.</summary>
    /// <param name="StopId">The client's id, unique per account.</param>
    /// <param name="Terms">What it does.</param>
    public sealed record PlaceStop(StopId StopId, StopTerms Terms) : AccountCommand;

    /// <summary>The client wants a stop no more.</summary>
    /// <param name="StopId">The stop.</param>
    public sealed record CancelStop(StopId StopId) : AccountCommand;
}

/// <summary>What an operator did it for.</summary>
/// <param name="By">Who.</param>
/// <param name="Reason">Why, in words; not empty.</param>
public sealed record OperatorAct(string By, string Reason);

/// <summary>Which way cash moves.</summary>
public enum TransferKind
{
    /// <summary>In.</summary>
    Deposit,

    /// <summary>Out; refused beyond what is withdrawable.</summary>
    Withdrawal,

    /// <summary>Charged by the broker; a fact, never refused for lack of margin.</summary>
    Fee,
}
