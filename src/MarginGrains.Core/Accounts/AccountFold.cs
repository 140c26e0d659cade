using System.Collections.Immutable;
using System.Diagnostics;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;

namespace MarginGrains.Core.Accounts;

/// <summary>What an event does to an account. Never refuses: an event is a fact.</summary>
public static partial class AccountFold
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
                Portfolio = Portfolio.Empty(opened.Currency) with { ClientClass = opened.ClientClass },
            };
        }

        Debug.Assert(account is not null, "the first event opens the account");
        var next = Apply(account, e);
        return next with
        {
            Sequence = e.Sequence,
            Now = e.Time > account.Now ? e.Time : account.Now,
            NoticedAt = IsNotice(e) ? e.Time : next.NoticedAt,
            JudgedMarks = e.Basis is null ? next.JudgedMarks : Newest(next.JudgedMarks, e.Basis.Marks),
        };
    }

    /// <summary>The account after all of its events.</summary>
    public static Account? Evolve(Account? account, IEnumerable<AccountEvent> events)
    {
        foreach (var e in events) account = Evolve(account, e);
        return account;
    }

    private static bool IsNotice(AccountEvent e) => e is AccountEvent.WarningRaised { IsNotice: true }
        or AccountEvent.CallOpened or AccountEvent.CallIncreased or AccountEvent.CallReminded
        or AccountEvent.CallRelapsed or AccountEvent.CallExpired or AccountEvent.LiquidationStarted;

    private static Account Apply(Account account, AccountEvent e) => e switch
    {
        AccountEvent.TransferBooked transfer => Paid(account, transfer.Amount, transfer.Credited),
        AccountEvent.FillBooked fill => Filled(account, fill),
        AccountEvent.FillJudged => account with { IsFillUnjudged = false },
        AccountEvent.IncidentRaised => account,
        AccountEvent.ClassChanged changed => account with
        {
            Portfolio = account.Portfolio with { ClientClass = changed.To },
            Buckets = [.. account.Buckets.Select(b => b with
            {
                Portfolio = b.Portfolio with { ClientClass = changed.To },
            })],
        },
        AccountEvent.LastPreferred last => account with { LiquidateLast = last.Symbols },
        AccountEvent.CollateralMoved moved => account with
        {
            Portfolio = account.Portfolio.AddCollateral(moved.Symbol, moved.Quantity),
        },
        AccountEvent.MarginMoved moved => Swept(SetAside(account, moved.Symbol, moved.Amount), moved.Symbol),
        AccountEvent.OrderPlaced placed => account with { Portfolio = account.Portfolio.Place(placed.Order) },
        AccountEvent.OrderCancelled cancelled => account with
        {
            Portfolio = account.Portfolio.Cancel(cancelled.OrderId),
        },
        AccountEvent.OrderCancelRequested cancelled => account with
        {
            Portfolio = account.Portfolio.Cancel(cancelled.OrderId),
        },
        AccountEvent.Restricted restricted => Restricted(account, restricted),
        AccountEvent.Reinstated => account with { IsRestricted = false, RestrictedUntil = null },
        AccountEvent.WarningRaised { Switch: { } ahead } => account with { WarnedOfSwitch = ahead.At },
        AccountEvent.WarningRaised => Restaged(account with { IsWarned = true }),
        AccountEvent.WarningCleared => Restaged(account with { IsWarned = false }),
        AccountEvent.SettlementJudged judged => account with { SettledAt = judged.Settlement },
        AccountEvent.BalancesConverted converted => Swept(
            With(account, converted.Bucket, converted.From.Aggregate(
                account.PortfolioOf(converted.Bucket), (p, b) => p.Add(-b)).Add(converted.To)),
            converted.Bucket),
        _ => ApplyToCosts(account, e) ?? ApplyToCall(account, e) ?? ApplyToLiquidation(account, e)
            ?? ApplyToDebt(account, e) ?? ApplyToMoney(account, e) ?? ApplyToTopUp(account, e)
            ?? ApplyToStop(account, e)
            ?? throw new UnreachableException($"no fold for {e.GetType().Name}"),
    };

    /// The gravest thing that runs decides.
    private static Account Restaged(Account account) => account with
    {
        Stage = !account.Liquidations.IsEmpty ? Stage.Liquidating
            : account.Call is not null ? Stage.Call
            : account.IsInDebt ? Stage.Deficit
            : account.IsWarned ? Stage.Warning
            : Stage.Healthy,
    };

    /// A restriction that only a person lifts stays one; of two that end by themselves the later counts.
    private static Account Restricted(Account account, AccountEvent.Restricted restricted)
    {
        var isForGood = restricted.Until is null || account is { IsRestricted: true, RestrictedUntil: null };
        var later = account.RestrictedUntil > restricted.Until ? account.RestrictedUntil : restricted.Until;
        return account with { IsRestricted = true, RestrictedUntil = isForGood ? null : later };
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
