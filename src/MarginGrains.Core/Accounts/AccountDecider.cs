using System.Diagnostics;
using MarginGrains.Core.Marks;

namespace MarginGrains.Core.Accounts;

/// <summary>
/// Decides what a command does to an account. Pure: the same account, command, market and time give the same events, on
/// any machine and at any later date.
/// </summary>
public static partial class AccountDecider
{
    /// <summary>The events of a command, or why it is refused.</summary>
    /// <param name="account">The account, or null when it does not exist yet.</param>
    /// <param name="command">What is asked.</param>
    /// <param name="market">Marks of one moment, none older than the account was judged at, and the terms.</param>
    /// <param name="now">Market time; an earlier one than the account's own counts as that.</param>
    public static Decision Decide(Account? account, AccountCommand command, IMarket market, DateTimeOffset now)
    {
        var turn = new Turn(account, market, now, CauseOf(command));
        if (command is AccountCommand.Open open) return Open(turn, account, open);
        if (account is null)
        {
            return turn.Refuse(new(Rejection.AccountUnknown, "The account does not exist."));
        }

        // Before anything else is looked at: what ended since the last event, at its own border, in the order of time.
        var hasAccrued = Accrue(turn);
        var decision = Decide(turn, command);
        if (!hasAccrued || !decision.IsAccepted || !IsUnjudged(command)) return decision;
        Assess(turn);
        return turn.Accept();
    }

    /// What the client or an operator only notes down is not judged by itself.
    private static bool IsUnjudged(AccountCommand command) => command
        is AccountCommand.PreferLast or AccountCommand.ExtendCall or AccountCommand.Reinstate
        or AccountCommand.ConfirmClaim or AccountCommand.ChangeClass or AccountCommand.ConfirmTopUp
        or AccountCommand.ConfirmWithdrawal;

    private static Decision Decide(Turn turn, AccountCommand command) => command switch
    {
        AccountCommand.Transfer transfer => Transfer(turn, transfer),
        AccountCommand.RecordFill fill => RecordFill(turn, fill),
        AccountCommand.Assess => Judged(turn),
        AccountCommand.RecordExecution execution => RecordExecution(turn, execution),
        AccountCommand.RecordOrderEnd end => RecordOrderEnd(turn, end),
        AccountCommand.ConfirmClaim confirm => ConfirmClaim(turn, confirm),
        AccountCommand.ChangeClass change => ChangeClass(turn, change),
        AccountCommand.PreferLast last => PreferLast(turn, last),
        AccountCommand.MoveCollateral move => MoveCollateral(turn, move),
        AccountCommand.MoveMargin move => MoveMargin(turn, move),
        AccountCommand.PlaceOrder place => PlaceOrder(turn, place.Order),
        AccountCommand.CancelOrder cancel => CancelOrder(turn, cancel.OrderId),
        AccountCommand.ExtendCall extend => ExtendCall(turn, extend),
        AccountCommand.WaiveCall waive => WaiveCall(turn, waive),
        AccountCommand.Reinstate reinstate => Reinstate(turn, reinstate),
        AccountCommand.HoldWithdrawal hold => HoldWithdrawal(turn, hold),
        AccountCommand.ConfirmWithdrawal confirm => ConfirmWithdrawal(turn, confirm.TransferId),
        AccountCommand.ReleaseWithdrawal release => ReleaseWithdrawal(turn, release.TransferId),
        AccountCommand.GrantCredit grant => GrantCredit(turn, grant),
        AccountCommand.RevokeCredit revoke => RevokeCredit(turn, revoke),
        AccountCommand.SetTopUpSources set => SetTopUpSources(turn, set),
        AccountCommand.CompleteTopUp complete => CompleteTopUp(turn, complete),
        AccountCommand.GiveTopUp give => GiveTopUp(turn, give),
        AccountCommand.ConfirmTopUp confirm => ConfirmTopUp(turn, confirm),
        AccountCommand.PlaceStop place => PlaceStop(turn, place),
        AccountCommand.CancelStop cancel => CancelStop(turn, cancel.StopId),
        _ => throw new UnreachableException($"no decision for {command.GetType().Name}"),
    };

    /// <summary>
    /// The judgement that <see cref="AccountCommand.Assess"/> gives, for scenarios of which nothing is stored: the same
    /// events without explanations and marks, on request without the orders of liquidations, and the figures it saw.
    /// </summary>
    public static JudgedAccount Judge(Account account, IMarket market, DateTimeOffset now, bool plansOrders)
    {
        var turn = new Turn(account, market, now, EventCause.None) { IsScenario = true, PlansOrders = plansOrders };
        Accrue(turn);
        Assess(turn);
        return new(turn.Events, turn.Account, turn.Seen);
    }

    private static Decision Judged(Turn turn)
    {
        Assess(turn);
        return turn.Accept();
    }

    private static EventCause CauseOf(AccountCommand command) => command switch
    {
        AccountCommand.Open => new("opening", ""),
        AccountCommand.Transfer transfer => new("transfer", transfer.TransferId.Value),
        AccountCommand.RecordFill fill => new("fill", fill.FillId.Value),
        AccountCommand.Assess => new("assessment", ""),
        AccountCommand.RecordExecution execution => new("execution", execution.ExecutionId.Value),
        AccountCommand.RecordOrderEnd end => new("execution", end.ExecutionId.Value),
        AccountCommand.ConfirmClaim confirm => new("claim", confirm.ClaimId),
        AccountCommand.ChangeClass or AccountCommand.PreferLast => new("preference", ""),
        AccountCommand.MoveCollateral move => new("transfer", move.TransferId.Value),
        AccountCommand.MoveMargin move => new("transfer", move.TransferId.Value),
        AccountCommand.PlaceOrder place => new("order", place.Order.OrderId.Value),
        AccountCommand.CancelOrder cancel => new("order", cancel.OrderId.Value),
        AccountCommand.ExtendCall extend => new("operator", extend.CallId),
        AccountCommand.WaiveCall waive => new("operator", waive.CallId),
        AccountCommand.Reinstate reinstate => new("operator", reinstate.Act.By),
        AccountCommand.HoldWithdrawal hold => new("transfer", hold.TransferId.Value),
        AccountCommand.ConfirmWithdrawal confirm => new("transfer", confirm.TransferId.Value),
        AccountCommand.ReleaseWithdrawal release => new("transfer", release.TransferId.Value),
        AccountCommand.GrantCredit grant => new("credit", grant.CreditId.Value),
        AccountCommand.RevokeCredit revoke => new("credit", revoke.CreditId.Value),
        AccountCommand.SetTopUpSources => new("preference", ""),
        AccountCommand.CompleteTopUp complete => new("topUp", complete.TransferId),
        AccountCommand.GiveTopUp give => new("topUp", give.TransferId),
        AccountCommand.ConfirmTopUp confirm => new("topUp", confirm.TransferId),
        AccountCommand.PlaceStop place => new("stop", place.StopId.Value),
        AccountCommand.CancelStop cancel => new("stop", cancel.StopId.Value),
        _ => throw new UnreachableException($"no cause for {command.GetType().Name}"),
    };
}
