using CsCheck;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Testing.Core;

/// <summary>A portfolio under a regime in a market: what the figures are computed from.</summary>
/// <param name="Portfolio">Balances and positions.</param>
/// <param name="Regime">The regime.</param>
/// <param name="Market">The market, without it when printed: it holds far more than matters.</param>
/// <param name="Chance">For what a law wants to draw beside it.</param>
public sealed record MarginCase(Portfolio Portfolio, Regime Regime, TestMarket Market, Chance Chance)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Exactly.Text(Portfolio)}\n{Exactly.Text(Regime)}\nMarks:\n"
        + string.Join('\n', Market.Set.Marks.OrderBy(m => m.Symbol).Select(m => $"  {m.Symbol} {m.Price} {m.Bid}/{m.Ask}"))
        + "\nBook:\n" + string.Join('\n', Market.Set.Books.OrderBy(b => b.Symbol).Select(b => $"  {b.Symbol} {b.Quantity}"));
}

/// <summary>
/// Random markets, regimes and portfolios: instruments of all six kinds of terms, inverse contracts, seven currencies, both sides
/// and hedges, collateral and working orders.
/// </summary>
public static class RandomCases
{
    private static readonly GuaranteedStopTerms Guaranteed = new() { PremiumRate = new(0.003m), LeastDistance = new(0.01m) };

    private static readonly (Instrument Instrument, decimal Price)[] Universe =
    [
        (TestInstruments.Stock("ACME") with
        {
            InstrumentClass = InstrumentClass.Equity, Costs = new() { ChargesBorrow = true },
        }, 100m),
        (TestInstruments.Stock("SIEM", "EUR", 0.6m, 0.45m) with { GuaranteedStop = Guaranteed }, 150m),
        (TestInstruments.Stock("PENN").On(TestTerms.UsStock()) with { InstrumentClass = InstrumentClass.Equity }, 4m),
        (TestInstruments.Etf("NIKK", "JPY"), 2_500m),
        (TestInstruments.Future("ES") with
        {
            InstrumentClass = InstrumentClass.MajorIndex, Costs = new() { SettlesDaily = true },
        }, 5_000m),
        (TestInstruments.Future("FDAX", 25m, 30_123.45m, 27_111.11m, "EUR"), 16_000m),
        (TestInstruments.Pair("EURUSD") with
        {
            InstrumentClass = InstrumentClass.MajorForex, Costs = new() { Swap = new(SwapMode.PerUnit, 2) },
        }, 1.10m),
        (TestInstruments.Pair("USDJPY", 25m) with { InstrumentClass = InstrumentClass.MajorForex }, 150m),
        (TestInstruments.Pair("EURCHF") with { InstrumentClass = InstrumentClass.MinorForex }, 0.95m),
        (TestInstruments.Pair("GBPUSD").On(TestInstruments.PerContract(3_333.33m, 1_234.5m, "EUR", 100_000m)), 1.25m),
        (TestInstruments.Cfd(leverage: 20m) with
        {
            InstrumentClass = InstrumentClass.Gold, Costs = new() { Swap = new(SwapMode.AnnualShare, 1) },
            GuaranteedStop = Guaranteed,
        }, 2_000m),
        (TestInstruments.Perpetual() with { InstrumentClass = InstrumentClass.Crypto, Costs = Funded(0.5m, 6m) }, 50_000m),
        (TestInstruments.Perpetual("ETHPERP", "EUR") with { GuaranteedStop = Guaranteed }, 2_500m),
        (TestInstruments.Perpetual("SOLPERP").On(TestTerms.SizeScaled(0.025m, 0.015m, 0.00005m)), 100m),
        (TestTerms.Inverse() with { Costs = Funded(1m, null), GuaranteedStop = Guaranteed }, 48_000m),
        (TestTerms.Inverse("XBTUSD", 10m).On(TestInstruments.Tiers((0m, 0.01m, 0.005m), (0.5m, 0.03m, 0.02m))), 51_000m),
    ];

    private static readonly string[] Currencies = ["USD", "EUR", "JPY", "CHF", "GBP", "BTC"];

    private static readonly MarketSet Listing =
        new TestMarket().Add([.. TestSessions.Several]).Add([.. Universe.Select(u => u.Instrument)]).Set;

    /// <summary>Portfolios of up to six instruments; a few without a mark, or with one that is too old.</summary>
    public static Gen<MarginCase> Cases { get; } = Gen.ULong.Select(seed => Case(new(new PCG(7, seed)), gaps: true));

    /// <summary>The same, everything priced but where no rate leads.</summary>
    public static Gen<MarginCase> PricedCases { get; } = Gen.ULong.Select(seed => Case(new(new PCG(8, seed)), gaps: false));

    /// <summary>The instruments that can be held.</summary>
    public static IReadOnlyList<Instrument> Instruments { get; } = [.. Universe.Select(u => u.Instrument)];

    /// <summary>Those that are paid in full and may be collateral.</summary>
    public static IReadOnlyList<Symbol> Securities { get; } =
        [.. Instruments.Where(i => i.AssetClass.IsPaidInFull()).Select(i => i.Symbol)];

    /// <summary>A market with every instrument and, mostly, a mark for each.</summary>
    public static TestMarket Market(Chance chance, bool gaps)
    {
        var market = new TestMarket(Listing);
        foreach (var (instrument, price) in Universe)
        {
            if (gaps && chance.Percent(8)) market.Add(instrument with { MaximumMarkAge = TimeSpan.FromHours(2) });
            if (gaps && chance.Percent(1)) market.Add(instrument with { Margin = Later(instrument) });
            if (gaps && chance.Percent(2)) continue;
            market.Now = TestMarket.Monday.AddMinutes(gaps ? -chance.Between(0, 130) : 0);
            Quote(chance, market, instrument.Symbol, chance.Near(price));
        }

        market.Now = TestMarket.Monday;
        foreach (var instrument in Instruments.Where(i => i.Costs?.Funding is not null && chance.Percent(60)))
        {
            market.Publish(RateKind.Funding, instrument.Symbol.Value, RandomCosts.Funding(chance, market.Now));
        }

        foreach (var symbol in Securities)
        {
            if (chance.Percent(30)) market.Publish(symbol.Value, chance.Between(0, 600));
        }

        foreach (var (instrument, _) in Universe)
        {
            if (!chance.Percent(15)) continue;
            market.Add(WithSessions(chance, market.Set.FindInstrument(instrument.Symbol)!, TestSessions.Open));
        }

        return market;
    }

    /// <summary>The instrument in the hours of one of several calendars.</summary>
    public static Instrument WithSessions(
        Chance chance, Instrument instrument, IReadOnlyList<TradingCalendar> calendars)
    {
        var timed = instrument.In(
            chance.Pick(calendars), Factor(), Factor(), Factor(), chance.Pick(0, 0.25, 0.25, 3));
        var contract = instrument.Margin.Dated[0].Terms as MarginTerms.PerContract;
        return contract is null || chance.Percent(40)
            ? timed
            : timed.InStepsOf(contract.Initial with { Amount = chance.Pick(0.25m, 100m, 1_000m, 50_000m) });

        decimal Factor() => chance.Percent(40) ? 1m : chance.Between(20, 300) / 100m;
    }

    /// <summary>Sets a mark, often with a bid and an ask.</summary>
    public static void Quote(Chance chance, TestMarket market, Symbol symbol, decimal price)
    {
        var half = price * chance.Between(0, 500) / 100_000m;
        if (chance.Percent(50)) market.Mark(symbol.Value, price);
        else market.Quote(symbol.Value, price - half, price + half);
    }

    /// <summary>A regime like a preset, any of its choices turned; always one that may be stored.</summary>
    public static Regime Regime(Chance chance) => RandomRegimes.Draw(chance);

    /// <summary>Units of an instrument: a few or very many lots, either side, seldom a part of one.</summary>
    public static Quantity Quantity(Chance chance, Instrument instrument)
    {
        var lots = chance.Between(1, chance.Pick(5, 50, 5_000)) * chance.Pick(1, -1);
        return new(lots * instrument.LotSize.Value + (chance.Percent(5) ? instrument.LotSize.Value / 2m : 0m));
    }

    private static InstrumentCosts Funded(decimal marginFactor, decimal? cap) => new()
    {
        Funding = new(TimeSpan.FromHours(8))
        {
            MarginFactor = new(marginFactor), CapFactor = cap is { } factor ? new Ratio(factor) : null,
        },
    };

    private static MarginSchedule Later(Instrument instrument) =>
        new([new(TestMarket.Monday.AddHours(1), instrument.Margin.Dated[0].Terms)]);

    private static MarginCase Case(Chance chance, bool gaps)
    {
        var market = Market(chance, gaps);
        var portfolio = Portfolio.Empty(new(chance.Pick(Currencies))) with
        {
            ClientClass = chance.Pick(Enum.GetValues<ClientClass>()),
        };
        foreach (var code in chance.Shuffle(Currencies).Take(chance.Between(0, 3)))
        {
            var currency = new Currency(code);
            var amount = new decimal(chance.Between(-2_000_000, 20_000_000)) / (currency.MinorUnitDecimals == 0 ? 1m : 100m);
            portfolio = portfolio.Add(new(code == "BTC" ? amount / 50_000m : amount, currency));
        }

        foreach (var (instrument, price) in chance.Shuffle(Universe).Take(chance.Between(0, 6)))
        {
            var position = Held(chance, instrument, price, Quantity(chance, instrument));
            portfolio = portfolio.Set(position, position);
            if (!chance.Percent(25)) continue;
            var units = chance.Percent(30) ? position.Quantity : Quantity(chance, instrument);
            var other = Held(chance, instrument, price, new(-Math.Sign(position.Quantity.Value) * units.Absolute.Value));
            portfolio = portfolio.Set(other, other);
        }

        if (chance.Percent(15))
        {
            portfolio = portfolio.AddCredit(new(chance.Between(1, 500_000), portfolio.Currency));
        }

        return new(WithBesides(chance, portfolio), Regime(chance), market, chance);
    }

    /// Divided by a large prime, so that average prices have as many digits as a decimal holds and no number of lots makes them whole.
    private static Position Held(Chance chance, Instrument instrument, decimal price, Quantity quantity)
    {
        var average = new Price(chance.Near(price) * 3m / chance.Pick(3m, 2.9919m, 3.0021m));
        var position = new Position(instrument.Symbol, quantity, average);
        if (!instrument.AssetClass.IsPaidInFull() || chance.Percent(60)) return position;
        var share = quantity.IsLong ? -0.6m : -1.9m;
        return position with
        {
            Financing = new(decimal.Round(quantity.Value * average.Value * share), instrument.QuoteCurrency),
        };
    }

    /// Collateral, listed by the regime or not, and orders of what is held and of what is not.
    private static Portfolio WithBesides(Chance chance, Portfolio portfolio)
    {
        if (chance.Percent(30)) portfolio = portfolio with { Costs = RandomCosts.Accrued(chance) };
        if (chance.Percent(40))
        {
            foreach (var symbol in chance.Shuffle(Securities).Take(chance.Between(1, 3)))
            {
                portfolio = portfolio.AddCollateral(symbol, new(chance.Between(1, 400)));
            }
        }

        if (!chance.Percent(40)) return portfolio;
        for (var i = chance.Between(1, 4); i > 0; i--)
        {
            var held = Instruments.Where(u => portfolio.Find(u.Symbol) is not null).ToList();
            var instrument = chance.Pick(held.Count > 0 && chance.Percent(60) ? held : Instruments);
            portfolio = portfolio.Place(new(new($"order-{i}"), instrument.Symbol, Quantity(chance, instrument), null));
        }

        return portfolio;
    }
}
