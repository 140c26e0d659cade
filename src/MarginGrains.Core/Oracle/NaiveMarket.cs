using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Oracle;

/// <summary>One moment as the naive calculator sees it: first what is known, then values without asking.</summary>
internal sealed record NaiveMarket(IMarket Market, Currency To, DateTimeOffset Now)
{
    private static readonly Currency[] Middles = [new("USD"), new("EUR")];

    /// <summary>Whether every balance, position, order and counted collateral has its price, rates and terms.</summary>
    public bool Knows(Portfolio portfolio, Regime regime) =>
        portfolio.Balances.All(b => Rate(b.Currency) is not null)
        && (portfolio.Costs?.Lines ?? []).All(l => l.Outstanding.Amount == 0m || Rate(l.Exact.Currency) is not null)
        && portfolio.Positions.Select(p => p.Symbol)
            .Concat(portfolio.Orders.Select(o => o.Symbol))
            .Concat(portfolio.Collateral.Select(c => c.Symbol)
                .Where(s => regime.Collateral.Any(e => e.Symbol == s)))
            .All(Knows);

    public Instrument Instrument(Symbol symbol) => Market.FindInstrument(symbol)!;

    /// <summary>The mark, brought over every split and dividend that came after it.</summary>
    public Mark Mark(Symbol symbol)
    {
        var mark = Market.FindMark(symbol)!;
        var since = mark.RebasedAt ?? mark.Time;
        var missed = Market.FindActions(symbol).Where(a => since < a.ExAt && a.ExAt <= Now).ToList();
        if (missed.Count == 0) return mark;
        return mark with { Price = Ex(mark.Price)!.Value, Bid = Ex(mark.Bid), Ask = Ex(mark.Ask) };

        Price? Ex(Price? price)
        {
            if (price is not { Value: var value }) return null;
            foreach (var action in missed)
            {
                value = action.Dividend is { Amount: var paid }
                    ? Math.Max(value - paid, 0.000_000_000_001m)
                    : value * action.Split!.Old.Value / action.Split.New.Value;
            }

            return new(value);
        }
    }

    public MarginTerms? Terms(Instrument instrument) =>
        instrument.Margin.Dated.LastOrDefault(d => d.EffectiveAt <= Now)?.Terms;

    /// <summary>What the hours multiply terms by, and the step of it; null when the hours are unknown.</summary>
    public (decimal Factor, decimal? Step)? Session(Instrument instrument)
    {
        if (instrument.SessionMargin is not { } sessions) return (1m, null);
        if (instrument.Calendar is not { } calendar || Market.FindHours(calendar) is not { } hours) return null;
        var factor = NaiveSessions.At(hours, sessions.LeadTime, Now) switch
        {
            TradingSession.Overnight => sessions.Overnight,
            TradingSession.Weekend => sessions.Weekend,
            _ => sessions.Intraday,
        };
        return (factor.Value, sessions.Step?.Amount);
    }

    /// <summary>What a value is counted in: an inverse contract's in its base currency.</summary>
    public static Currency Unit(Instrument instrument) =>
        instrument.Contract == ContractKind.Inverse ? instrument.BaseCurrency!.Value : instrument.QuoteCurrency;

    /// <summary>Whether there is a rate to the account's currency.</summary>
    public bool Converts(Currency from) => Rate(from) is not null;

    /// <summary>An amount in the account's currency.</summary>
    public decimal In(decimal amount, Currency from)
    {
        var (up, down) = Rate(from)!.Value;
        return amount * up / down;
    }

    private bool Knows(Symbol symbol) =>
        Market.FindInstrument(symbol) is { } instrument
        && IsFresh(Market, instrument, Now)
        && Terms(instrument) is { } terms
        && Session(instrument) is not null
        && Rate(Unit(instrument)) is not null
        && (terms is not MarginTerms.PerContract contract || Rate(contract.Initial.Currency) is not null);

    /// <summary>
    /// Whether one of the positions trades and has a price of that: only then does a price call or sell.
    /// </summary>
    public static bool Trades(IMarket market, Portfolio portfolio, DateTimeOffset now) => portfolio.Positions
        .Select(p => market.FindInstrument(p.Symbol)!)
        .Any(i => Trades(market, i, now));

    /// <summary>Whether an instrument trades and has a price of that.</summary>
    public static bool Trades(IMarket market, Instrument instrument, DateTimeOffset now) =>
        market.FindMark(instrument.Symbol)?.Kind != MarkKind.Closing
        && (instrument.Calendar is null || NaiveHours.Find(market, instrument.Calendar.Value)?.IsOpen(now) == true);

    /// <summary>Whether an instrument has a mark that is not too old.</summary>
    public static bool IsFresh(IMarket market, Instrument instrument, DateTimeOffset now)
    {
        if (market.FindMark(instrument.Symbol) is not { } mark) return false;
        if (instrument.MaximumMarkAge is not { } age || mark.Time + age >= now) return true;
        if (instrument.Calendar is not { } id || NaiveHours.Find(market, id) is not { } hours) return false;
        return hours.LongestOpen(mark.Time, now) <= age;
    }

    /// A rate as a fraction, so that nothing is lost before the one division; null when no way leads there.
    private (decimal Up, decimal Down)? Rate(Currency from)
    {
        if (from == To) return (1m, 1m);
        if (Pair(from, To) is not null) return Step(from, To);
        foreach (var middle in Middles)
        {
            if (Pair(from, middle) is null || Pair(middle, To) is null) continue;
            if (Step(from, middle) is not { } one || Step(middle, To) is not { } two) return null;
            return (one.Up * two.Up, one.Down * two.Down);
        }

        return null;
    }

    private Instrument? Pair(Currency one, Currency other) =>
        one == other ? null : Market.FindPair(one, other) ?? Market.FindPair(other, one);

    private (decimal Up, decimal Down)? Step(Currency from, Currency to)
    {
        var pair = Pair(from, to)!;
        if (!IsFresh(Market, pair, Now)) return null;
        var price = Market.FindMark(pair.Symbol)!.Price.Value;
        return pair.BaseCurrency == from ? (price, 1m) : (1m, price);
    }
}
