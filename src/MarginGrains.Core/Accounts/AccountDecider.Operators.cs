using MarginGrains.Core.Calls;
using MarginGrains.Core.Marks;

namespace MarginGrains.Core.Accounts;

/// <content>What operators and clients decide about an account.</content>
public static partial class AccountDecider
{
    private static readonly TimeSpan LongestExtension = new(366, 0, 0, 0);

    private static Decision ChangeClass(Turn turn, AccountCommand.ChangeClass change)
    {
        var before = turn.Account.Portfolio.ClientClass;
        if (before == change.ClientClass) return turn.Accept();
        turn.Emit(new AccountEvent.ClassChanged(before, change.ClientClass));
        Assess(turn);
        return turn.Accept();
    }

    private static Decision PreferLast(Turn turn, AccountCommand.PreferLast last)
    {
        foreach (var symbol in last.Symbols)
        {
            if (turn.Market.FindInstrument(symbol) is null)
            {
                return turn.Refuse(new(Rejection.InstrumentUnknown, $"There is no instrument {symbol}."));
            }
        }

        if (last.Symbols.ToHashSet().SetEquals(turn.Account.LiquidateLast)) return turn.Accept();
        turn.Emit(new AccountEvent.LastPreferred([.. last.Symbols.Distinct().Order()]));
        return turn.Accept();
    }

    /// Moves the due time, a limited number of times (rule CALL-009).
    private static Decision ExtendCall(Turn turn, AccountCommand.ExtendCall extend)
    {
        var call = turn.Account.Calls.FirstOrDefault(c => c.CallId == extend.CallId);
        if (call is null) return turn.Refuse(new(Rejection.CallUnknown, $"No call {extend.CallId} is open."));
        if (turn.Regime is not { } regime) return turn.Refuse(UnpricedRefusal(PricingStatus.RegimeUnknown));
        var rule = regime.FindCall(call.Rule);
        if (rule is null || call.State != CallState.Open || call.DueAt is not { } dueAt)
        {
            return turn.Refuse(new(Rejection.ExtensionNotAllowed, $"Call {call.CallId} has no due time to move."));
        }

        if (call.Extensions >= rule.MaximumExtensions)
        {
            return turn.Refuse(new(Rejection.ExtensionNotAllowed,
                $"Call {call.CallId} was extended {call.Extensions} times, which is all its rule allows."));
        }

        if (extend.DueAt > turn.Now + LongestExtension)
        {
            return turn.Refuse(new(Rejection.ExtensionNotAllowed, "A call may not be due more than a year from now."));
        }

        if (extend.DueAt <= dueAt || extend.DueAt <= turn.Now)
        {
            return turn.Refuse(new(Rejection.DueNotLater, $"Call {call.CallId} is due at {dueAt:O} already."));
        }

        turn.Emit(new AccountEvent.CallExtended(
            call.CallId, extend.DueAt, extend.Act, CallTerms.RemindersPassed(rule, extend.DueAt, turn.Now)));
        return turn.Accept();
    }

    /// Takes two people (rule CALL-009).
    private static Decision WaiveCall(Turn turn, AccountCommand.WaiveCall waive)
    {
        var call = turn.Account.Calls.FirstOrDefault(c => c.CallId == waive.CallId && c.Demands);
        if (call is null) return turn.Refuse(new(Rejection.CallUnknown, $"No call {waive.CallId} is open."));
        var second = waive.ApprovedBy.Trim();
        if (second.Length == 0 || string.Equals(second, waive.Act.By.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            return turn.Refuse(new(Rejection.WaiverNeedsSecondPerson, "A waiver needs a second person."));
        }

        turn.Emit(new AccountEvent.CallWaived(call.CallId, waive.Act, waive.ApprovedBy));
        Assess(turn);
        return turn.Accept();
    }

    private static Decision Reinstate(Turn turn, AccountCommand.Reinstate reinstate)
    {
        if (turn.Account.IsRestricted)
        {
            turn.Emit(new AccountEvent.Reinstated(reinstate.Act.By, reinstate.Act.Reason));
        }

        return turn.Accept();
    }
}
