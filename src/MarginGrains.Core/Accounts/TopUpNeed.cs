using MarginGrains.Core.Calls;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <summary>When an account is topped up, by how much and from whom. The live path and the dry run ask here.</summary>
public static class TopUpNeed
{
    /// <summary>Whether the line that asks the sources is crossed (rule TOPU-002).</summary>
    public static bool IsCrossed(Regime regime, in MarginFigures figures)
    {
        // What is sold at once is not asked for besides.
        if (regime.Liquidation.StopOut?.IsCrossed(figures) == true) return regime.TopUp?.StopOutWaits == true;
        if ((regime.TopUp?.Line ?? regime.Warning?.Trigger) is { } line) return line.IsCrossed(figures);
        foreach (var call in regime.Calls)
        {
            if (call.Trigger.IsCrossed(figures)) return true;
        }

        return false;
    }

    /// <summary>What restores initial margin, rounded up; zero when nothing is missing (rule TOPU-003).</summary>
    public static Money Of(in MarginFigures figures) => CallTerms.AmountToInitial(figures);

    /// <summary>
    /// The next source that may still give something on the day, after another one, and how much it is asked for; null
    /// when there is none.
    /// </summary>
    /// <param name="state">The account's sources.</param>
    /// <param name="needed">What is needed, above zero.</param>
    /// <param name="day">The day in UTC.</param>
    /// <param name="after">The source that has answered; null to begin with the first.</param>
    public static (AccountId Source, Money Amount)? Next(
        TopUpState state, Money needed, DateOnly day, AccountId? after)
    {
        var isBehind = after is null;
        foreach (var source in state.Sources)
        {
            if (isBehind)
            {
                var amount = state.Left(source, day) is { } left ? Money.Min(needed, left) : needed;
                if (amount.IsPositive) return (source.AccountId, amount);
            }

            isBehind |= source.AccountId == after;
        }

        return null;
    }
}
