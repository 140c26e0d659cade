using System.Globalization;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <content>The warning run before another session's margin bites (rule SESS-004).</content>
public static partial class AccountDecider
{
    /// Once per switch, of what is shared and of each bucket alike: the first of them that would be short is told.
    private static void WarnOfSwitch(Turn turn, Regime regime, Symbol? bucket)
    {
        if (regime.SessionWarning is not { } before) return;
        var portfolio = turn.Account.PortfolioOf(bucket);
        foreach (var at in SessionTerms.Switches(portfolio, turn.Market, turn.Now, turn.Now + before))
        {
            if (at <= turn.Account.WarnedOfSwitch) continue;
            var current = turn.Evaluate(regime, bucket);
            var then = LookAhead.At(portfolio, turn.Account.RegimeId, turn.Market, turn.Now, at);
            if (!current.IsPriced || !then.IsPriced || !IsShort(regime, current, then, bucket)) continue;
            turn.Emit(
                new AccountEvent.WarningRaised
                {
                    IsNotice = MayNotify(turn, regime), Switch = new(at, then, bucket),
                },
                turn.Basis(),
                new("session", at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)));
            return;
        }
    }

    /// Whether a line at which a price calls or liquidates is crossed then and not yet.
    private static bool IsShort(Regime regime, in MarginFigures current, in MarginFigures then, Symbol? bucket)
    {
        if (bucket is not null) return Crosses(LiquidationPrice.LineOf(regime), current, then);
        if (Crosses(regime.Liquidation.StopOut, current, then)) return true;
        foreach (var rule in regime.Calls)
        {
            if (rule.Judged is not (Judgement.Tick or Judgement.Settlement)) continue;
            if (Crosses(rule.Trigger, current, then)) return true;
        }

        return false;
    }

    private static bool Crosses(RegimeLine? line, in MarginFigures current, in MarginFigures then) =>
        line is not null && line.IsCrossed(then) && !line.IsCrossed(current);
}
