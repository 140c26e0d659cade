using System.Collections.Immutable;
using System.Globalization;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accruals;

/// <summary>
/// What the periods of a portfolio come to (rules COST-001 to COST-009). Pure: which periods end at a border follows
/// from what is held, what each comes to from what was published for it.
/// </summary>
internal static class AccrualCalculator
{
    /// <summary>The periods that end at a border, not yet counted.</summary>
    public static List<PendingCost> Ending(Portfolio portfolio, in CostTerms terms, DateTimeOffset border)
    {
        var periods = new List<PendingCost>();
        AddInterest(periods, portfolio, terms, border);
        foreach (var position in portfolio.Positions)
        {
            if (terms.Market.FindInstrument(position.Symbol) is not { } instrument) continue;
            if (instrument.CostsFrom(border.AddTicks(-1)) is not { } costs) continue;
            AddPosition(periods, new(position, instrument, costs), terms, border);
        }

        return periods;
    }

    /// <summary>What a period comes to; null while a rate or a price is missing, and always for a settlement.</summary>
    public static AccruedCost? Count(PendingCost period, in CostTerms terms)
    {
        if (period.Kind == CostKind.OverdueInterest) return OnCash(period, period.Spread);
        if (period.Kind == CostKind.Interest)
        {
            return InForce(RateKind.Interest, period, terms) is { } point
                ? OnCash(period, new(point.Rate.Value + period.Spread.Value))
                : null;
        }

        if (terms.Market.FindInstrument(new(period.Subject)) is not { } instrument) return null;
        return period.Kind switch
        {
            CostKind.Swap => Swap(period, instrument, terms),
            CostKind.Funding => Funding(period, instrument, terms),
            CostKind.Borrow => Borrow(period, instrument, terms),
            _ => null,
        };
    }

    /// <summary>The official closing price of a settlement's day, or null while it is not published.</summary>
    public static Price? Closing(PendingCost period, in CostTerms terms) =>
        terms.Market.FindRates(RateKind.Closing, period.Subject)?.At(period.Border) is { Price: { } price } point
            && point.At == period.Border
            ? price
            : null;

    /// <summary>
    /// What is charged once periods were counted: swap, funding and fees at once, interest at its time; each so that
    /// all that was charged is all that accrued, rounded (rule COST-003).
    /// </summary>
    public static ImmutableArray<ChargedCost> Charges(Portfolio portfolio, in CostTerms terms, DateTimeOffset? border)
    {
        if (portfolio.Costs is not { } costs) return [];
        var isTime = border is { } at && IsChargeTime(terms, at);
        return
        [
            .. costs.Lines.Where(l => (isTime || !CostBorders.IsInterest(l.Kind)) && l.Outstanding.Amount != 0m)
                .Select(l => new ChargedCost(l.Kind, l.Subject, l.Divisor, l.Outstanding)),
        ];
    }

    private static bool IsChargeTime(in CostTerms terms, DateTimeOffset border)
    {
        if (terms.RuleBefore(border) is not { } rule) return false;
        var end = DayEnds.Of(rule.Calendar, rule, terms.Market).Next(border.AddTicks(-1));
        return end.At == border
            && (rule.Charged == ChargeTime.EachDay || end.Day.AddDays(1).Month != end.Day.Month);
    }

    private static void AddInterest(
        List<PendingCost> periods, Portfolio portfolio, in CostTerms terms, DateTimeOffset border)
    {
        if (terms.RuleBefore(border) is not { } rule || !CostBorders.BearsInterest(portfolio)) return;
        if (DayEnds.Of(rule.Calendar, rule, terms.Market).Next(border.AddTicks(-1)).At != border) return;
        foreach (var principal in Borrowed(portfolio))
        {
            periods.Add(new(CostKind.Interest, principal.Currency.Code, border, rule.Divisor)
            {
                Principal = principal, Spread = rule.Spread, Days = 1,
            });
            if (principal.Currency != portfolio.Currency || rule.OverdueSpread.Value == 0m) continue;
            var overdue = Money.Min(principal, terms.Overdue);
            if (!overdue.IsPositive) continue;
            periods.Add(new(CostKind.OverdueInterest, principal.Currency.Code, border, rule.Divisor)
            {
                Principal = overdue, Spread = rule.OverdueSpread, Days = 1,
            });
        }
    }

    /// Negative balances and the loans of positions, by currency.
    private static ImmutableArray<Money> Borrowed(Portfolio portfolio)
    {
        var borrowed = ImmutableArray<Money>.Empty;
        foreach (var balance in portfolio.Balances)
        {
            if (balance.IsNegative) borrowed = MoneySet.Add(borrowed, -balance);
        }

        foreach (var position in portfolio.Positions)
        {
            if (position.Financing is { IsNegative: true } loan) borrowed = MoneySet.Add(borrowed, -loan);
        }

        return borrowed;
    }

    private static void AddPosition(
        List<PendingCost> periods, in CostedPosition held, in CostTerms terms, DateTimeOffset border)
    {
        var (position, instrument, costs) = held;
        var (subject, units, before) = (instrument.Symbol.Value, position.Quantity, border.AddTicks(-1));
        if (costs.Funding is { } funding && funding.IsInstant(border))
        {
            periods.Add(new(CostKind.Funding, subject, border, 1) { Units = units });
        }

        var ends = DayEnds.Of(instrument.Calendar, terms.RuleBefore(border), terms.Market);
        var end = ends.Next(before);
        if (end.At != border) return;
        if (costs.ChargesBorrow && !units.IsLong)
        {
            periods.Add(new(CostKind.Borrow, subject, border, 360) { Units = units, Days = 1 });
        }

        if (!ends.Calendar.IsBusinessDay(end.Day)) return;
        if (costs.Swap is { } swap && ends.Nights(end.Day, swap.ValueDays) is > 0 and var nights)
        {
            var divisor = swap.Mode == SwapMode.PerUnit ? 1 : 360;
            periods.Add(new(CostKind.Swap, subject, border, divisor) { Units = units, Days = nights });
        }

        if (!costs.SettlesDaily) return;
        var date = end.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        periods.Add(new(CostKind.Settlement, subject, border, 1)
        {
            Units = units, Average = position.AveragePrice, Reference = $"settle-{subject}-{date}",
        });
    }

    private static AccruedCost? Swap(PendingCost period, Instrument instrument, in CostTerms terms)
    {
        if (CostsOf(period, instrument)?.Swap is not { } swap || period.Units is not { } units) return null;
        if (InForce(RateKind.Swap, period, terms) is not { } point) return null;
        var rate = units.IsLong ? point.Rate : point.ShortRate ?? point.Rate;
        if (period.Divisor == 1)
        {
            var each = units.Absolute.Value * instrument.Multiplier.Value * rate.Value * period.Days;
            return swap.Mode == SwapMode.PerUnit
                ? Counted(period, new(each, instrument.QuoteCurrency), rate, null)
                : null;
        }

        if (PriceOf(period, terms) is not { } price) return null;
        var share = instrument.Notional(units, price) * rate;
        return Counted(period, share * new Ratio(period.Days), rate, price);
    }

    private static AccruedCost? Borrow(PendingCost period, Instrument instrument, in CostTerms terms)
    {
        if (period.Units is not { } units || InForce(RateKind.Borrow, period, terms) is not { } point) return null;
        if (PriceOf(period, terms) is not { } price) return null;
        var fee = instrument.Notional(units, price) * point.Rate * new Ratio(period.Days);
        return Counted(period, fee, point.Rate, price);
    }

    /// Longs pay while the rate is above zero.
    private static AccruedCost? Funding(PendingCost period, Instrument instrument, in CostTerms terms)
    {
        if (period.Units is not { } units) return null;
        var point = terms.Market.FindRates(RateKind.Funding, period.Subject)?.At(period.Border);
        if (point is null || point.At != period.Border) return null;
        if ((point.Price ?? PriceOf(period, terms)) is not { } price) return null;
        var funding = CostsOf(period, instrument)?.Funding;
        var rate = funding?.Capped(point.Rate, instrument.Margin.At(period.Border)) ?? point.Rate;
        var paid = new Money(instrument.ValueOf(units, price), instrument.SettlementCurrency) * rate;
        return Counted(period, paid, rate, price);
    }

    private static InstrumentCosts? CostsOf(PendingCost period, Instrument instrument) =>
        instrument.CostsFrom(period.Border.AddTicks(-1));

    /// The rate of a day is the one in force just before it ends.
    private static RatePoint? InForce(RateKind kind, PendingCost period, in CostTerms terms) =>
        terms.Market.FindRates(kind, period.Subject)?.At(period.Border.AddTicks(-1));

    /// The official closing price of the border where there is one, else the mark.
    private static Price? PriceOf(PendingCost period, in CostTerms terms)
    {
        if (Closing(period, terms) is { } closing) return closing;
        var symbol = new Symbol(period.Subject);
        return terms.Market.FindMark(symbol) is { } mark
            ? ExMarket.PriceBefore(mark, terms.Market.FindActions(symbol), period.Border)
            : null;
    }

    private static AccruedCost OnCash(PendingCost period, Ratio rate)
    {
        var principal = period.Principal!.Value;
        var exact = principal * rate * new Ratio(period.Days);
        return new(period.Kind, period.Subject, period.Border, exact, period.Divisor)
        {
            Principal = principal, Rate = rate, Days = period.Days,
        };
    }

    /// What a division leaves beyond 12 decimals is no value.
    private static AccruedCost Counted(PendingCost period, Money exact, Ratio rate, Price? price) => new(
        period.Kind, period.Subject, period.Border,
        exact with { Amount = Rounding.Exact(exact.Amount) }, period.Divisor)
    {
        Units = period.Units, Rate = rate, Price = price, Days = period.Days,
    };

    private readonly record struct CostedPosition(Position Position, Instrument Instrument, InstrumentCosts Costs);
}
