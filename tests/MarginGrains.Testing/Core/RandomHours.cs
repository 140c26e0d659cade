using MarginGrains.Core.Calendars;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Testing.Core;

/// <summary>Gives markets hours and regimes local times, by chance.</summary>
public static class RandomHours
{
    /// <summary>
    /// Calendars, instruments that trade by them, a regime whose calls are judged and due by them; sometimes a few days before
    /// clocks leap.
    /// </summary>
    public static void Give(Chance chance, TestMarket market, RegimeId regimeId)
    {
        if (chance.Percent(50)) market.After(TimeSpan.FromDays(60));
        var random = RandomCalendars.Draw(chance);
        market.Add([TestCalendars.Fx, TestCalendars.Stocks, .. random.Reverse()]);
        foreach (var instrument in market.Set.Instruments.OrderBy(i => i.Symbol).ToList())
        {
            if (chance.Percent(50)) market.Add(instrument with { Calendar = Pick(chance, random[0]).Id });
            if (chance.Percent(30)) continue;
            market.Mark(instrument.Symbol.Value, market.Price(instrument.Symbol).Value);
        }

        market.Add(Timed(chance, market, market.Set.FindRegime(regimeId, market.Now)!));
    }

    /// <summary>A regime, some of whose calls name one of the market's calendars.</summary>
    public static Regime Timed(Chance chance, TestMarket market, Regime regime)
    {
        var calendars = market.Set.Calendars.OrderBy(c => c.Id.Value, StringComparer.Ordinal).ToList();
        return calendars.Count == 0 ? regime : regime with
        {
            Calls = [.. regime.Calls.Select(c => Timed(chance, c, chance.Pick(calendars)))],
        };
    }

    private static CallRule Timed(Chance chance, CallRule call, TradingCalendar calendar)
    {
        if (chance.Percent(50)) return call;
        var timed = call with { Calendar = calendar.Id };
        if (chance.Percent(70) || call.CuredAt != Judgement.Tick || call.OnExpiry == ExpiryAction.Restrict) return timed;
        return timed with
        {
            Judged = Judgement.Ahead,
            Ahead = new(chance.Pick(MarketMoment.LongBreak, MarketMoment.VolatileDate), TimeSpan.FromMinutes(chance.Between(0, 300)))
            {
                LeastBreak = TimeSpan.FromHours(chance.Pick(1, 12, 24)),
            },
        };
    }

    private static TradingCalendar Pick(Chance chance, TradingCalendar random) =>
        chance.Pick(TestCalendars.Fx, TestCalendars.Stocks, random);
}
