using MarginGrains.Core.Margin;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Margin;

public class CureLaws(ITestOutputHelper output)
{
    [Fact]
    [Trait("Rule", "CURE-001")]
    [Trait("Rule", "CURE-002")]
    [Trait("Rule", "CURE-003")]
    public void EveryWayOut_IsOne_AndALotLessIsNone()
    {
        var counts = new int[3];
        Law.Holds(output, RandomCases.PricedCases, 2_000, c =>
        {
            var figures = MarginCalculator.Evaluate(c.Portfolio, c.Regime, c.Market.Set, c.Market.Now);
            var rule = Rule(c);
            var line = CureOptions.LineOf(rule);
            if (!figures.IsPriced || !line.Shortfall(figures).IsPositive) return;
            var due = line.Shortfall(figures);
            foreach (var option in CureOptions.Of(due, rule, c.Portfolio, c.Regime, c.Market.Set, c.Market.Now))
            {
                counts[(int)option.Kind]++;
                IsCrossed(c, line, After(c, option, lotsLess: 0)).ShouldBeFalse(option.ToString());
                option.Amount.IsPositive.ShouldBeTrue();
                if (option.Kind == CureWay.Deposit) continue;
                IsCrossed(c, line, After(c, option, lotsLess: 1)).ShouldBeTrue($"one lot less than {option}");
            }
        });
        if (Seed.OnlyCase is null) counts.ShouldAllBe(n => n > 50, "every way should be tried");
    }

    private static CallRule Rule(MarginCase c)
    {
        var line = new RegimeLine(
            c.Chance.Pick(Measure.EquityToUsedMargin, Measure.EquityToMarketValue, Measure.EquityToInitial),
            c.Chance.Pick(Enum.GetValues<Comparator>()), new(c.Chance.Between(30, 120) / 100m));
        return new() { Trigger = line, ClearLevel = line, Restores = c.Chance.Pick(Enum.GetValues<CallTarget>()) };
    }

    private static Portfolio After(MarginCase c, CureOption option, int lotsLess)
    {
        if (option.Kind == CureWay.Deposit) return c.Portfolio.Add(option.Amount);
        var symbol = option.Symbol!.Value;
        var instrument = c.Market.Set.FindInstrument(symbol)!;
        var units = option.Quantity!.Value.Absolute.Value;
        var lot = instrument.LotSize.Value;
        var fewer = lotsLess == 0 ? units : (Math.Ceiling(units / lot) - lotsLess) * lot;
        if (fewer == 0m) return c.Portfolio;
        var price = c.Market.Price(symbol);
        if (option.Kind == CureWay.Securities && c.Regime.FindCollateral(symbol) is not null)
        {
            return c.Portfolio.AddCollateral(symbol, new(fewer));
        }

        if (option.Kind == CureWay.Securities) return WithMore(c.Portfolio, c.Portfolio.Find(symbol, isLong: true)!, fewer, price);
        var quantity = new Quantity(Math.Sign(option.Quantity.Value.Value) * fewer);
        var fill = new Fill(symbol, quantity, price, Money.Zero(instrument.QuoteCurrency));
        var terms = BookingTerms.Of(c.Regime, instrument, c.Portfolio.Currency, c.Market.Set, c.Market.Now);
        return Booking.Of(c.Portfolio, instrument, fill, terms).Portfolio;
    }

    private static Portfolio WithMore(Portfolio portfolio, Position held, decimal units, Price price)
    {
        var quantity = held.Quantity.Value + units;
        var average = (held.Quantity.Value * held.AveragePrice.Value + units * price.Value) / quantity;
        var grown = held with { Quantity = new(quantity), AveragePrice = new(average) };
        return portfolio with { Positions = portfolio.Positions.Replace(held, grown) };
    }

    private static bool IsCrossed(MarginCase c, RegimeLine line, Portfolio portfolio)
    {
        var figures = MarginCalculator.Evaluate(portfolio, c.Regime, c.Market.Set, c.Market.Now);
        return !figures.IsPriced || line.IsCrossed(figures);
    }
}
