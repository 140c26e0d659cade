using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <summary>What a source gives when it is asked.</summary>
/// <param name="Amount">Not negative, no more than was asked for.</param>
/// <param name="Reason">Why not all; empty when it is all.</param>
public sealed record TopUpGift(Money Amount, string Reason);

/// <summary>
/// How much an account may give to one that is linked to it (rule TOPU-004). The live path and the dry run ask here.
/// </summary>
public static class TopUpOffer
{
    /// <summary>
    /// No more than is asked for and withdrawable, and no more than keeps every line of its own regime uncrossed.
    /// </summary>
    public static TopUpGift Of(Account source, Money asked, IMarket market, DateTimeOffset now)
    {
        var nothing = Money.Zero(asked.Currency);
        if (asked.Currency != source.Currency) return new(nothing, $"The source is in {source.Currency}.");
        if (AccountDecider.WithdrawalBlocked(source) is { } blocked) return new(nothing, blocked.Detail);
        if (Calls.CallTerms.RegimeInForce(source.RegimeId, market, now) is not { } regime)
        {
            return new(nothing, "The source's regime is not in force.");
        }

        var figures = MarginCalculator.Evaluate(source.Portfolio, regime, market, now);
        if (!figures.IsPriced) return new(nothing, $"The source has no price at the moment ({figures.Status}).");
        var most = Math.Min(
            Disposable.Of(source, market, now)?.Amount ?? 0m,
            Math.Max(0m, source.Portfolio.Balance(asked.Currency).Amount));
        foreach (var line in Lines(regime)) most = Math.Min(most, Slack(line, figures));
        most = Math.Max(0m, Math.Min(most, asked.Amount));
        var gift = new Money(
            Rounding.Value(most, asked.Currency, RoundingMode.AgainstAccount), asked.Currency);
        if (!gift.IsPositive || !StaysClear(source.Portfolio.Add(-gift), regime, market, now))
        {
            return new(nothing, "The source can spare nothing.");
        }

        return new(gift, gift < asked ? "It is all that the source can spare." : "");
    }

    /// How far equity may fall before a line is crossed. Cash that stands as collateral for a loan falls with it.
    private static decimal Slack(RegimeLine line, in MarginFigures figures)
    {
        if (line.IsCrossed(figures)) return 0m;
        var slack = figures.Numerator(line.Measure) - figures.Denominator(line.Measure) * line.Threshold.Value;
        return line.Comparator == Comparator.Below
            ? slack
            : slack - Rounding.MinorUnit(figures.Currency).Amount;
    }

    /// The last word has the calculator: what a step or a rounding changes is not in the slack.
    private static bool StaysClear(Portfolio after, Regime regime, IMarket market, DateTimeOffset now)
    {
        var figures = MarginCalculator.Evaluate(after, regime, market, now);
        if (!figures.IsPriced || figures.OwnEquity < figures.InitialMargin) return false;
        foreach (var line in Lines(regime))
        {
            if (line.IsCrossed(figures)) return false;
        }

        return true;
    }

    private static IEnumerable<RegimeLine> Lines(Regime regime)
    {
        if (regime.Warning is { } warning) yield return warning.Trigger;
        foreach (var call in regime.Calls) yield return call.Trigger;
        if (regime.NoNewRisk is { } noNewRisk) yield return noNewRisk;
        if (regime.Liquidation.StopOut is { } stopOut) yield return stopOut;
        if (regime.TopUp?.Line is { } topUp) yield return topUp;
    }
}
