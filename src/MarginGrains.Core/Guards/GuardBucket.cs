using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Guards;

/// <summary>A pair on the way from a currency to the account's.</summary>
/// <param name="Side">Its price.</param>
/// <param name="IsDirect">Whether the rate is the price; otherwise one divided by it.</param>
internal readonly record struct GuardLeg(GuardSide Side, bool IsDirect)
{
    public decimal Rate(decimal price) => IsDirect ? price : 1m / price;
}

/// <summary>All that is counted in one currency.</summary>
/// <param name="Balance">What of it a balance counts for; zero in the account's own, which no price moves.</param>
/// <param name="Costs">What has accrued in it and was not charged, below zero for a cost; zero in the account's
/// own.</param>
/// <param name="Shares">The instruments that settle in it.</param>
/// <param name="Legs">The pairs that convert it; none in the account's own.</param>
internal sealed record GuardBucket(decimal Balance, decimal Costs, int[] Shares, GuardLeg[] Legs)
{
    /// <summary>The buckets of a portfolio, or null where a rate is missing or stale.</summary>
    public static GuardBucket[]? Of(GuardCase what, InstrumentShare[] shares)
    {
        var own = what.Portfolio.Currency;
        var currencies = new List<Currency> { own };
        foreach (var share in shares) Add(share.Currency);
        foreach (var balance in what.Portfolio.Balances) Add(balance.Currency);
        foreach (var line in what.Portfolio.Costs?.Lines ?? [])
        {
            if (line.Outstanding.Amount != 0m) Add(line.Exact.Currency);
        }

        var buckets = new GuardBucket[currencies.Count];
        for (var i = 0; i < buckets.Length; i++)
        {
            var currency = currencies[i];
            if (Conversion.Find(what.Market, currency, own, what.Now).Status != PricingStatus.Live) return null;
            var balance = currency == own ? 0m : what.Portfolio.Balance(currency).Amount;
            if (balance > 0m) balance *= 1m - what.Regime.ForeignBalanceHaircut.Value;
            buckets[i] = new(
                balance, currency == own ? 0m : Accrued(what.Portfolio, currency),
                [.. Enumerable.Range(0, shares.Length).Where(s => shares[s].Currency == currency)],
                currency == own ? [] : [.. Way(what.Market, currency, own)]);
        }

        return buckets;

        void Add(Currency currency)
        {
            if (!currencies.Contains(currency)) currencies.Add(currency);
        }
    }

    /// <summary>
    /// By how much the slack changes from what is worth <paramref name="now"/> to what is worth
    /// <paramref name="worst"/>, the rate at its worse end too.
    /// </summary>
    public decimal Worst(decimal now, decimal worst, decimal reach, bool wantsHighest)
    {
        if (Legs.Length == 0) return worst - now;
        decimal rateNow = 1m, lowest = 1m, highest = 1m;
        foreach (var leg in Legs)
        {
            var (one, other) = (leg.Rate(leg.Side.Low(reach)), leg.Rate(leg.Side.High(reach)));
            rateNow *= leg.Rate(leg.Side.Price);
            lowest *= Math.Min(one, other);
            highest *= Math.Max(one, other);
        }

        return worst * ((worst >= 0m) == wantsHighest ? highest : lowest) - now * rateNow;
    }

    private static decimal Accrued(Portfolio portfolio, Currency currency)
    {
        var accrued = 0m;
        foreach (var line in portfolio.Costs?.Lines ?? [])
        {
            if (line.Exact.Currency == currency) accrued -= line.Outstanding.Amount;
        }

        return accrued;
    }

    private static IEnumerable<GuardLeg> Way(IMarket market, Currency currency, Currency own)
    {
        var from = currency;
        foreach (var pair in Conversion.Pairs(market, currency, own))
        {
            var isDirect = pair.BaseCurrency == from;
            from = isDirect ? pair.QuoteCurrency : pair.BaseCurrency!.Value;
            yield return new(
                new(pair.Symbol, market.FindMark(pair.Symbol)!.Price.Value, 0m, Limits.LargestPrice)
                {
                    IsRate = true,
                },
                isDirect);
        }
    }
}
