using System.Collections.Immutable;
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
        foreach (var position in after.Portfolio.Positions)
        {
            Require(!position.Quantity.IsZero, after, $"an empty position in {position.Symbol}");
        }

        Require(after.Call is null || after.Call.DueAt >= after.Call.IssuedAt, after,
            "a call that was due before its notice");
        Require((after.Stage == Stage.Liquidating) == (after.Liquidation is not null), after,
            "a stage that does not fit the liquidation");
        Require(after.Stage is Stage.Call or Stage.Liquidating || after.Call is null, after,
            "a call at another stage");
        Require(after.Stage != Stage.Call || after.Call is not null, after, "the stage of a call without one");
        Require(before is null || after.Now >= before.Now, after, "time that goes back");
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
        var expected = before?.Portfolio.Balances ?? ImmutableArray<Money>.Empty;
        var all = ImmutableArray<Money>.Empty;
        foreach (var entry in events.SelectMany(Ledger.Entries))
        {
            all = MoneySet.Add(all, entry.Amount);
            if (entry.Account == LedgerAccount.Client) expected = MoneySet.Add(expected, entry.Amount);
        }

        Require(all.IsEmpty, after, "a booking that does not sum to zero");
        Require(expected.SequenceEqual(after.Portfolio.Balances), after, "a balance that its bookings do not explain");
    }

    /// Every liquidation order reduces: no more is requested than is held less what is outstanding.
    private static void CheckOrders(Account after, IReadOnlyList<AccountEvent> events)
    {
        if (after.Liquidation is not { } liquidation || !events.Any(e => e is AccountEvent.LiquidationOrdered)) return;
        foreach (var orders in liquidation.Orders.GroupBy(o => o.Symbol))
        {
            var held = after.Portfolio.Find(orders.Key)?.Quantity ?? default;
            var open = orders.Aggregate(default(Quantity), (sum, o) => sum + o.Open);
            Require(!held.IsZero && Math.Sign(open.Value) == -Math.Sign(held.Value)
                && Math.Abs(open.Value) <= Math.Abs(held.Value), after,
                $"liquidation orders in {orders.Key} beyond what is held");
        }
    }

    private static void Require(bool holds, Account account, string what)
    {
        if (!holds) throw new InvariantBrokenException($"Account {account.Id}, event {account.Sequence}: {what}.");
    }
}
