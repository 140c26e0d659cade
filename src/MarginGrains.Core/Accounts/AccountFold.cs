using System.Collections.Immutable;
using System.Diagnostics;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <summary>What an event does to an account. Never refuses: an event is a fact.</summary>
public static class AccountFold
{
    /// <summary>The account after the event.</summary>
    public static Account Evolve(Account? account, AccountEvent e)
    {
        if (e is AccountEvent.Opened opened)
        {
            return new()
            {
                Id = opened.Id,
                RegimeId = opened.RegimeId,
                Sequence = e.Sequence,
                Now = e.Time,
                OpenedAt = e.Time,
                SettledAt = e.Time,
                Portfolio = Portfolio.Empty(opened.Currency),
            };
        }

        Debug.Assert(account is not null, "the first event opens the account");
        var next = Apply(account, e);
        return next with
        {
            Sequence = e.Sequence,
            Now = e.Time > account.Now ? e.Time : account.Now,
            JudgedMarks = e.Basis is null ? next.JudgedMarks : Newest(next.JudgedMarks, e.Basis.Marks),
        };
    }

    /// <summary>The account after all of its events.</summary>
    public static Account? Evolve(Account? account, IEnumerable<AccountEvent> events)
    {
        foreach (var e in events) account = Evolve(account, e);
        return account;
    }

    private static Account Apply(Account account, AccountEvent e) => e switch
    {
        AccountEvent.TransferBooked transfer => Transferred(account, transfer),
        AccountEvent.FillBooked fill => Filled(account, fill.Fill, fill.Cash, fill.RealizedPnl, e.Time),
        AccountEvent.IncidentRaised => account,
        AccountEvent.Restricted => account with { IsRestricted = true },
        AccountEvent.WarningRaised => account with { Stage = Stage.Warning },
        AccountEvent.WarningCleared => account with { Stage = Stage.Healthy },
        AccountEvent.SettlementJudged judged => account with { SettledAt = judged.Settlement },
        AccountEvent.CallOpened opened => account with
        {
            Stage = Stage.Call, Call = opened.Call, CallCount = account.CallCount + 1,
        },
        AccountEvent.CallIncreased increased => account with
        {
            Call = account.Call! with
            {
                AmountDue = increased.AmountDue, AmountToInitial = increased.AmountToInitial,
            },
        },
        AccountEvent.CallMet or AccountEvent.CallExpired or AccountEvent.CallCancelled =>
            account with { Stage = account.Liquidation is null ? Stage.Healthy : Stage.Liquidating, Call = null },
        AccountEvent.LiquidationStarted started => account with
        {
            Stage = Stage.Liquidating,
            LiquidationCount = account.LiquidationCount + 1,
            Liquidation = new(started.LiquidationId, started.Reason, e.Time, [], null, null),
        },
        AccountEvent.LiquidationOrdered ordered => account with
        {
            OrderCount = account.OrderCount + 1,
            Liquidation = account.Liquidation! with
            {
                Orders = account.Liquidation.Orders.Add(ordered.Order), RetryAt = null,
            },
        },
        AccountEvent.LiquidationFilled filled => Executed(
            Filled(account, filled.Fill, filled.Cash, filled.RealizedPnl, e.Time), filled),
        AccountEvent.LiquidationOrderEnded ended => OrderEnded(account, ended),
        AccountEvent.LiquidationPaused paused => account with
        {
            Liquidation = account.Liquidation! with { WaitingFor = paused.WaitingFor },
        },
        AccountEvent.LiquidationResumed => account with
        {
            Liquidation = account.Liquidation! with { WaitingFor = null },
        },
        AccountEvent.LiquidationCompleted => account with
        {
            // A call that was open when the stop-out line was crossed is the same demand afterwards, due when it was.
            Stage = account.Call is null ? Stage.Healthy : Stage.Call, Liquidation = null,
        },
        AccountEvent.DeficitRecorded deficit =>
            account with { Stage = deficit.IsWrittenOff ? Stage.Healthy : Stage.Deficit },
        AccountEvent.BalancesConverted converted => account with
        {
            Portfolio = converted.From.Aggregate(account.Portfolio, (p, b) => p.Add(-b)).Add(converted.To),
        },
        AccountEvent.Compensated compensated => account with
        {
            Portfolio = account.Portfolio.Add(compensated.Claim.Amount),
            Claims = account.Claims.Add(compensated.Claim),
        },
        AccountEvent.ClaimConfirmed confirmed =>
            account with { Claims = account.Claims.RemoveAll(c => c.ClaimId == confirmed.ClaimId) },
        AccountEvent.DeficitRepaid => account with { Stage = Stage.Healthy },
        _ => throw new UnreachableException($"no fold for {e.GetType().Name}"),
    };

    private static Account Transferred(Account account, AccountEvent.TransferBooked transfer)
    {
        var next = account with { Portfolio = account.Portfolio.Add(transfer.Amount) };
        var counts = transfer.Kind != TransferKind.Fee && transfer.Amount.Currency == account.Currency;
        return account.Call is { } call && counts
            ? next with { Call = call with { Paid = call.Paid + transfer.Amount } }
            : next;
    }

    private static Account Filled(Account account, Fill fill, Money cash, Money realized, DateTimeOffset at)
    {
        var held = account.Portfolio.Find(fill.Symbol);
        var change = PositionChange.Of(held, fill.Symbol, fill.Quantity, fill.Price);
        return account with
        {
            Portfolio = account.Portfolio.Set(fill.Symbol, change.Position).Add(cash).Add(-fill.Fee),
            RealizedPnl = MoneySet.Add(account.RealizedPnl, realized),
            // What was not held at the last settlement is first judged at the next one.
            SettledAt = account.Portfolio.IsFlat && at > account.SettledAt ? at : account.SettledAt,
        };
    }

    private static Account Executed(Account account, AccountEvent.LiquidationFilled filled)
    {
        if (account.Liquidation is not { } liquidation) return account;
        if (liquidation.Find(filled.OrderId) is not { } order) return account;
        // What was executed in another instrument is booked, but it does not count for this order.
        var done = order.Symbol == filled.Fill.Symbol
            ? order with { Filled = order.Filled + filled.Fill.Quantity }
            : order;
        var orders = filled.IsFinal ? liquidation.Orders.Remove(order) : liquidation.Orders.Replace(order, done);
        return account with { Liquidation = liquidation with { Orders = orders } };
    }

    private static Account OrderEnded(Account account, AccountEvent.LiquidationOrderEnded ended)
    {
        if (account.Liquidation is not { } liquidation) return account;
        if (liquidation.Find(ended.OrderId) is not { } order) return account;
        return account with
        {
            Liquidation = liquidation with { Orders = liquidation.Orders.Remove(order), RetryAt = ended.RetryAt },
        };
    }

    private static ImmutableArray<Mark> Newest(ImmutableArray<Mark> known, ImmutableArray<Mark> judged)
    {
        // Marks of instruments that are no longer held fall away: what is not held cannot be judged backwards.
        var next = ImmutableArray.CreateBuilder<Mark>(judged.Length);
        foreach (var mark in judged)
        {
            var older = known.FirstOrDefault(k => k.Symbol == mark.Symbol);
            next.Add(older is not null && older.IsNewerThan(mark) ? older : mark);
        }

        return next.ToImmutable();
    }
}
