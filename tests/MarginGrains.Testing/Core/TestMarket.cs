using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Testing.Core;

/// <summary>A market that a test moves: it keeps the newest moment and numbers the marks.</summary>
public sealed class TestMarket
{
    private long sequence;

    /// <summary>Monday noon, an hour at which nothing is due.</summary>
    public static DateTimeOffset Monday { get; } = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A market with every preset regime in force.</summary>
    public TestMarket()
    {
        foreach (var regime in RegimePresets.All) Add(regime);
    }

    /// <summary>A market that goes on from a moment.</summary>
    public TestMarket(MarketSet set) => Set = set;

    /// <summary>The moment.</summary>
    public MarketSet Set { get; private set; } = MarketSet.Empty;

    /// <summary>Market time; only a test moves it.</summary>
    public DateTimeOffset Now { get; set; } = Monday;

    /// <summary>Adds or replaces a regime, with this one version.</summary>
    public TestMarket Add(Regime regime)
    {
        Set = Set.With(new RegimeHistory(regime.Id, [regime]));
        return this;
    }

    /// <summary>Adds or replaces instruments.</summary>
    public TestMarket Add(params Instrument[] instruments)
    {
        foreach (var instrument in instruments) Set = Set.With(instrument);
        return this;
    }

    /// <summary>Publishes rates or closing prices.</summary>
    public TestMarket Add(RateSeries series)
    {
        Set = Set.With(series);
        return this;
    }

    /// <summary>Adds or replaces calendars; parents first.</summary>
    public TestMarket Add(params TradingCalendar[] calendars)
    {
        foreach (var calendar in calendars) Set = Set.With(calendar);
        return this;
    }

    /// <summary>A regime's next version.</summary>
    public TestMarket Change(Regime regime)
    {
        Set = Set.With(Set.FindRegimeHistory(regime.Id)!.With(regime));
        return this;
    }

    /// <summary>Sets a mark with the time of the moment.</summary>
    public TestMarket Mark(string symbol, decimal price)
    {
        Set = Set.With(new Mark(new(symbol), new(price), Now, 1, ++sequence, MarkKind.Given));
        return this;
    }

    /// <summary>Sets an official closing price.</summary>
    public TestMarket Close(string symbol, decimal price)
    {
        Set = Set.With(new Mark(new(symbol), new(price), Now, 1, ++sequence, MarkKind.Closing));
        return this;
    }

    /// <summary>Sets a mark in the middle of a bid and an ask.</summary>
    public TestMarket Quote(string symbol, decimal bid, decimal ask)
    {
        Set = Set.With(new Mark(new(symbol), new((bid + ask) / 2m), Now, 1, ++sequence, MarkKind.Mid)
        {
            Bid = new(bid), Ask = new(ask),
        });
        return this;
    }

    /// <summary>Publishes what the whole book holds of a security.</summary>
    public TestMarket Publish(string symbol, decimal units)
    {
        Set = Set.With(new BookCollateral(new(symbol), new(units), ++sequence));
        return this;
    }

    /// <summary>Publishes points of a series, as the door would take them.</summary>
    public RatePublication Publish(RateKind kind, string subject, params RatePoint[] points)
    {
        var instrument = kind == RateKind.Interest ? null : Set.FindInstrument(new(subject));
        var published = RateValidation.Publish(
            Set.FindRates(kind, subject), new(kind, subject, [.. points]), instrument, Now);
        if (published.IsAccepted) Set = Set.With(published.Series!);
        return published;
    }

    /// <summary>Publishes one rate from an instant on, or of one instant.</summary>
    public TestMarket Rate(RateKind kind, string subject, DateTimeOffset at, decimal rate, decimal? shortRate = null)
    {
        var point = new RatePoint(at, new(rate)) { ShortRate = shortRate is { } other ? new Ratio(other) : null };
        Published(Publish(kind, subject, point));
        return this;
    }

    /// <summary>Publishes the official closing price of the day that ends at an instant.</summary>
    public TestMarket Closing(string symbol, DateTimeOffset at, decimal price)
    {
        Published(Publish(RateKind.Closing, symbol, new RatePoint(at, default) { Price = new Price(price) }));
        return this;
    }

    /// <summary>Gives a corporate action.</summary>
    public TestMarket Act(CorporateAction action)
    {
        Set = Set.With(action);
        return this;
    }

    private static void Published(RatePublication published)
    {
        if (!published.IsAccepted)
        {
            throw new InvalidOperationException(
                string.Join(' ', published.Errors.Select(e => $"{e.Field}: {e.Reason}")) + string.Join(' ', published.InForce));
        }
    }

    /// <summary>Lets time pass.</summary>
    public TestMarket After(TimeSpan time)
    {
        Now += time;
        return this;
    }

    /// <summary>The price that an instrument stands at.</summary>
    public Price Price(Symbol symbol) => Set.FindMark(symbol)!.Price;
}
