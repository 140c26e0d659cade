using System.Collections.Immutable;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>Cash, fills and isolated buckets.</content>
public static partial class AccountFold
{
    /// What is paid counts for every open call: each of them asks for equity, and it is the same equity.
    private static Account Credited(Account account, Money amount) => account with
    {
        Calls = [.. account.Calls.Select(c => c with { Paid = c.Paid + amount })],
        Liquidations = [.. account.Liquidations.Select(
            l => l.Outstanding is { } left ? l with { Outstanding = left - amount } : l)],
    };

    private static Account Filled(Account account, AccountEvent.FillBooked booked)
    {
        var wasFlat = account.Portfolio.IsFlat;
        var next = booked.SetAside is { } aside ? SetAside(account, booked.Fill.Symbol, aside) : account;
        next = Booked(next, booked.Fill, booked.Cash, booked.Financing);
        if (booked.Fill.IsIsolated) next = Swept(next, booked.Fill.Symbol);
        next = next with
        {
            RealizedPnl = MoneySet.Add(next.RealizedPnl, booked.RealizedPnl),
            UnsettledGains = Unsettled(next, booked.RealizedPnl, booked.SettlesAt),
            UnsettledUntil = booked.SettlesAt ?? next.UnsettledUntil,
            // What was not held at the last settlement is first judged at the next one.
            SettledAt = wasFlat && booked.Time > next.SettledAt ? booked.Time : next.SettledAt,
            IsFillUnjudged = next.IsFillUnjudged || booked.IsUnjudged,
        };
        if (booked.OrderId is { } orderId) next = next with { Portfolio = Worked(
            next.Portfolio, orderId, booked.Fill) };
        return booked.Sold is { } sold ? Sold(next, sold) : next;
    }

    /// Of the day on which the last of them was realised; those of earlier days are settled.
    private static ImmutableArray<Money> Unsettled(Account account, Money gain, DateTimeOffset? settlesAt) =>
        settlesAt is { } at
            ? MoneySet.Add(account.UnsettledUntil == at ? account.UnsettledGains : [], gain)
            : account.UnsettledGains;

    private static Account Sold(Account account, Money sold) => account with
    {
        Calls = [.. account.Calls.Select(c => c.SalesCredit is { } share
            ? c with { Paid = c.Paid + Rounding.Booked(sold.Amount * share.Value, sold.Currency) }
            : c)],
    };

    private static Portfolio Worked(Portfolio portfolio, OrderId orderId, Fill fill)
    {
        var order = portfolio.Orders.FirstOrDefault(o => o.OrderId == orderId && o.Symbol == fill.Symbol);
        if (order is null || order.Quantity.IsLong != fill.Quantity.IsLong) return portfolio;
        var left = order.Quantity - fill.Quantity;
        return Math.Sign(left.Value) == Math.Sign(order.Quantity.Value)
            ? portfolio.Place(order with { Quantity = left })
            : portfolio.Cancel(orderId);
    }

    private static Account Booked(Account account, Fill fill, Money cash, Money? financing)
    {
        Symbol? bucket = fill.IsIsolated ? fill.Symbol : null;
        var before = account.PortfolioOf(bucket);
        var after = Booking.Apply(before, fill, cash, financing).After(before);
        return With(account, bucket, after);
    }

    private static Account SetAside(Account account, Symbol symbol, Money amount) => With(
        account with { Portfolio = account.Portfolio.Add(-amount) }, symbol, account.PortfolioOf(symbol).Add(amount));

    private static Account With(Account account, Symbol? bucket, Portfolio portfolio)
    {
        if (bucket is not { } symbol) return account with { Portfolio = portfolio };
        var others = account.Buckets.RemoveAll(b => b.Symbol == symbol);
        return account with { Buckets = [.. others.Add(new(symbol, portfolio)).OrderBy(b => b.Symbol)] };
    }

    /// A bucket without a position is over: what is left of its margin goes back, unless it is missing, or the
    /// liquidation that closed it has not charged its fee yet.
    private static Account Swept(Account account, Symbol? bucket)
    {
        if (bucket is not { } symbol || account.FindLiquidation(symbol) is not null) return account;
        var left = account.PortfolioOf(symbol);
        if (!left.IsFlat || left.Balances.Any(b => b.IsNegative)) return account;
        // What accrued while it was held and is not charged or published yet is paid by what is shared.
        var shared = left.Costs is { IsOpen: true } open
            ? account.Portfolio.WithCosts(c => c.Join(open))
            : account.Portfolio;
        return account with
        {
            Portfolio = left.Balances.Aggregate(shared, (p, b) => p.Add(b)),
            Buckets = account.Buckets.RemoveAll(b => b.Symbol == symbol),
        };
    }
}
