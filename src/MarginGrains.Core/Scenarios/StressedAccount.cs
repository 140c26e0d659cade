using MarginGrains.Core.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Scenarios;

/// <summary>An account in the course of a cascade, with everything that happened to it so far.</summary>
public sealed class StressedAccount
{
    internal StressedAccount(Account account, in StressOutcome outcome)
    {
        Account = account;
        Outcome = outcome;
    }

    internal Account Account { get; }

    internal StressOutcome Outcome { get; }
}

/// <summary>What a scenario does to one account; amounts in its currency, none of them negative.</summary>
/// <param name="AccountId">The account.</param>
public readonly record struct StressOutcome(AccountId AccountId)
{
    /// <summary>Whether it has figures.</summary>
    public bool IsPriced { get; init; }

    /// <summary>Whether a margin call opens.</summary>
    public bool IsCalled { get; init; }

    /// <summary>Whether a liquidation starts.</summary>
    public bool IsLiquidated { get; init; }

    /// <summary>Σ of the calls that open.</summary>
    public Money AmountDue { get; init; }

    /// <summary>What is missing: equity below zero, and what was written off.</summary>
    public Money Deficit { get; init; }

    /// <summary>What of the deficit the insurance fund would pay: where it is not the client's.</summary>
    public Money FundUse { get; init; }

    /// <summary>Equity; null without figures.</summary>
    public Money? Equity { get; init; }

    /// <summary>The regime's ratio; null without one.</summary>
    public Ratio? Ratio { get; init; }

    /// <summary>Deficit, then amount due, in dollars; by them accounts are ranked.</summary>
    public (Ratio Deficit, Ratio Due) Weight { get; init; }

    /// What was written off in earlier rounds and this one.
    internal Money WrittenOff { get; init; }

    /// <summary>Whether anything happens to it.</summary>
    public bool IsHit => IsCalled || IsLiquidated || Deficit.IsPositive;

    internal StressOutcome After(IReadOnlyList<AccountEvent> events)
    {
        var outcome = this;
        for (var i = 0; i < events.Count; i++)
        {
            outcome = events[i] switch
            {
                AccountEvent.CallOpened call => outcome with
                {
                    IsCalled = true, AmountDue = outcome.AmountDue + call.Call.AmountDue,
                },
                AccountEvent.LiquidationStarted => outcome with { IsLiquidated = true },
                AccountEvent.Compensated { Claim.Amount: { IsPositive: true } paid } =>
                    outcome with { WrittenOff = outcome.WrittenOff + paid },
                _ => outcome,
            };
        }

        return outcome;
    }

    /// How it stands now, beside what has happened.
    internal StressOutcome At(Account account, MarginFigures? seen, IMarket market, DateTimeOffset now)
    {
        if (market.FindRegime(account.RegimeId, now) is not { } regime) return this with { IsPriced = false };
        var figures = seen ?? MarginCalculator.Evaluate(account.Portfolio, regime, market, now);
        var missing = account.Buckets.IsEmpty ? 0m : MissingInBuckets(account, regime, market, now);
        var owed = figures.IsPriced && WrittenOff.Amount == 0m ? Math.Max(0m, -figures.OwnEquity.Amount) : 0m;
        var isFunds = regime.NegativeBalance == NegativeBalanceRule.WriteOff && account.Portfolio.Collateral.IsEmpty
            && !account.IsInDebt;
        var currency = account.Currency;
        var stands = this with
        {
            IsPriced = figures.IsPriced,
            Equity = figures.IsPriced ? figures.Equity : null,
            Ratio = figures.IsPriced ? figures.RatioOf(regime.RegimeRatio) : null,
            Deficit = new(owed + missing + WrittenOff.Amount, currency),
            // What an account of the books makes good is not the fund's.
            FundUse = regime.ProtectionAccount is null
                ? new((isFunds ? owed : 0m) + missing + WrittenOff.Amount, currency)
                : Money.Zero(currency),
        };
        if (!stands.IsHit) return stands;
        var dollars = Conversion.Find(market, currency, new("USD"), now);
        return stands with
        {
            Weight = (TermsImpact.Weighed(dollars, stands.Deficit), TermsImpact.Weighed(dollars, stands.AmountDue)),
        };
    }

    private static decimal MissingInBuckets(Account account, Regime regime, IMarket market, DateTimeOffset now)
    {
        var missing = 0m;
        foreach (var bucket in account.Buckets)
        {
            var figures = MarginCalculator.Evaluate(bucket.Portfolio, regime, market, now);
            if (figures.IsPriced) missing += Math.Max(0m, -figures.Equity.Amount);
        }

        return missing;
    }
}
