using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>Equity and requirements of a portfolio at one moment: the only calculator there is.</summary>
public static partial class MarginCalculator
{
    /// <summary>The totals alone.</summary>
    public static MarginFigures Evaluate(Portfolio portfolio, Regime regime, IMarket market, DateTimeOffset now)
    {
        var recorder = default(NullRecorder);
        return Evaluate(portfolio, regime, market, now, ref recorder);
    }

    /// <summary>
    /// The totals, each step told to the recorder (rules MARG-001 to MARG-020). A missing mark, rate or term makes the
    /// whole answer unpriced: it is never taken for zero.
    /// </summary>
    public static MarginFigures Evaluate<TRecorder>(
        Portfolio portfolio, Regime regime, IMarket market, DateTimeOffset now, ref TRecorder recorder)
        where TRecorder : struct, IMarginRecorder
    {
        var context = new MarginContext(portfolio, regime, market, now);
        try
        {
            return Sum(context, ref recorder);
        }
        catch (OverflowException)
        {
            // What cannot be computed exactly is no price: it fails closed, and nobody else's figures suffer.
            recorder.Gap(portfolio.Currency.Code, PricingStatus.OutOfRange);
            return new(portfolio.Currency, PricingStatus.OutOfRange);
        }
    }

    private static MarginFigures Sum<TRecorder>(in MarginContext context, ref TRecorder recorder)
        where TRecorder : struct, IMarginRecorder
    {
        var totals = default(MarginTotals);
        var gaps = default(Gaps);
        AddBalances(context, ref totals, ref gaps, ref recorder);
        if (context.Portfolio.Costs is { } costs && !gaps.Stop(recorder.WantsEveryGap))
        {
            AddCosts(context, costs, ref totals, ref gaps, ref recorder);
        }

        if (!gaps.Stop(recorder.WantsEveryGap)) AddPositions(context, ref totals, ref gaps, ref recorder);
        if (!gaps.Stop(recorder.WantsEveryGap)) AddCollateral(context, ref totals, ref gaps, ref recorder);
        if (!gaps.Stop(recorder.WantsEveryGap)) AddReservations(context, ref totals, ref gaps, ref recorder);
        if (gaps.Any) return new(context.Currency, gaps.First);
        AddSurcharges(context, ref totals, ref recorder);
        if (context.Portfolio.Credit is { } credit)
        {
            totals.AddCredit(credit.Amount);
            recorder.Credit(credit);
        }

        return totals.ToFigures(context, ref recorder);
    }

    private static void AddBalances<TRecorder>(
        in MarginContext context, ref MarginTotals totals, ref Gaps gaps, ref TRecorder recorder)
        where TRecorder : struct, IMarginRecorder
    {
        foreach (var balance in context.Portfolio.Balances)
        {
            var conversion = context.Convert(balance.Currency);
            if (gaps.Found(conversion.Status))
            {
                recorder.Gap(balance.Currency.Code, conversion.Status);
                if (recorder.WantsEveryGap) continue;
                return;
            }

            var haircut = balance.Currency != context.Currency && balance.IsPositive
                ? context.Regime.ForeignBalanceHaircut
                : default;
            var value = balance.Currency == context.Currency
                ? balance
                : context.Value(conversion.Of(balance.Amount) * (1m - haircut.Value));
            totals.AddBalance(value.Amount, balance.Currency == context.Currency);
            recorder.Balance(new(balance, conversion, haircut, value));
        }
    }

    /// What has accrued counts as it would be charged now, so that charging it changes nothing (rule COST-003).
    private static void AddCosts<TRecorder>(
        in MarginContext context, AccruedCosts costs, ref MarginTotals totals, ref Gaps gaps, ref TRecorder recorder)
        where TRecorder : struct, IMarginRecorder
    {
        foreach (var line in costs.Lines)
        {
            var outstanding = line.Outstanding;
            if (outstanding.Amount == 0m) continue;
            var conversion = context.Convert(outstanding.Currency);
            if (gaps.Found(conversion.Status))
            {
                recorder.Gap(outstanding.Currency.Code, conversion.Status);
                if (recorder.WantsEveryGap) continue;
                return;
            }

            var value = outstanding.Currency == context.Currency
                ? -outstanding
                : context.Value(conversion.Of(-outstanding.Amount));
            totals.AddCosts(value.Amount);
            recorder.Cost(new(line, conversion, value));
        }
    }

    /// <summary>The first thing that is missing.</summary>
    private struct Gaps
    {
        public bool Any { get; private set; }

        public PricingStatus First { get; private set; }

        public readonly bool Stop(bool wantsEveryGap) => Any && !wantsEveryGap;

        public bool Found(PricingStatus status)
        {
            if (status == PricingStatus.Live) return false;
            if (!Any) First = status;
            Any = true;
            return true;
        }
    }
}
