using System.Globalization;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Testing.Core;

/// <summary>What time costs, by chance: rules, published rates, companies that act.</summary>
public static class RandomCosts
{
    /// <summary>A rule of a regime.</summary>
    public static CostRule Rule(Chance chance) => new()
    {
        DayCount = chance.Pick(Enum.GetValues<DayCount>()),
        Charged = chance.Pick(Enum.GetValues<ChargeTime>()),
        Spread = new(chance.Between(0, 400) / 10_000m),
        OverdueSpread = new(chance.Between(0, 2) * 0.015m),
        DayEnds = chance.Percent(50) ? null : new TimeOnly(chance.Between(1, 23), 0),
    };

    /// <summary>What may have accrued before; exact sums that no rounding makes whole.</summary>
    public static AccruedCosts Accrued(Chance chance) => new(
        [
            .. chance.Shuffle(new[] { "USD", "EUR", "JPY" }).Take(chance.Between(1, 2)).Select(code => new CostLine(
                CostKind.Interest, code, new(chance.Between(-50_000, 5_000_000) * 0.37m, new(code)), chance.Pick(360, 365))
            {
                Charged = new(chance.Between(-100, 4_000), new(code)),
            }),
        ],
        []);

    /// <summary>A rate of the next instant of funding.</summary>
    public static RatePoint Funding(Chance chance, DateTimeOffset now) => new(
        new FundingTerms(TimeSpan.FromHours(8)).Next(now), new(chance.Between(-2_000, 2_000) / 1_000_000m))
    {
        Price = chance.Percent(30) ? new Price(chance.Between(100, 60_000)) : null,
    };

    /// <summary>Publishes something of an instrument, or a rate of a currency: late, on time or ahead.</summary>
    public static void Publish(Chance chance, TestMarket market, Instrument instrument)
    {
        var (symbol, back) = (instrument.Symbol.Value, market.Now.AddDays(-chance.Between(1, 4)));
        var rate = new Ratio(chance.Between(0, 900) / 10_000m);
        if (chance.Percent(40))
        {
            var code = chance.Pick("USD", "EUR", "JPY", "GBP");
            market.Publish(RateKind.Interest, code, new RatePoint(chance.Pick(back, market.Now.AddHours(9)), rate));
        }

        if (instrument.Costs is not { } costs) return;
        if (costs.ChargesBorrow) market.Publish(RateKind.Borrow, symbol, new RatePoint(back, rate));
        if (costs.Swap is not null)
        {
            market.Publish(RateKind.Swap, symbol, new RatePoint(back, new(chance.Between(-50, 90) / 1_000_000m))
            {
                ShortRate = new Ratio(chance.Between(-50, 90) / 1_000_000m),
            });
        }

        if (costs.Funding is { } funding)
        {
            var from = chance.Percent(50) ? market.Now : back;
            market.Publish(RateKind.Funding, symbol, Funding(chance, from) with { At = funding.Next(from) });
        }

        if (!costs.SettlesDaily) return;
        var day = new DateTimeOffset(market.Now.UtcDateTime.Date.AddDays(-chance.Between(0, 3)), TimeSpan.Zero);
        market.Publish(RateKind.Closing, symbol, new RatePoint(day, default) { Price = new Price(chance.Near(5_000m)) });
    }

    /// <summary>A company splits its share or pays, soon.</summary>
    public static void Act(Chance chance, TestMarket market)
    {
        var symbol = chance.Pick(RandomCases.Securities);
        var at = market.Now.AddMinutes(chance.Between(1, 600));
        var id = string.Create(CultureInfo.InvariantCulture, $"{symbol}-{at.UtcTicks}");
        var instrument = market.Set.FindInstrument(symbol)!;
        market.Act(chance.Percent(50)
            ? new(new(id), symbol, at) { Split = new(new(chance.Between(1, 5)), new(chance.Pick(6m, 7m))) }
            : new(new(id), symbol, at) { Dividend = new Money(chance.Between(1, 50) / 100m, instrument.QuoteCurrency) });
    }
}
