using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Oracle;

/// <summary>
/// The same figures by the shortest way, written apart from the calculator and sharing none of its code: the oracle
/// that tests and replays compare with. Slow on purpose where that keeps it plain.
/// </summary>
public static class NaiveCalculator
{
    /// <summary>Sums everything that all positions of an account share, from the definitions.</summary>
    public static NaiveFigures Evaluate(Account account, Regime regime, IMarket market, DateTimeOffset now) =>
        Evaluate(account.Portfolio, regime, market, now);

    /// <summary>Sums everything of one portfolio from the definitions.</summary>
    public static NaiveFigures Evaluate(Portfolio portfolio, Regime regime, IMarket market, DateTimeOffset now)
    {
        try
        {
            var moment = new NaiveMarket(market, portfolio.Currency, now);
            return moment.Knows(portfolio, regime)
                ? new Sums(portfolio, regime, moment).Total()
                : NaiveFigures.Unpriced(portfolio.Currency);
        }
        catch (OverflowException)
        {
            return NaiveFigures.Unpriced(portfolio.Currency);
        }
    }

    private sealed class Sums(Portfolio portfolio, Regime regime, NaiveMarket market)
    {
        private readonly NaiveMargin margin = new(market, regime, portfolio.ClientClass);
        private readonly bool roundsParts = regime.RoundingScope == RoundingScope.Position;

        public NaiveFigures Total()
        {
            var cash = portfolio.Balances.Select(Cash).ToList();
            var held = portfolio.Positions.Select(Held).ToList();
            var paid = held.Where(h => h.IsPaid).ToList();
            var collateral = portfolio.Collateral.Sum(Counted);
            var credit = portfolio.Credit?.Amount ?? 0m;
            var equity = credit + cash.Sum() - Accrued() + collateral
                 + held.Sum(h => h.IsPaid ? h.Value + h.Bound : h.Gain);
            var sides = portfolio.Positions.GroupBy(p => p.Symbol).SelectMany(g => margin.Sides([.. g])).ToList();
            var reserved = portfolio.Orders.Select(o => o.Symbol).Distinct()
                .Sum(s => Part(margin.Reserved(s, portfolio), up: true));
            var dear = Surcharges().Sum(s => Part(s, up: true));
            var initial = Whole(sides.Sum(s => Part(s.Initial, up: true)) + reserved + dear, up: true);
            var maintenance = Whole(sides.Sum(s => Part(s.Maintenance, up: true)) + dear, up: true);
            var used = regime.UsedMargin == UsedMarginRule.SumOfInitial
                ? initial
                : Math.Max(Round(initial * 0.5m, up: true), maintenance);
            var loan = -cash.Where(c => c < 0m).Sum() - paid.Where(h => h.Bound < 0m).Sum(h => h.Bound);
            return new(true, In(Whole(equity, up: false)), In(initial), In(maintenance), In(used),
                In(held.Sum(h => Math.Abs(h.Value))))
            {
                Securities = In(credit + cash.Where(c => c > 0m).Sum() + collateral
                    + paid.Where(h => h.Value > 0m).Sum(h => h.Value)
                    + paid.Where(h => h.Bound > 0m).Sum(h => h.Bound)),
                Owed = In(loan - paid.Where(h => h.Value < 0m).Sum(h => h.Value)),
                Collateral = In(collateral),
                Reserved = In(reserved),
                Unrealized = In(held.Sum(h => h.Gain)),
                Loan = In(loan),
                Credit = In(credit),
            };
        }

        private decimal Cash(Money balance)
        {
            if (balance.Currency == portfolio.Currency) return balance.Amount;
            var worth = market.In(balance.Amount, balance.Currency);
            return Part(worth > 0m ? worth - worth * regime.ForeignBalanceHaircut.Value : worth, up: false);
        }

        /// What would be charged now, currency by currency as it is booked.
        private decimal Accrued()
        {
            var owed = 0m;
            foreach (var line in portfolio.Costs?.Lines ?? [])
            {
                var currency = line.Exact.Currency;
                var all = decimal.Round(
                    decimal.Round(line.Exact.Amount / line.Divisor, 12), currency.MinorUnitDecimals);
                var due = all - line.Charged.Amount;
                if (due == 0m) continue;
                owed += currency == portfolio.Currency ? due : -Part(market.In(-due, currency), up: false);
            }

            return owed;
        }

        private (bool IsPaid, decimal Value, decimal Gain, decimal Bound) Held(Position position)
        {
            var instrument = market.Instrument(position.Symbol);
            var mark = market.Mark(position.Symbol);
            var unit = NaiveMarket.Unit(instrument);
            var units = position.Quantity.Value;
            var closing = regime.Valuation == ValuationPrice.Mark ? null : units > 0m ? mark.Bid : mark.Ask;
            var price = (closing ?? mark.Price).Value;
            var opened = position.AveragePrice.Value;
            var worth = NaiveMargin.Value(instrument, units, price);
            var gain = units * instrument.Multiplier.Value * (price - opened);
            if (instrument.Contract == ContractKind.Inverse) gain /= price * opened;
            return (instrument.AssetClass is AssetClass.Stock or AssetClass.Etf,
                Part(market.In(worth, unit), up: false), Part(market.In(gain, unit), up: false),
                Part(market.In(position.Financing?.Amount ?? 0m, unit), up: false));
        }

        private decimal Counted(CollateralHolding holding)
        {
            var listed = regime.Collateral.SingleOrDefault(e => e.Symbol == holding.Symbol);
            if (listed is null) return 0m;
            var value = AtMark(holding.Symbol, holding.Quantity.Value);
            value -= value * listed.Haircut.Value;
            if (listed.BookCap is { } cap)
            {
                var own = holding.Quantity.Value;
                var all = Math.Max(own, market.Market.FindBookCollateral(holding.Symbol)?.Value ?? own);
                if (all > cap.Value) value = value * cap.Value / all;
            }

            return Part(listed.MaximumValue is { } most && most < value ? most : value, up: false);
        }

        private IEnumerable<decimal> Surcharges()
        {
            var all = portfolio.Positions.Sum(p => AtMark(p.Symbol, p.Quantity.Value));
            if (regime.Concentration?.ByClient is { } client && all > client.Above)
            {
                yield return (all - client.Above) * client.Surcharge.Value;
            }

            if (regime.Concentration?.ByInstrument is not { } single) yield break;
            foreach (var sides in portfolio.Positions.GroupBy(p => p.Symbol))
            {
                var beyond = sides.Sum(p => AtMark(p.Symbol, p.Quantity.Value)) - all * single.Share.Value;
                if (beyond > 0m) yield return beyond * single.Surcharge.Value;
            }
        }

        private decimal AtMark(Symbol symbol, decimal units)
        {
            var instrument = market.Instrument(symbol);
            return market.In(Math.Abs(NaiveMargin.Value(instrument, units, market.Mark(symbol).Price.Value)),
                NaiveMarket.Unit(instrument));
        }

        private decimal Part(decimal amount, bool up) => roundsParts ? Round(amount, up) : decimal.Round(amount, 12);

        private decimal Whole(decimal sum, bool up) => roundsParts ? sum : Round(sum, up);

        private decimal Round(decimal amount, bool up)
        {
            var exact = decimal.Round(amount, 12);
            return regime.Rounding switch
            {
                RoundingMode.None => exact,
                RoundingMode.HalfEven => decimal.Round(exact, portfolio.Currency.MinorUnitDecimals),
                _ => decimal.Round(exact, portfolio.Currency.MinorUnitDecimals,
                    up ? MidpointRounding.ToPositiveInfinity : MidpointRounding.ToNegativeInfinity),
            };
        }

        private Money In(decimal amount) => new(amount, portfolio.Currency);
    }
}
