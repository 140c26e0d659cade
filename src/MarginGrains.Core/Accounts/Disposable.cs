using MarginGrains.Core.Calls;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <summary>
/// What may leave an account now: what its figures spare, without temporary credit, unrealised gains (unless the regime
/// lends against them) and, where the regime says so, without gains realised today (rules ACCT-004, ACCT-015).
/// </summary>
public static class Disposable
{
    /// <summary>
    /// The most that may be withdrawn in the account's currency; zero while nothing may leave; null without a price.
    /// </summary>
    public static Money? Of(Account account, IMarket market, DateTimeOffset now)
    {
        if (AccountDecider.WithdrawalBlocked(account) is not null) return Money.Zero(account.Currency);
        if (CallTerms.RegimeInForce(account.RegimeId, market, now) is not { } regime) return null;
        var figures = MarginCalculator.Evaluate(account.Portfolio, regime, market, now);
        return figures.IsPriced && Unsettled(account, regime, market, now) is { } unsettled
            ? Less(Withdrawable.Of(figures, regime, account.Portfolio), unsettled)
            : null;
    }

    /// <summary>
    /// Gains less losses realised since the last border of a trading day, in the account's currency; zero when that is
    /// a loss, or where they may leave at once; null without a rate.
    /// </summary>
    public static Money? Unsettled(Account account, Regime regime, IMarket market, DateTimeOffset now)
    {
        var sum = Money.Zero(account.Currency);
        if (!regime.HoldsUnsettledGains || !(now < account.UnsettledUntil)) return sum;
        foreach (var gain in account.UnsettledGains)
        {
            var rate = Conversion.Find(market, gain.Currency, account.Currency, now);
            if (rate.Status != PricingStatus.Live || !rate.TryOf(gain.Amount, out var worth)) return null;
            worth = Rounding.Requirement(worth, account.Currency, RoundingMode.AgainstAccount);
            sum += new Money(worth, account.Currency);
        }

        return Money.Max(sum, Money.Zero(account.Currency));
    }

    /// <summary>What is left of an amount without another, never below zero.</summary>
    internal static Money Less(Money amount, Money without) => Money.Max(amount - without, Money.Zero(amount.Currency));
}
