using System.Collections.Immutable;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Guards;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <summary>
/// Within which prices an account that was just judged cannot change, so that nobody has to ask it (rules GARD-001 to
/// GARD-008).
/// </summary>
public static class AccountGuards
{
    /// <summary>The guard of an account at the marks that it was judged at.</summary>
    public static Guard Of(Account account, IMarket market, DateTimeOffset now)
    {
        var asOf = AccountAsOf.Of(account, market, now);
        var due = AccountDue.Next(asOf.Account, asOf.Market, now);
        if (!account.IsExposed) return new(account.Sequence, [], due);
        var symbols = AccountDependencies.Symbols(asOf.Account, asOf.Market, now);
        return new(account.Sequence, Bands(new(asOf.Account, asOf.Market, now), symbols), due);
    }

    /// <summary>
    /// The guard of an account whose mark has just left the one before, without judging it: where there is room around
    /// the new marks, a judgement at them yields nothing. Null where there is none, or something is due: then it has to
    /// be judged.
    /// </summary>
    /// <param name="account">The account, of the version that was armed.</param>
    /// <param name="dueAt">When it is due, as it was armed; what is due is judged, whatever room there is.</param>
    /// <param name="market">The new marks, and the terms that it was armed with.</param>
    /// <param name="now">The moment.</param>
    public static Guard? Move(Account account, DateTimeOffset? dueAt, IMarket market, DateTimeOffset now)
    {
        if (dueAt <= now || account.Now > now || !account.IsExposed) return null;

        // Not the one that was armed: a market that has closed since opens again.
        var due = AccountDue.Next(account, market, now);
        if (due <= now) return null;
        var at = new Moment(account, ExMarket.Of(market, now), now);
        var symbols = AccountDependencies.Symbols(account, at.Market, now);
        return TryFind(at, symbols, out var bands) ? new(account.Sequence, bands, due) : null;
    }

    private static ImmutableArray<GuardBand> Bands(in Moment at, IReadOnlyCollection<Symbol> symbols) =>
        TryFind(at, symbols, out var bands) ? bands : GuardSolver.Narrowest(symbols);

    private static bool TryFind(
        in Moment at, IReadOnlyCollection<Symbol> symbols, out ImmutableArray<GuardBand> found)
    {
        found = [];
        var (account, market, now) = at;
        if (CallTerms.RegimeInForce(account.RegimeId, market, now) is not { } regime || IsBusy(account)) return false;
        var bands = new BandSet();
        foreach (var symbol in symbols)
        {
            if (!CountsAlready(at, symbol)) bands.AddAlways(symbol);
        }

        var isFound = AddShared(bands, at, regime) && AddBuckets(bands, at, regime) && StopBands.TryAdd(bands, at);
        if (isFound) found = bands.All(symbols);
        return isFound;
    }

    /// Whoever is liquidated is asked at every price, because prices are checked before each step, and so is whoever
    /// waits for an answer about a stop.
    private static bool IsBusy(Account account) => !account.Liquidations.IsEmpty || account.IsFillUnjudged
        || account.Stops.Any(s => s.Trigger is not null);

    /// What has no mark, an old one or a closing price says something new with any next mark, whatever its price.
    private static bool CountsAlready(in Moment at, Symbol symbol) =>
        at.Market.FindMark(symbol) is { Kind: not MarkKind.Closing } mark
        && (at.Market.FindInstrument(symbol) is not { } instrument
            || !OpenMarkets.IsStale(at.Market, instrument, mark, at.Now));

    private static bool AddShared(BandSet bands, in Moment at, Regime regime)
    {
        var (account, market, now) = at;
        // Of balances alone what is owed counts, whatever a haircut takes off.
        if (account.Portfolio.IsFlat) regime = regime with { ForeignBalanceHaircut = default };
        var figures = MarginCalculator.Evaluate(account.Portfolio, regime, market, now);
        if (!figures.IsPriced)
        {
            // Nothing is judged before the first mark of what lacks one; of orders only what has one is.
            return account.Portfolio.Orders.IsEmpty
                && figures.Status is PricingStatus.MarkMissing or PricingStatus.RateMissing or PricingStatus.MarkStale;
        }

        if (MayLoseOrders(at)) return false;
        return new AccountConditions(account, regime, figures).Find(at.IsOpen(account.Portfolio)) is { } conditions
            && bands.TryAdd(new(account.Portfolio, regime, conditions, market, now) { Figures = figures })
            && (account.Portfolio.IsFlat || SwitchBands.TryAdd(bands, at, regime, account.Portfolio, figures));
    }

    /// A working order whose own price grows old is taken off (rule MARG-017), which no band and no due time foresees.
    private static bool MayLoseOrders(in Moment at)
    {
        foreach (var order in at.Account.Portfolio.Orders)
        {
            if (at.Account.Portfolio.Find(order.Symbol) is not null) continue;
            if (at.Market.FindInstrument(order.Symbol) is not { MaximumMarkAge: null } instrument
                || instrument.SettlementCurrency != at.Account.Currency) return true;
        }

        return false;
    }

    private static bool AddBuckets(BandSet bands, in Moment at, Regime regime)
    {
        foreach (var bucket in at.Account.Buckets)
        {
            if (!AddBucket(bands, at, regime, bucket.Portfolio)) return false;
        }

        return true;
    }

    private static bool AddBucket(BandSet bands, in Moment at, Regime regime, Portfolio portfolio)
    {
        if (portfolio.IsFlat) return portfolio.Balances.IsEmpty;
        var figures = MarginCalculator.Evaluate(portfolio, regime, at.Market, at.Now);
        if (!figures.IsPriced)
        {
            return figures.Status is PricingStatus.MarkMissing or PricingStatus.RateMissing or PricingStatus.MarkStale;
        }

        var conditions = ImmutableArray<GuardCondition>.Empty;
        if (LiquidationPrice.LineOf(regime) is { } line && at.IsOpen(portfolio))
        {
            if (line.IsCrossed(figures)) return false;
            conditions = [new(line, StaysCrossed: false, 0m)];
        }

        return bands.TryAdd(new(portfolio, regime, conditions, at.Market, at.Now) { Figures = figures })
            && SwitchBands.TryAdd(bands, at, regime, portfolio, figures);
    }
}
