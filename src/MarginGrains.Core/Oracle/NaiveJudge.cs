using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Oracle;

/// <summary>
/// Says which stage an account should be in after a moment of the market, from the naive figures alone. It follows each
/// account from one settled moment to the next: what was open before decides what may clear now.
/// </summary>
public static class NaiveJudge
{
    /// <summary>Null when the stage is right; otherwise a sentence that says what it should be.</summary>
    /// <param name="before">The account before the moment.</param>
    /// <param name="after">The same account after it, everything settled.</param>
    /// <param name="market">The marks of the moment.</param>
    /// <param name="now">Its time.</param>
    public static string? Disagreement(Account before, Account after, IMarket market, DateTimeOffset now)
    {
        if (market.FindRegime(after.RegimeId, now) is not { } regime) return null;
        var old = NaiveCalculator.Evaluate(before, regime, market, now);
        var current = NaiveCalculator.Evaluate(after, regime, market, now);
        if (!old.IsPriced || !current.IsPriced) return null;
        var expected = Expected(before, old, after, current, regime, now);
        return expected == after.Stage ? null : $"{after.Id} is {after.Stage}, should be {expected} at {now:O}";
    }

    private static Stage Expected(
        Account before, NaiveFigures old, Account after, NaiveFigures current, Regime regime, DateTimeOffset now)
    {
        if (after.Buckets.Any(b => after.FindLiquidation(b.Symbol) is not null)) return Stage.Liquidating;
        var since = new Since(before, after, now);
        var sold = before.Liquidation is not null || MustSell(before, old, regime, now)
            || CallsInVain(before, old, regime, since);
        if (!sold) return Calm(before, old, regime, since);
        if (after.Portfolio.Positions.IsEmpty) return Flat(current, regime);
        if (MustGoOn(before, old, after, current, regime)) return Stage.Liquidating;
        var calm = before with { Stage = Stage.Healthy, Calls = after.Calls };
        if (MustSell(calm, current, regime, now)) return Stage.Liquidating;
        return CallsInVain(calm, current, regime, since) ? Stage.Liquidating : Calm(calm, current, regime, since);
    }

    private static bool MustSell(Account account, NaiveFigures figures, Regime regime, DateTimeOffset now)
    {
        if (account.Portfolio.Positions.IsEmpty) return false;
        if (Crossed(regime.Liquidation.StopOut, figures)) return true;
        foreach (var call in account.Calls)
        {
            var rule = regime.Calls.SingleOrDefault(r => r.Name == call.Rule);
            if (rule is null || rule.OnExpiry != ExpiryAction.Liquidate || call.State != CallState.Open) continue;
            if (call.DueAt is not { } due || now < due || Cured(call, rule, figures)) continue;
            if (rule.HoldLine is null || Crossed(rule.HoldLine, figures)) return true;
        }

        return false;
    }

    /// A call without any grace is over as soon as it is opened.
    private static bool CallsInVain(Account account, NaiveFigures figures, Regime regime, Since since) =>
        !account.Portfolio.Positions.IsEmpty && regime.Calls.Any(r =>
            r is { Grace: GracePeriod.Elapsed { Length.Ticks: 0 }, OnExpiry: ExpiryAction.Liquidate }
            && account.Calls.All(c => c.Rule != r.Name) && since.Judges(r) && Crossed(r.Trigger, figures));

    /// A liquidation goes on while what started it would start it again.
    private static bool MustGoOn(
        Account before, NaiveFigures old, Account after, NaiveFigures current, Regime regime)
    {
        if (Crossed(regime.Liquidation.Target, current) || Crossed(regime.Liquidation.StopOut, current)) return true;
        var running = after.Liquidation ?? before.Liquidation;
        if (running is not null)
        {
            var rule = regime.Calls.SingleOrDefault(r => r.Name == running.CallRule);
            return Crossed(rule?.Trigger, current) || Crossed(rule?.ClearLevel, current);
        }

        // It began and ended within the moment: by the stop-out, or by a call that is gone.
        if (Crossed(regime.Liquidation.StopOut, old)) return false;
        return before.Calls.Where(c => after.Calls.All(a => a.CallId != c.CallId)).Any(c =>
        {
            var rule = regime.Calls.SingleOrDefault(r => r.Name == c.Rule);
            return Crossed(rule?.Trigger, current) || Crossed(rule?.ClearLevel, current);
        });
    }

    private static Stage Calm(Account account, NaiveFigures figures, Regime regime, Since since)
    {
        if (account.Portfolio.Positions.IsEmpty) return Flat(figures, regime);
        foreach (var call in account.Calls)
        {
            var rule = regime.Calls.SingleOrDefault(r => r.Name == call.Rule);
            if (rule is null || call.State == CallState.Waived) continue;
            if (!since.MayCure(rule, call) || !Cured(call, rule, figures)) return Stage.Call;
        }

        foreach (var rule in regime.Calls)
        {
            var waived = account.Calls.Any(c => c.Rule == rule.Name && c.State == CallState.Waived);
            if (!waived && since.Judges(rule) && Crossed(rule.Trigger, figures)) return Stage.Call;
        }

        if (regime.Warning is null) return Stage.Healthy;
        if (Crossed(regime.Warning.Trigger, figures)) return Stage.Warning;
        var stays = account.Stage == Stage.Warning && Crossed(regime.Warning.ClearLevel, figures);
        return stays ? Stage.Warning : Stage.Healthy;
    }

    private static Stage Flat(NaiveFigures figures, Regime regime) =>
        figures.Equity.Amount < 0 && regime.NegativeBalance == NegativeBalanceRule.Debt ? Stage.Deficit : Stage.Healthy;

    private static bool Cured(MarginCall call, CallRule rule, NaiveFigures figures)
    {
        if (rule.LiftedByPayment && call.State != CallState.Waived
            && call.Paid.Amount >= call.AmountDue.Amount) return true;
        return rule.ClearLevel is not null && !Crossed(rule.ClearLevel, figures) && !Crossed(rule.Trigger, figures);
    }

    private static bool Crossed(RegimeLine? line, NaiveFigures figures)
    {
        if (line is null) return false;
        var against = line.Measure switch
        {
            Measure.EquityToMaintenance => figures.Maintenance.Amount,
            Measure.EquityToInitial => figures.Initial.Amount,
            Measure.EquityToUsedMargin => figures.Used.Amount,
            Measure.EquityToMarketValue => figures.MarketValue.Amount,
            _ => figures.Owed.Amount,
        };
        var equity = line.Measure == Measure.CollateralToLoan ? figures.Securities.Amount : figures.Equity.Amount;
        if (equity < against * line.Threshold.Value) return true;
        return line.Comparator == Comparator.AtOrBelow && against > 0 && equity == against * line.Threshold.Value;
    }

    /// <summary>What happened between the two moments.</summary>
    private sealed record Since(Account Before, Account After, DateTimeOffset Now)
    {
        public bool Settled => After.SettledAt != Before.SettledAt;

        /// A fill is judged at once, so that between two moments only a late judgement is left.
        public bool Judges(CallRule rule) => rule.Judged switch
        {
            Judgement.Tick => true,
            Judgement.Settlement => Settled,
            _ => Before.IsFillUnjudged,
        };

        public bool MayCure(CallRule rule, MarginCall call) =>
            rule.CuredAt == Judgement.Tick || Settled || Now >= call.DueAt;
    }
}
