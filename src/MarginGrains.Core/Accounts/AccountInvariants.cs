using System.Collections.Immutable;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <summary>A decision would break what must always hold. Nothing of it may be stored.</summary>
public sealed class InvariantBrokenException : Exception
{
    /// <summary>Says what would break.</summary>
    public InvariantBrokenException(string message)
        : base(message)
    {
    }

    /// <summary>Says what would break, and why.</summary>
    public InvariantBrokenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Says nothing.</summary>
    public InvariantBrokenException()
    {
    }
}

/// <summary>What must hold after every decision; checked before each write, in production too.</summary>
public static class AccountInvariants
{
    /// <summary>Throws <see cref="InvariantBrokenException"/> when the decision breaks the account.</summary>
    public static void Check(Account? before, Decision decision)
    {
        if (decision.Account is not { } after) return;
        CheckSequence(before, decision.Events);
        CheckCash(before, after, decision.Events);
        foreach (var position in Portfolios(after).SelectMany(p => p.Positions))
        {
            Require(!position.Quantity.IsZero, after, $"an empty position in {position.Symbol}");
        }

        foreach (var call in after.Calls)
        {
            Require(call.AmountDue.IsPositive, after, "a call for nothing");
            Require(call.DueAt is null || call.DueAt >= call.IssuedAt, after, "a call that was due before its notice");
            Require(after.Calls.Count(c => c.Rule == call.Rule) == 1, after, $"two calls of the rule {call.Rule}");
        }

        Require((after.Stage == Stage.Liquidating) == !after.Liquidations.IsEmpty, after,
            "a stage that does not fit the liquidations");
        Require(after.Stage is Stage.Call or Stage.Liquidating || after.Call is null, after,
            "a call at another stage");
        Require(after.Stage != Stage.Call || after.Call is not null, after, "the stage of a call without one");
        Require(before is null || before.Calls.All(c => Unchanged(c, after)), after, "a noticed amount that changed");
        Require(before is null || after.Now >= before.Now, after, "time that goes back");
        Require(after.Debt is null or { Principal.IsPositive: true }, after, "a debt of nothing");
        Require(after.Debt is null || after.IsInDebt, after, "a debt case without a debt");
        CheckOrders(after, decision.Events);
    }

    private static void CheckSequence(Account? before, IReadOnlyList<AccountEvent> events)
    {
        var expected = (before?.Sequence ?? 0) + 1;
        foreach (var e in events)
        {
            if (e.Sequence != expected)
            {
                throw new InvariantBrokenException($"event {e.Sequence} where {expected} is due");
            }

            expected++;
        }
    }

    private static void CheckCash(Account? before, Account after, IReadOnlyList<AccountEvent> events)
    {
        var expected = before is null ? ImmutableArray<Money>.Empty : Balances(before);
        var all = ImmutableArray<Money>.Empty;
        foreach (var entry in events.SelectMany(Ledger.Entries))
        {
            all = MoneySet.Add(all, entry.Amount);
            if (entry.Account == LedgerAccount.Client) expected = MoneySet.Add(expected, entry.Amount);
        }

        Require(all.IsEmpty, after, "a booking that does not sum to zero");
        Require(expected.SequenceEqual(Balances(after)), after, "a balance that its bookings do not explain");
        CheckHeld(before, after, events);
        Require(after.Outgoing.DistinctBy(o => o.TransferId).Count() == after.Outgoing.Length, after,
            "money that is under way twice");
    }

    /// What is in transit is what the account says is held, each withdrawal once.
    private static void CheckHeld(Account? before, Account after, IReadOnlyList<AccountEvent> events)
    {
        var expected = Held(before);
        foreach (var entry in events.SelectMany(Ledger.Entries))
        {
            if (entry.Account == LedgerAccount.HeldWithdrawals) expected = MoneySet.Add(expected, entry.Amount);
        }

        Require(expected.SequenceEqual(Held(after)), after, "a held withdrawal that its bookings do not explain");
        Require(after.Withdrawals.DistinctBy(w => w.TransferId).Count() == after.Withdrawals.Length, after,
            "a withdrawal that is held twice");
    }

    private static ImmutableArray<Money> Held(Account? account) => account is null
        ? []
        : account.Withdrawals.Aggregate(ImmutableArray<Money>.Empty, (sum, w) => MoneySet.Add(sum, w.Amount));

    /// Every order that is sent reduces: no more is requested of a side than is held. What a client's fill has undercut
    /// since is a fact, and its order was right when it was sent.
    private static void CheckOrders(Account after, IReadOnlyList<AccountEvent> events)
    {
        foreach (var e in events)
        {
            if (e is AccountEvent.LiquidationOrdered forced && after.FindLiquidation(forced.Order.OrderId) is { } sold)
            {
                CheckOrder(after, sold.Find(forced.Order.OrderId)!, sold.Bucket);
            }
            else if (e is AccountEvent.StopOrdered stopped && after.FindStop(stopped.Order.OrderId) is { } stop)
            {
                CheckOrder(after, stop.Trigger!.Order!, stop.Terms.Bucket);
            }
        }
    }

    /// What liquidations and stops close of one side counts together.
    private static void CheckOrder(Account after, LiquidationOrder order, Symbol? bucket)
    {
        var isLong = !order.Quantity.IsLong;
        var held = after.PortfolioOf(bucket).Find(order.Symbol, isLong);
        Require(
            held is not null && after.Closing(order.Symbol, isLong, bucket).CompareTo(held.Quantity.Absolute) <= 0,
            after, $"orders in {order.Symbol} beyond what is held");
    }

    private static IEnumerable<Portfolio> Portfolios(Account account) =>
        account.Buckets.Select(b => b.Portfolio).Prepend(account.Portfolio);

    private static ImmutableArray<Money> Balances(Account account) => Portfolios(account)
        .SelectMany(p => p.Balances).Aggregate(ImmutableArray<Money>.Empty, MoneySet.Add);

    private static bool Unchanged(Calls.MarginCall call, Account after) =>
        after.Calls.All(c => c.CallId != call.CallId || c.AmountDue == call.AmountDue);

    private static void Require(bool holds, Account account, string what)
    {
        if (!holds) throw new InvariantBrokenException($"Account {account.Id}, event {account.Sequence}: {what}.");
    }
}
