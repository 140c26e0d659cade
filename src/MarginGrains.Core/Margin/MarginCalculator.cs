using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>Equity and requirements of a portfolio at one moment: the only calculator there is.</summary>
public static class MarginCalculator
{
    /// <summary>The totals alone.</summary>
    public static MarginFigures Evaluate(Portfolio portfolio, Regime regime, IMarket market, DateTimeOffset now)
    {
        var recorder = default(NullRecorder);
        return Evaluate(portfolio, regime, market, now, ref recorder);
    }

    /// <summary>
    /// The totals, each step told to the recorder (rules MARG-001 to MARG-010). A missing mark, rate or term makes the
    /// whole answer unpriced: it is never taken for zero.
    /// </summary>
    public static MarginFigures Evaluate<TRecorder>(
        Portfolio portfolio, Regime regime, IMarket market, DateTimeOffset now, ref TRecorder recorder)
        where TRecorder : struct, IMarginRecorder
    {
        try
        {
            return Sum(portfolio, regime, market, now, ref recorder);
        }
        catch (OverflowException)
        {
            // What cannot be computed exactly is no price: it fails closed, and nobody else's figures suffer.
            recorder.Gap(portfolio.Currency.Code, PricingStatus.OutOfRange);
            return new(portfolio.Currency, PricingStatus.OutOfRange);
        }
    }

    private static MarginFigures Sum<TRecorder>(
        Portfolio portfolio, Regime regime, IMarket market, DateTimeOffset now, ref TRecorder recorder)
        where TRecorder : struct, IMarginRecorder
    {
        var totals = default(Totals);
        var status = PricingStatus.Live;
        foreach (var balance in portfolio.Balances)
        {
            var found = AddBalance(ref totals, balance, portfolio.Currency, regime, market, now, ref recorder);
            if (found == PricingStatus.Live) continue;
            if (status == PricingStatus.Live) status = found;
            recorder.Gap(balance.Currency.Code, found);
            if (!recorder.WantsEveryGap) return new(portfolio.Currency, status);
        }

        foreach (var position in portfolio.Positions)
        {
            var found = Value(position, portfolio.Currency, regime, market, now, out var line);
            if (found == PricingStatus.Live)
            {
                totals.Add(line);
                recorder.Position(line);
                continue;
            }

            if (status == PricingStatus.Live) status = found;
            recorder.Gap(position.Symbol.Value, found);
            if (!recorder.WantsEveryGap) return new(portfolio.Currency, status);
        }

        return status == PricingStatus.Live
            ? totals.ToFigures(portfolio.Currency, regime)
            : new(portfolio.Currency, status);
    }

    private static PricingStatus AddBalance<TRecorder>(
        ref Totals totals, Money balance, Currency currency, Regime regime, IMarket market, DateTimeOffset now,
        ref TRecorder recorder)
        where TRecorder : struct, IMarginRecorder
    {
        var conversion = Conversion.Find(market, balance.Currency, currency, now);
        if (conversion.Status != PricingStatus.Live) return conversion.Status;
        var value = balance.Currency == currency
            ? balance
            : new(Rounding.Value(conversion.Of(balance.Amount), currency, regime.Rounding), currency);
        totals.Equity += value.Amount;
        totals.Loan += Math.Max(0m, -value.Amount);
        recorder.Balance(balance, conversion, value);
        return PricingStatus.Live;
    }

    private static PricingStatus Value(
        Position position, Currency currency, Regime regime, IMarket market, DateTimeOffset now, out PositionLine line)
    {
        line = default;
        if (market.FindInstrument(position.Symbol) is not { } instrument) return PricingStatus.InstrumentUnknown;
        if (market.FindMark(position.Symbol) is not { } mark) return PricingStatus.MarkMissing;
        if (mark.IsStale(instrument.MaximumMarkAge, now)) return PricingStatus.MarkStale;
        if (instrument.Margin.At(now) is not { } terms) return PricingStatus.TermsMissing;
        var conversion = Conversion.Find(market, instrument.QuoteCurrency, currency, now);
        if (conversion.Status != PricingStatus.Live) return conversion.Status;
        var requirement = MarginRequirement.Of(terms, instrument, position.Quantity, mark.Price);
        var opening = regime.InitialBasis == RequirementBasis.Mark
            ? requirement
            : MarginRequirement.Of(terms, instrument, position.Quantity, position.AveragePrice);
        var toAccount = conversion;
        if (requirement.Currency != instrument.QuoteCurrency)
        {
            toAccount = Conversion.Find(market, requirement.Currency, currency, now);
            if (toAccount.Status != PricingStatus.Live) return toAccount.Status;
        }

        line = Line(new(position, instrument, mark, terms, conversion), regime, currency,
            toAccount.Of(opening.Initial), toAccount.Of(requirement.Maintenance));
        return PricingStatus.Live;
    }

    private static PositionLine Line(
        PositionLine line, Regime regime, Currency currency, decimal initial, decimal maintenance)
    {
        var units = line.Position.Quantity.Value * line.Instrument.Multiplier.Value;
        var mark = line.Mark.Price.Value;
        var marketValue = Rounding.Value(line.Conversion.Of(units * mark), currency, regime.Rounding);
        var gain = Rounding.Value(
            line.Conversion.Of(units * (mark - line.Position.AveragePrice.Value)), currency, regime.Rounding);
        return line with
        {
            Notional = line.Instrument.Notional(line.Position.Quantity, line.Mark.Price),
            MarketValue = new(marketValue, currency),
            UnrealizedPnl = new(gain, currency),
            EquityShare = new(line.Instrument.AssetClass.IsPaidInFull() ? marketValue : gain, currency),
            InitialMargin = new(Rounding.Requirement(initial, currency, regime.Rounding), currency),
            MaintenanceMargin = new(Rounding.Requirement(maintenance, currency, regime.Rounding), currency),
        };
    }

    private struct Totals
    {
        public decimal Equity, Loan, Initial, Maintenance, MarketValue, LongValue, Gain, GainsOnly;

        public void Add(in PositionLine line)
        {
            Equity += line.EquityShare.Amount;
            Initial += line.InitialMargin.Amount;
            Maintenance += line.MaintenanceMargin.Amount;
            MarketValue += Math.Abs(line.MarketValue.Amount);
            LongValue += Math.Max(0m, line.MarketValue.Amount);
            Gain += line.UnrealizedPnl.Amount;
            GainsOnly += Math.Max(0m, line.UnrealizedPnl.Amount);
        }

        public readonly MarginFigures ToFigures(Currency currency, Regime regime) => new(currency, PricingStatus.Live)
        {
            EquityAmount = Equity,
            InitialAmount = Initial,
            MaintenanceAmount = Maintenance,
            UsedAmount = regime.UsedMargin == UsedMarginRule.SumOfInitial
                ? Initial
                : Math.Max(Maintenance, Rounding.Requirement(Initial / 2m, currency, regime.Rounding)),
            MarketValueAmount = MarketValue,
            LongValueAmount = LongValue,
            UnrealizedPnlAmount = Gain,
            UnrealizedGainAmount = GainsOnly,
            LoanAmount = Loan,
        };
    }
}
