using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Oracle;

/// <summary>
/// What protective stops do to an account at one moment, written apart from the decider: who triggers, where a trailing
/// stop has to be, and what is left when what triggered is closed.
/// </summary>
internal sealed record NaiveStops(Regime Regime, IMarket Market, DateTimeOffset Now)
{
    /// <summary>What is wrong with the stops after a moment, as a sentence; null when nothing is.</summary>
    public string? Disagreement(Account before, Account after)
    {
        foreach (var stop in after.Stops)
        {
            if (stop.Trigger is not null) continue;
            if (Held(after, stop) is not { } left) return $"{after.Id}: {stop.StopId} protects nothing";
            if (IsReached(stop) && Taken(after, stop) < left) return $"{after.Id}: {stop.StopId} should have triggered";
        }

        foreach (var stop in before.Stops)
        {
            var now = after.FindStop(stop.StopId);
            if (now is { Trigger: null } && now.Terms == stop.Terms && Where(stop) != now.Price.Value)
            {
                return $"{after.Id}: {stop.StopId} is at {now.Price}, should be at {Where(stop)}";
            }

            // Reached or not, it never vanishes while it has something to protect.
            if (now is null && !after.TriggeredStops.Contains(stop.StopId) && Held(after, stop) is not null)
            {
                return $"{after.Id}: {stop.StopId} is gone";
            }
        }

        return null;
    }

    /// <summary>
    /// The account with everything closed that its stops close at this moment, at the price where it closes.
    /// </summary>
    public Account Closed(Account account)
    {
        foreach (var stop in account.Stops)
        {
            if (Held(account, stop) is not { } held || stop.Trigger?.Order is not null) continue;
            if (stop.Trigger is { } trigger ? !Trades(stop) || trigger.RetryAt > Now : !IsReached(stop)) continue;
            var most = stop.Trigger?.Left.Value ?? stop.Quantity?.Value ?? decimal.MaxValue;
            account = Close(account, stop, Math.Min(most, held));
        }

        return account;
    }

    private Instrument? InstrumentOf(ProtectiveStop stop) => Market.FindInstrument(stop.Terms.Symbol);

    private bool Trades(ProtectiveStop stop) => InstrumentOf(stop) is { } instrument && instrument.State
        is InstrumentState.Active or InstrumentState.ReduceOnly or InstrumentState.Discontinued
        && NaiveMarket.Trades(Market, instrument, Now);

    private decimal? Price(ProtectiveStop stop)
    {
        if (!Trades(stop) || Market.FindMark(stop.Terms.Symbol) is not { } mark) return null;
        if (!NaiveMarket.IsFresh(Market, InstrumentOf(stop)!, Now)) return null;
        return mark.Sequence < stop.MarkSequence ? null : At(mark, stop).Value;
    }

    private static Price At(Mark mark, ProtectiveStop stop) =>
        stop.Terms.IsLong ? mark.Bid ?? mark.Price : mark.Ask ?? mark.Price;

    private bool IsReached(ProtectiveStop stop) => Price(stop) is { } price
        && (stop.Terms.IsLong ? price <= stop.Price.Value : price >= stop.Price.Value);

    /// Step by step, as one would move it by hand.
    private decimal Where(ProtectiveStop stop)
    {
        var at = stop.Price.Value;
        if (stop.Step is not { } step || Price(stop) is not { } price) return at;
        var behind = stop.Terms.Distance!.Value.Value;
        if (stop.Terms.IsLong) at += Math.Max(0m, Math.Floor((price - behind - at) / step.Value)) * step.Value;
        else at -= Math.Max(0m, Math.Floor((at - price - behind) / step.Value)) * step.Value;
        return at;
    }

    private static decimal? Held(Account account, ProtectiveStop stop) =>
        Math.Abs(account.PortfolioOf(stop.Terms.IsIsolated ? stop.Terms.Symbol : null).Positions
            .SingleOrDefault(p => p.Symbol == stop.Terms.Symbol && p.Quantity.Value > 0m == stop.Terms.IsLong)
            ?.Quantity.Value ?? 0m) is > 0m and var units ? units : null;

    /// What other orders of the same side will close.
    private static decimal Taken(Account account, ProtectiveStop stop) => account.Stops
        .Where(s => s.Terms.IsIsolated == stop.Terms.IsIsolated).Select(s => s.Trigger?.Order)
        .Concat(account.Liquidations
            .Where(l => l.Bucket is not null == stop.Terms.IsIsolated).SelectMany(l => l.Orders))
        .Where(o => o is not null && o.Symbol == stop.Terms.Symbol && o.Quantity.Value < 0m == stop.Terms.IsLong)
        .Sum(o => Math.Abs(o!.Quantity.Value) - Math.Abs(o.Filled.Value));

    private Account Close(Account account, ProtectiveStop stop, decimal units)
    {
        var portfolio = account.PortfolioOf(stop.Terms.IsIsolated ? stop.Terms.Symbol : null);
        var position = portfolio.Positions.Single(
            p => p.Symbol == stop.Terms.Symbol && p.Quantity.Value > 0m == stop.Terms.IsLong);
        var isGuaranteed = stop.Terms.Kind == StopKind.Guaranteed;
        var price = isGuaranteed ? stop.Price.Value : At(Market.FindMark(stop.Terms.Symbol)!, stop).Value;
        var (cash, bound) = Cash(account, position, units, price);
        var held = Math.Abs(position.Quantity.Value);
        var left = units == held ? null : position with
        {
            Quantity = new(Math.Sign(position.Quantity.Value) * (held - units)), Financing = bound,
        };
        var after = portfolio.Set(position, left).Add(cash);
        if (!stop.Terms.IsIsolated) return account with { Portfolio = after };
        var others = account.Buckets.Where(b => b.Symbol != stop.Terms.Symbol);
        // What the bucket has left is everyone's once it is over.
        if (isGuaranteed && after.Positions.IsEmpty && after.Balances.All(b => b.Amount >= 0m))
        {
            return account with
            {
                Portfolio = after.Balances.Aggregate(account.Portfolio, (p, b) => p.Add(b)), Buckets = [.. others],
            };
        }

        return account with { Buckets = [.. others.Append(new(stop.Terms.Symbol, after)).OrderBy(b => b.Symbol)] };
    }

    /// What closing books, and what stays bound to the units that are left.
    private (Money Cash, Money? Bound) Cash(Account account, Position position, decimal units, decimal price)
    {
        var instrument = Market.FindInstrument(position.Symbol)!;
        var signed = Math.Sign(position.Quantity.Value) * units * instrument.Multiplier.Value;
        if (instrument.AssetClass is AssetClass.Stock or AssetClass.Etf)
        {
            var value = Cents(signed * price, instrument.QuoteCurrency);
            if (position.Financing is not { } financing) return (value, null);
            var freed = units == Math.Abs(position.Quantity.Value)
                ? financing
                : Cents(financing.Amount * units / Math.Abs(position.Quantity.Value), financing.Currency);
            return (value + freed, financing - freed);
        }

        var average = position.AveragePrice.Value;
        var gain = signed * (price - average);
        if (instrument.Contract == ContractKind.Inverse) gain = gain / average / price;
        var unit = NaiveMarket.Unit(instrument);
        if (!Regime.ConvertsRealizedPnl) return (Cents(gain, unit), null);
        var rated = new NaiveMarket(Market, account.Currency, Now);
        return (rated.Converts(unit) ? Cents(rated.In(gain, unit), account.Currency) : Cents(gain, unit), null);
    }

    private static Money Cents(decimal amount, Currency currency) =>
        new(decimal.Round(decimal.Round(amount, 12), currency.MinorUnitDecimals), currency);
}
