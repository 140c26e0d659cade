using CsCheck;
using MarginGrains.Core.Instruments;
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
        + string.Join('\n', Market.Set.Marks.OrderBy(m => m.Symbol).Select(m => $"  {m.Symbol} {m.Price}"));
}

/// <summary>Random markets, regimes and portfolios: instruments of all four kinds of terms, six currencies, both sides.</summary>
public static class RandomCases
{
    private static readonly (Instrument Instrument, decimal Price)[] Universe =
    [
        (TestInstruments.Stock("ACME"), 100m),
        (TestInstruments.Stock("SIEM", "EUR", 0.6m, 0.45m), 150m),
        (TestInstruments.Etf("NIKK", "JPY"), 2_500m),
        (TestInstruments.Future("ES"), 5_000m),
        (TestInstruments.Future("FDAX", 25m, 30_123.45m, 27_111.11m, "EUR"), 16_000m),
        (TestInstruments.Pair("EURUSD"), 1.10m),
        (TestInstruments.Pair("USDJPY", 25m), 150m),
        (TestInstruments.Pair("EURCHF"), 0.95m),
        (TestInstruments.Pair("GBPUSD").On(TestInstruments.PerContract(3_333.33m, 1_234.5m, "EUR", 100_000m)), 1.25m),
        (TestInstruments.Cfd(leverage: 20m), 2_000m),
        (TestInstruments.Perpetual(), 50_000m),
        (TestInstruments.Perpetual("ETHPERP", "EUR"), 2_500m),
    ];

    private static readonly string[] Currencies = ["USD", "EUR", "JPY", "CHF", "GBP"];

    /// <summary>Portfolios of up to six positions; a few without a mark, or with one that is too old.</summary>
    public static Gen<MarginCase> Cases { get; } = Gen.ULong.Select(seed => Case(new(new PCG(7, seed)), gaps: true));

    /// <summary>The same, everything priced but where no rate leads.</summary>
    public static Gen<MarginCase> PricedCases { get; } = Gen.ULong.Select(seed => Case(new(new PCG(8, seed)), gaps: false));

    /// <summary>The symbols that can be held.</summary>
    public static IReadOnlyList<Instrument> Instruments { get; } = [.. Universe.Select(u => u.Instrument)];

    /// <summary>A market with every instrument and, mostly, a mark for each.</summary>
    public static TestMarket Market(Chance chance, bool gaps)
    {
        var market = new TestMarket();
        foreach (var (instrument, price) in Universe)
        {
            market.Add(instrument with { MaximumMarkAge = gaps && chance.Percent(20) ? TimeSpan.FromHours(2) : null });
            if (gaps && chance.Percent(3)) continue;
            market.Now = TestMarket.Monday.AddMinutes(gaps ? -chance.Between(0, 130) : 0);
            market.Mark(instrument.Symbol.Value, chance.Near(price));
        }

        market.Now = TestMarket.Monday;
        return market;
    }

    /// <summary>A regime like a preset, any of its choices turned; always one that may be stored.</summary>
    public static Regime Regime(Chance chance)
    {
        while (true)
        {
            var preset = chance.Pick(RegimePresets.All);
            var calls = preset.Calls.Select(c => c with
            {
                Restores = chance.Pick(Enum.GetValues<CallTarget>()),
                Grace = chance.Pick<GracePeriod>(
                    c.Grace, GracePeriod.Immediate, new GracePeriod.Elapsed(TimeSpan.FromHours(chance.Between(0, 48)))),
            }).ToList();
            var regime = preset with
            {
                Id = new("random"),
                UsedMargin = chance.Pick(Enum.GetValues<UsedMarginRule>()),
                InitialBasis = chance.Pick(Enum.GetValues<RequirementBasis>()),
                Rounding = chance.Pick(Enum.GetValues<RoundingMode>()),
                ConvertsRealizedPnl = chance.Percent(50),
                NegativeBalance = chance.Pick(Enum.GetValues<NegativeBalanceRule>()),
                Calls = chance.Percent(10) ? [] : [.. calls],
                Warning = chance.Percent(10) ? null : preset.Warning,
                Liquidation = preset.Liquidation with
                {
                    Order = chance.Pick(Enum.GetValues<SelectionOrder>()),
                    Step = chance.Pick(Enum.GetValues<LiquidationStep>()),
                    Portion = null,
                },
            };
            if (RegimeValidation.Check(regime).Count == 0) return regime;
        }
    }

    /// <summary>Units of an instrument: a few or very many lots, either side, seldom a part of one.</summary>
    public static Quantity Quantity(Chance chance, Instrument instrument)
    {
        var lots = chance.Between(1, chance.Pick(5, 50, 5_000)) * chance.Pick(1, -1);
        return new(lots * instrument.LotSize.Value + (chance.Percent(5) ? instrument.LotSize.Value / 2m : 0m));
    }

    private static MarginCase Case(Chance chance, bool gaps)
    {
        var market = Market(chance, gaps);
        var portfolio = Portfolio.Empty(new(chance.Pick(Currencies)));
        foreach (var code in chance.Shuffle(Currencies).Take(chance.Between(0, 3)))
        {
            var currency = new Currency(code);
            var amount = new decimal(chance.Between(-2_000_000, 20_000_000)) / (currency.MinorUnitDecimals == 0 ? 1m : 100m);
            portfolio = portfolio.Add(new(amount, currency));
        }

        foreach (var (instrument, price) in chance.Shuffle(Universe).Take(chance.Between(0, 6)))
        {
            // A share of an odd number, so that average prices have as many digits as a decimal holds.
            var average = new Price(chance.Near(price) * 3m / chance.Pick(3m, 2.9m, 3.1m));
            var position = new Position(instrument.Symbol, Quantity(chance, instrument), average);
            portfolio = portfolio.Set(position, position);
        }

        return new(portfolio, Regime(chance), market, chance);
    }
}
