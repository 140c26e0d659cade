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
/// GARD-006).
/// </summary>
public static class AccountGuards
{
    /// <summary>The guard of an account at the marks that it was judged at.</summary>
    public static Guard Of(Account account, IMarket market, DateTimeOffset now)
    {
        (account, market) = AccountAsOf.Of(account, market, now);
        var due = AccountDue.Next(account, market, now);
        if (!account.IsExposed) return new(account.Sequence, [], due);
        var symbols = AccountDependencies.Symbols(account, market, now);
        return new(account.Sequence, Bands(account, symbols, market, now), due);
    }

    private static ImmutableArray<GuardBand> Bands(
        Account account, IReadOnlyCollection<Symbol> symbols, IMarket market, DateTimeOffset now)
    {
        var regime = CallTerms.RegimeInForce(account.RegimeId, market, now);
        var narrow = GuardSolver.Narrowest(symbols, account.Sequence, null, market).Bands;
        if (regime is null || IsBusy(account)) return narrow;
        var bands = new Dictionary<Symbol, GuardBand>(symbols.Count);
        foreach (var symbol in symbols) bands[symbol] = new(symbol, null, null, market.FindMark(symbol) is null);
        if (Shared(account, regime, market, now) is not { } shared || !Take(bands, shared, regime)) return narrow;
        foreach (var bucket in account.Buckets)
        {
            if (Bucket(bucket, regime, market, now) is not { } isolated || !Take(bands, isolated, regime)) return narrow;
        }

        return [.. symbols.Select(s => bands[s])];

        bool Take(Dictionary<Symbol, GuardBand> into, GuardCase what, Regime regime)
        {
            if (what.Conditions.IsEmpty) return true;
            if (GuardSolver.Solve(what) is not { } solved) return false;
            foreach (var band in solved)
            {
                if (!into.TryGetValue(band.Symbol, out var known)) return false;
                into[band.Symbol] = known.Within(band);
            }

            return true;
        }
    }

    /// Whoever is liquidated is asked at every price, because prices are checked before each step; whoever has stops,
    /// linked sources, a debt or costs is for now, because their lines are not among the conditions yet.
    private static bool IsBusy(Account account) => !account.Liquidations.IsEmpty || account.IsFillUnjudged
        || !account.Stops.IsEmpty || account.TopUp is not null || account.Debt is not null
        || account.Portfolio.Costs is not null || account.Buckets.Any(b => b.Portfolio.Costs is not null);

    private static GuardCase? Bucket(IsolatedBucket bucket, Regime regime, IMarket market, DateTimeOffset now)
    {
        if (bucket.Portfolio.IsFlat || LiquidationPrice.LineOf(regime) is not { } line) return null;
        var figures = MarginCalculator.Evaluate(bucket.Portfolio, regime, market, now);
        if (!figures.IsPriced || line.IsCrossed(figures)) return null;
        return new(bucket.Portfolio, regime, [new(line, StaysCrossed: false, 0m)], market, now)
        {
            Figures = figures,
        };
    }

    private static GuardCase? Shared(Account account, Regime regime, IMarket market, DateTimeOffset now)
    {
        // Of balances alone what is owed counts, whatever a haircut takes off.
        if (account.Portfolio.IsFlat) regime = regime with { ForeignBalanceHaircut = default };
        var figures = MarginCalculator.Evaluate(account.Portfolio, regime, market, now);
        if (!figures.IsPriced)
        {
            // Nothing is judged before the first mark of what lacks one.
            return figures.Status is PricingStatus.MarkMissing or PricingStatus.RateMissing
                && account.Portfolio.Orders.IsEmpty && account.Buckets.IsEmpty
                ? new(account.Portfolio, regime, [], market, now) { Figures = figures }
                : null;
        }

        return AccountConditions.Of(account, regime, figures) is { } conditions
            ? new(account.Portfolio, regime, conditions, market, now) { Figures = figures }
            : null;
    }
}
