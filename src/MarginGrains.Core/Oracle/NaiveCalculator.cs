using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Oracle;

/// <summary>The figures of the naive calculator; all zero when something is missing.</summary>
/// <param name="IsPriced">Whether every price, rate and term was there.</param>
/// <param name="Equity">As the calculator's Equity.</param>
/// <param name="Initial">As the calculator's InitialMargin.</param>
/// <param name="Maintenance">As the calculator's MaintenanceMargin.</param>
/// <param name="Used">As the calculator's UsedMargin.</param>
/// <param name="MarketValue">As the calculator's MarketValue.</param>
public sealed record NaiveFigures(
    bool IsPriced, Money Equity, Money Initial, Money Maintenance, Money Used, Money MarketValue)
{
    /// <summary>What stands against what is owed, as Taiwan's ratio has it.</summary>
    public Money Securities { get; init; }

    /// <summary>Loans and the value of what was sold short.</summary>
    public Money Owed { get; init; }
}


/// <summary>
/// The same figures by the shortest way, written apart from the calculator and sharing none of its code: the oracle
/// that tests and replays compare with. Slow on purpose where that keeps it plain.
/// </summary>
public static class NaiveCalculator
{
    /// <summary>Sums everything from the definitions.</summary>
    public static NaiveFigures Evaluate(Account account, Regime regime, IMarket market, DateTimeOffset now)
    {
        try
        {
            return Sum(account, regime, market, now);
        }
        catch (OverflowException)
        {
            return Unpriced(account.Portfolio.Currency);
        }
    }

    private static NaiveFigures Sum(Account account, Regime regime, IMarket market, DateTimeOffset now)
    {
        var currency = account.Portfolio.Currency;
        decimal equity = 0, initial = 0, maintenance = 0, value = 0;
        foreach (var balance in account.Portfolio.Balances)
        {
            if (Rate(market, balance.Currency, currency, now) is not { } rate) return Unpriced(currency);
            equity += balance.Currency == currency
                ? balance.Amount
                : Down(balance.Amount * rate.Up / rate.Down, currency, regime);
        }

        foreach (var position in account.Portfolio.Positions)
        {
            var instrument = market.FindInstrument(position.Symbol);
            var mark = market.FindMark(position.Symbol);
            var terms = instrument?.Margin.Dated.LastOrDefault(d => d.EffectiveAt <= now)?.Terms;
            if (instrument is null || mark is null || terms is null) return Unpriced(currency);
            if (TooOld(mark, instrument, now)) return Unpriced(currency);
            if (Rate(market, instrument.QuoteCurrency, currency, now) is not { } rate) return Unpriced(currency);
            var units = position.Quantity.Value * instrument.Multiplier.Value;
            var worth = Down(units * mark.Price.Value * rate.Up / rate.Down, currency, regime);
            var move = units * (mark.Price.Value - position.AveragePrice.Value);
            var gain = Down(move * rate.Up / rate.Down, currency, regime);
            equity += instrument.AssetClass is AssetClass.Stock or AssetClass.Etf ? worth : gain;
            value += worth < 0 ? -worth : worth;
            var (open, keep, of) = Required(terms, instrument, position.Quantity.Value, mark.Price.Value);
            var opened = regime.InitialBasis == RequirementBasis.Mark
                ? open
                : Required(terms, instrument, position.Quantity.Value, position.AveragePrice.Value).Initial;
            if (Rate(market, of, currency, now) is not { } marginRate) return Unpriced(currency);
            initial += Up(opened * marginRate.Up / marginRate.Down, currency, regime);
            maintenance += Up(keep * marginRate.Up / marginRate.Down, currency, regime);
        }

        var half = Up(initial / 2, currency, regime);
        var used = regime.UsedMargin == UsedMarginRule.SumOfInitial ? initial : half > maintenance ? half : maintenance;
        return new(true, new(equity, currency), new(initial, currency), new(maintenance, currency),
            new(used, currency), new(value, currency));
    }

    private static (decimal Initial, decimal Maintenance, Currency Currency) Required(
        MarginTerms terms, Instrument instrument, decimal quantity, decimal price)
    {
        var size = quantity < 0 ? -quantity : quantity;
        var notional = size * instrument.Multiplier.Value * price;
        switch (terms)
        {
            case MarginTerms.Rate rate:
                return (notional * rate.Initial.Value, notional * rate.Maintenance.Value, instrument.QuoteCurrency);
            case MarginTerms.Leverage leverage:
                var open = notional / leverage.Maximum.Value;
                return (open, open * leverage.MaintenanceShare.Value, instrument.QuoteCurrency);
            case MarginTerms.PerContract per:
                var count = size / per.UnitsPerContract.Value;
                return (count * per.Initial.Amount, count * per.Maintenance.Amount, per.Initial.Currency);
            case MarginTerms.Tiers tiers:
                // By the deduction of each tier rather than slice by slice: another way to the same number.
                decimal openRate = 0, keepRate = 0, openOff = 0, keepOff = 0;
                foreach (var tier in tiers.Slices.Where(t => t.NotionalFrom < notional || t.NotionalFrom == 0))
                {
                    openOff += tier.NotionalFrom * (tier.Initial.Value - openRate);
                    keepOff += tier.NotionalFrom * (tier.Maintenance.Value - keepRate);
                    (openRate, keepRate) = (tier.Initial.Value, tier.Maintenance.Value);
                }

                return (notional * openRate - openOff, notional * keepRate - keepOff, instrument.QuoteCurrency);
            default:
                throw new InvalidOperationException($"no rule for {terms.GetType().Name}");
        }
    }

    /// A rate as a fraction, so that nothing is lost before the one division.
    private static (decimal Up, decimal Down)? Rate(IMarket market, Currency from, Currency to, DateTimeOffset now)
    {
        if (from == to) return (1m, 1m);
        if (HasPair(market, from, to)) return Step(market, from, to, now);
        foreach (var over in new[] { new Currency("USD"), new Currency("EUR") })
        {
            if (!HasPair(market, from, over) || !HasPair(market, over, to)) continue;
            if (Step(market, from, over, now) is not { } one || Step(market, over, to, now) is not { } two) return null;
            return (one.Up * two.Up, one.Down * two.Down);
        }

        return null;
    }

    private static bool HasPair(IMarket market, Currency from, Currency to) =>
        from != to && (market.FindPair(from, to) is not null || market.FindPair(to, from) is not null);

    /// Null when the pair has no usable mark.
    private static (decimal Up, decimal Down)? Step(IMarket market, Currency from, Currency to, DateTimeOffset now)
    {
        var straight = market.FindPair(from, to);
        var pair = straight ?? market.FindPair(to, from)!;
        var mark = market.FindMark(pair.Symbol);
        if (mark is null || TooOld(mark, pair, now)) return null;
        return straight is null ? (1m, mark.Price.Value) : (mark.Price.Value, 1m);
    }

    private static bool TooOld(Mark mark, Instrument instrument, DateTimeOffset now) =>
        instrument.MaximumMarkAge is { } age && mark.Time + age < now;

    private static decimal Down(decimal amount, Currency currency, Regime regime) =>
        Rounded(amount, currency, regime, MidpointRounding.ToNegativeInfinity);

    private static decimal Up(decimal amount, Currency currency, Regime regime) =>
        Rounded(amount, currency, regime, MidpointRounding.ToPositiveInfinity);

    private static decimal Rounded(decimal amount, Currency currency, Regime regime, MidpointRounding against)
    {
        var exact = decimal.Round(amount, 12);
        return regime.Rounding switch
        {
            RoundingMode.None => exact,
            RoundingMode.HalfEven => decimal.Round(exact, currency.MinorUnitDecimals),
            _ => decimal.Round(exact, currency.MinorUnitDecimals, against),
        };
    }

    private static NaiveFigures Unpriced(Currency currency)
    {
        var nothing = Money.Zero(currency);
        return new(false, nothing, nothing, nothing, nothing, nothing);
    }
}
