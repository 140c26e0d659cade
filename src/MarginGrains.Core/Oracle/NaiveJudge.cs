using MarginGrains.Core.Accounts;
using MarginGrains.Core.Liquidation;
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
        var settled = after.SettledAt != before.SettledAt;
        var sold = before.Liquidation is not null || MustSell(before, old, regime, now)
            || CallsInVain(before, old, regime, settled);
        if (!sold) return Calm(before, old, regime, settled);
        if (after.Portfolio.Positions.IsEmpty) return Flat(current, regime);
        if (MustGoOn(before, old, after, current, regime)) return Stage.Liquidating;
        var expired = before.Liquidation is null && !Crossed(regime.Liquidation.StopOut, old);
        var calm = before with { Stage = Stage.Healthy, Call = expired ? null : before.Call };
        if (MustSell(calm, current, regime, now))
        {
            // The call that outlived the stop-out is over too, and now its own lines count.
            if (Crossed(regime.Call?.Trigger, current)) return Stage.Liquidating;
            if (Crossed(regime.Call?.ClearLevel, current)) return Stage.Liquidating;
            calm = calm with { Call = null };
        }

        return CallsInVain(calm, current, regime, settled) ? Stage.Liquidating : Calm(calm, current, regime, settled);
    }

    private static bool MustSell(Account account, NaiveFigures figures, Regime regime, DateTimeOffset now)
    {
        if (account.Portfolio.Positions.IsEmpty) return false;
        if (Crossed(regime.Liquidation.StopOut, figures)) return true;
        return account.Call is { } call && !Cured(call, figures, regime) && now >= call.DueAt;
    }

    /// A call without any grace is over as soon as it is opened.
    private static bool CallsInVain(Account account, NaiveFigures figures, Regime regime, bool settled) =>
        regime.Call is { Grace: GracePeriod.Elapsed { Length.Ticks: 0 } } && !account.Portfolio.Positions.IsEmpty
        && Calm(account, figures, regime, settled) == Stage.Call;

    /// A liquidation goes on while what started it would start it again.
    private static bool MustGoOn(
        Account before, NaiveFigures old, Account after, NaiveFigures current, Regime regime)
    {
        if (Crossed(regime.Liquidation.Target, current) || Crossed(regime.Liquidation.StopOut, current)) return true;
        var running = after.Liquidation ?? before.Liquidation;
        var byCall = running is null
            ? !Crossed(regime.Liquidation.StopOut, old)
            : running.Reason == LiquidationReason.CallExpired;
        return byCall && (Crossed(regime.Call?.Trigger, current) || Crossed(regime.Call?.ClearLevel, current));
    }

    private static Stage Calm(Account account, NaiveFigures figures, Regime regime, bool settled)
    {
        if (account.Portfolio.Positions.IsEmpty) return Flat(figures, regime);
        if (account.Call is { } call && !Cured(call, figures, regime)) return Stage.Call;
        var judged = regime.Call?.Judged == Judgement.Tick || settled;
        if (judged && Crossed(regime.Call?.Trigger, figures)) return Stage.Call;
        if (regime.Warning is null) return Stage.Healthy;
        if (Crossed(regime.Warning.Trigger, figures)) return Stage.Warning;
        var stays = account.Stage == Stage.Warning && Crossed(regime.Warning.ClearLevel, figures);
        return stays ? Stage.Warning : Stage.Healthy;
    }

    private static Stage Flat(NaiveFigures figures, Regime regime) =>
        figures.Equity.Amount < 0 && regime.NegativeBalance == NegativeBalanceRule.Debt ? Stage.Deficit : Stage.Healthy;

    private static bool Cured(Calls.MarginCall call, NaiveFigures figures, Regime regime)
    {
        if (regime.Call is not { } rule) return true;
        if (rule.LiftedByPayment && call.Paid.Amount >= call.AmountDue.Amount) return true;
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
            _ => throw new InvalidOperationException($"{line.Measure} is not drawn in this version"),
        };
        var equity = figures.Equity.Amount;
        if (equity < against * line.Threshold.Value) return true;
        return line.Comparator == Comparator.AtOrBelow && against > 0 && equity == against * line.Threshold.Value;
    }
}
