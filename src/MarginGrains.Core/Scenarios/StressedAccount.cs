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

    /// <summary>How many of its protective stops trigger.</summary>
    public int StopsTriggered { get; init; }

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
                AccountEvent.StopTriggered => outcome with { StopsTriggered = outcome.StopsTriggered + 1 },
                AccountEvent.LiquidationStarted => outcome with { IsLiquidated = true },
                AccountEvent.Compensated { Claim.Amount: { IsPositive: true } paid } =>
                    outcome with { WrittenOff = outcome.WrittenOff + paid },
                _ => outcome,
            };
        }

        return outcome;
    }

    /// How it stands after its judgement, beside what has happened.
    internal StressOutcome At(in JudgedAccount judged, FrozenMarket market)
    {
        var (account, now) = (judged.Account, market.Now);
        if (market.FindRegime(account.RegimeId, now) is not { } regime) return this with { IsPriced = false };
        // What happened in the judgement may have come after the figures that it saw.
        var figures = judged.Events.Count == 0 && judged.Figures is { } seen
            ? seen
            : Evaluate(account, null, regime, market);
        var missing = account.Buckets.IsEmpty ? 0m : MissingInBuckets(account, regime, market);
        var owed = figures is { IsPriced: true, OwnEquity.IsNegative: true } ? Owed(account, regime, market) : 0m;
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

    /// As it stands once its stops are filled.
    private static MarginFigures Evaluate(Account account, Symbol? bucket, Regime regime, FrozenMarket market) =>
        MarginCalculator.Evaluate(StopRules.Filled(account, bucket, market, market.Now), regime, market, market.Now);

    /// What is owed is owed, whatever a balance counts as margin.
    private static decimal Owed(Account account, Regime regime, FrozenMarket market) => Math.Max(
        0m, -Evaluate(account, null, regime with { ForeignBalanceHaircut = default }, market).OwnEquity.Amount);

    private static decimal MissingInBuckets(Account account, Regime regime, FrozenMarket market)
    {
        var missing = 0m;
        foreach (var bucket in account.Buckets)
        {
            var figures = Evaluate(account, bucket.Symbol, regime, market);
            if (figures.IsPriced) missing += Math.Max(0m, -figures.Equity.Amount);
        }

        return missing;
    }
}
