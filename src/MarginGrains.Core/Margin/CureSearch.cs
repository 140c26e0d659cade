using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>
/// Tries ways to cure a call on the calculator: a portfolio after each, and whether the line is still crossed.
/// </summary>
internal sealed class CureSearch
{
    private const int MostTries = 60;

    private readonly Portfolio portfolio;
    private readonly Regime regime;
    private readonly RegimeLine line;
    private readonly IMarket market;
    private readonly DateTimeOffset now;
    private readonly MarginFigures figures;

    public CureSearch(Portfolio portfolio, Regime regime, RegimeLine line, IMarket market, DateTimeOffset now)
    {
        (this.portfolio, this.regime, this.line, this.market, this.now) = (portfolio, regime, line, market, now);
        figures = MarginCalculator.Evaluate(portfolio, regime, market, now);
    }

    public bool IsPriced => figures.IsPriced;

    /// <summary>Whether the line is not crossed as it is.</summary>
    public bool IsCured => IsPriced && !line.IsCrossed(figures);

    /// <summary>The amount due, or more where it no longer suffices (rule CURE-001).</summary>
    public CureOption Deposit(Money amountDue)
    {
        var amount = UpToMinorUnit(amountDue.Amount);
        var least = UpToMinorUnit(Limits.SmallestPrice);
        for (var i = 0; i < MostTries; i++)
        {
            var after = MarginCalculator.Evaluate(portfolio.Add(amount), regime, market, now);
            if (!after.IsPriced || !line.IsCrossed(after)) break;
            amount += Money.Max(UpToMinorUnit(line.Shortfall(after).Amount), least);
        }

        return new(CureWay.Deposit, null, amount, null) { ValueAtRate = amountDue };
    }

    /// <summary>The fewest lots of a security to transfer in, or null when no number helps (rule CURE-002).</summary>
    public CureOption? Transfer(Symbol symbol, Money amountDue)
    {
        if (LotOf(symbol) is not { } lot || Gain(Received(lot, 1m)) is not { } gain || gain <= 0m) return null;
        var enough = Math.Ceiling(amountDue.Amount / gain);
        for (var i = 0; !Cures(Received(lot, enough)); i++)
        {
            if (i == MostTries || enough * lot.Units > Limits.LargestQuantity) return null;
            enough *= 2m;
        }

        var units = Fewest(lots => Received(lot, lots), enough) * lot.Units;
        var rate = CureRates.Securities(amountDue, new(1m - gain / lot.Value));
        return Option(CureWay.Securities, lot, new(units), rate);
    }

    /// <summary>
    /// The fewest lots of a position to close at the mark, or null when all of it does not help (rule CURE-003).
    /// </summary>
    public CureOption? Reduce(Position position, Money amountDue)
    {
        if (LotOf(position.Symbol) is not { } lot) return null;
        var whole = position.Quantity.Absolute.Value;
        var all = Math.Ceiling(whole / lot.Units);
        if (!Cures(Closed(whole))) return null;
        var units = Math.Min(whole, Fewest(lots => Closed(Math.Min(whole, lots * lot.Units)), all) * lot.Units);
        var gain = Gain(Closed(Math.Min(whole, lot.Units))) ?? 0m;
        var rate = CureRates.Reduction(amountDue, new(gain / lot.Value));
        return Option(CureWay.Reduce, lot, new(-Math.Sign(position.Quantity.Value) * units), rate);

        Portfolio Closed(decimal closed)
        {
            var quantity = new Quantity(-Math.Sign(position.Quantity.Value) * closed);
            var fill = new Fill(position.Symbol, quantity, lot.Price, Money.Zero(lot.Instrument.QuoteCurrency));
            var terms = BookingTerms.Of(regime, lot.Instrument, portfolio.Currency, market, now);
            return Booking.Of(portfolio, lot.Instrument, fill, terms).Portfolio;
        }
    }

    private CureOption Option(CureWay kind, in Lot lot, Quantity quantity, Money? rate)
    {
        var value = lot.Value / lot.Units * quantity.Absolute.Value;
        Money? shown = rate is { } exact ? Rounding.Booked(exact.Amount, exact.Currency) : null;
        return new(kind, lot.Instrument.Symbol, UpToMinorUnit(value), quantity) { ValueAtRate = shown };
    }

    /// Bisection: none does not cure, so many do.
    private decimal Fewest(Func<decimal, Portfolio> after, decimal enough)
    {
        var (low, high) = (0m, enough);
        while (high - low > 1m)
        {
            var middle = Math.Floor((low + high) / 2m);
            if (Cures(after(middle))) high = middle;
            else low = middle;
        }

        return high;
    }

    private bool Cures(Portfolio after)
    {
        var cured = MarginCalculator.Evaluate(after, regime, market, now);
        return cured.IsPriced && !line.IsCrossed(cured);
    }

    /// How much nearer to the line a change leads, in the account's currency and not rounded; null without figures.
    private decimal? Gain(Portfolio after) => Slack(after) - Slack(portfolio);

    private decimal? Slack(Portfolio held)
    {
        var exact = MarginCalculator.Evaluate(held, regime with { Rounding = RoundingMode.None }, market, now);
        return exact.IsPriced
            ? exact.Numerator(line.Measure) - exact.Denominator(line.Measure) * line.Threshold.Value
            : null;
    }

    /// With lots of a security that came in without being paid for.
    private Portfolio Received(Lot lot, decimal lots)
    {
        var (symbol, units) = (lot.Instrument.Symbol, lots * lot.Units);
        if (regime.FindCollateral(symbol) is not null) return portfolio.AddCollateral(symbol, new(units));
        return portfolio.Find(symbol) is { } held
            ? portfolio.Set(held, held.Add(new(units), lot.Price, lot.Instrument.Contract))
            : portfolio;
    }

    private Lot? LotOf(Symbol symbol)
    {
        if (market.FindInstrument(symbol) is not { } instrument || market.FindMark(symbol) is not { } mark) return null;
        var notional = instrument.Notional(instrument.LotSize, mark.Price);
        var rate = Conversion.Find(market, notional.Currency, portfolio.Currency, now);
        return rate.Status == PricingStatus.Live
            ? new(instrument, mark.Price, instrument.LotSize.Value, rate.Of(notional.Amount))
            : null;
    }

    private Money UpToMinorUnit(decimal amount) =>
        new(Rounding.Requirement(amount, portfolio.Currency, RoundingMode.AgainstAccount), portfolio.Currency);

    /// The step in which an instrument moves: its units and their value in the account's currency.
    private readonly record struct Lot(Instrument Instrument, Price Price, decimal Units, decimal Value);
}
