using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>Costs over time and corporate actions.</content>
public static partial class AccountFold
{
    private static Account? ApplyToCosts(Account account, AccountEvent e) => e switch
    {
        AccountEvent.CostsAccrued accrued => With(account, accrued.Bucket, account.PortfolioOf(accrued.Bucket)
            .WithCosts(c => c.Add(accrued.Counted).Wait(accrued.Waiting))),
        AccountEvent.CostsCharged charged => With(account, charged.Bucket, charged.Charges.Aggregate(
            account.PortfolioOf(charged.Bucket), (p, c) => p.WithCosts(costs => costs.Charge(c)).Add(-c.Amount))),
        AccountEvent.PnlSettled settled => Settled(account, settled),
        AccountEvent.SplitApplied split => Split(account, split),
        AccountEvent.DividendBooked paid =>
            With(account, paid.Bucket, account.PortfolioOf(paid.Bucket).Add(paid.Cash)),
        _ => null,
    };

    private static Account Settled(Account account, AccountEvent.PnlSettled settled)
    {
        var portfolio = account.PortfolioOf(settled.Bucket);
        var (symbol, isLong) = (new Symbol(settled.Period.Subject), settled.Period.Units!.Value.IsLong);
        portfolio = portfolio.WithCosts(c => c with
        {
            Pending = [.. c.Pending.Where(p => !p.Is(settled.Period)).Select(p => Moved(p, settled))],
        });
        if (portfolio.Find(symbol, isLong) is { } position)
        {
            portfolio = portfolio.Set(position, position with { AveragePrice = settled.Average });
        }

        return With(account, settled.Bucket, portfolio.Add(settled.Cash)) with
        {
            RealizedPnl = MoneySet.Add(account.RealizedPnl, settled.Cash),
        };
    }

    /// A later day that waits was noted with the average price before this settlement.
    private static PendingCost Moved(PendingCost waiting, AccountEvent.PnlSettled settled) =>
        waiting is { Kind: CostKind.Settlement, Average: { } average, Units: { } units }
            && waiting.Subject == settled.Period.Subject && units.IsLong == settled.Period.Units!.Value.IsLong
            ? waiting with { Average = SettledAverage.Of(settled.Period, average, units, settled.Price) }
            : waiting;

    private static Account Split(Account account, AccountEvent.SplitApplied split) => account with
    {
        Portfolio = SplitUnits.Apply(account.Portfolio, split.Symbol, split.Split),
        Buckets = [.. account.Buckets.Select(b => b.Symbol == split.Symbol
            ? b with { Portfolio = SplitUnits.Apply(b.Portfolio, split.Symbol, split.Split) }
            : b)],
        Stops = [.. account.Stops.Select(s => s.Terms.Symbol == split.Symbol ? s.After(split.Split) : s)],
    };
}
