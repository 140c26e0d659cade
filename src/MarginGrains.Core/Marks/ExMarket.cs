using System.Collections.Immutable;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Marks;

/// <summary>
/// A market whose marks from before a split or a dividend are re-based to what they are worth after it, so that nothing
/// is judged at an old price with new units (rule CORP-003).
/// </summary>
public sealed class ExMarket : IMarket
{
    /// <summary>The smallest price that a dividend leaves: one unit of the last decimal that counts.</summary>
    private const decimal SmallestPrice = 0.000_000_000_001m;

    private readonly IMarket market;
    private readonly DateTimeOffset now;

    private ExMarket(IMarket market, DateTimeOffset now)
    {
        this.market = market;
        this.now = now;
    }

    /// <inheritdoc/>
    public bool HasActions => true;

    /// <summary>The market at an instant; the same where there are no corporate actions.</summary>
    public static IMarket Of(IMarket market, DateTimeOffset now) => market switch
    {
        { HasActions: false } => market,
        ExMarket ex when ex.now == now => ex,
        ExMarket ex => new ExMarket(ex.market, now),
        _ => new ExMarket(market, now),
    };

    /// <summary>A mark as it counts at an instant, the actions of that instant included.</summary>
    public static Mark Rebased(Mark mark, ImmutableArray<CorporateAction> actions, DateTimeOffset now)
    {
        var rebased = mark;
        foreach (var action in actions)
        {
            if (action.ExAt > now || action.ExAt <= (rebased.RebasedAt ?? rebased.Time)) continue;
            rebased = rebased with
            {
                Price = After(rebased.Price, action),
                Bid = After(rebased.Bid, action),
                Ask = After(rebased.Ask, action),
                RebasedAt = action.ExAt,
            };
        }

        return rebased;
    }

    /// <summary>
    /// The price that a mark is worth just before an instant, the actions of that instant not yet taken: later ones are
    /// taken back.
    /// </summary>
    public static Price PriceBefore(Mark mark, ImmutableArray<CorporateAction> actions, DateTimeOffset instant)
    {
        var stands = mark.RebasedAt ?? mark.Time;
        var price = mark.Price;
        foreach (var action in actions)
        {
            if (action.ExAt > stands && action.ExAt < instant) price = After(price, action);
        }

        for (var i = actions.Length - 1; i >= 0; i--)
        {
            if (actions[i].ExAt >= instant && actions[i].ExAt <= stands) price = Before(price, actions[i]);
        }

        return price;
    }

    /// <inheritdoc/>
    public Mark? FindMark(Symbol symbol)
    {
        if (market.FindMark(symbol) is not { } mark) return null;
        var actions = market.FindActions(symbol);
        return actions.IsEmpty ? mark : Rebased(mark, actions, now);
    }

    /// <inheritdoc/>
    public Instrument? FindInstrument(Symbol symbol) => market.FindInstrument(symbol);

    /// <inheritdoc/>
    public Instrument? FindPair(Currency baseCurrency, Currency quoteCurrency) =>
        market.FindPair(baseCurrency, quoteCurrency);

    /// <inheritdoc/>
    public Regime? FindRegime(RegimeId id, DateTimeOffset now) => market.FindRegime(id, now);

    /// <inheritdoc/>
    public DateTimeOffset? NextRegimeChange(RegimeId id, DateTimeOffset now) => market.NextRegimeChange(id, now);

    /// <inheritdoc/>
    public Quantity? FindBookCollateral(Symbol symbol) => market.FindBookCollateral(symbol);

    /// <inheritdoc/>
    public MarketHours? FindHours(CalendarId id) => market.FindHours(id);

    /// <inheritdoc/>
    public RateSeries? FindRates(RateKind kind, string subject) => market.FindRates(kind, subject);

    /// <inheritdoc/>
    public ImmutableArray<CorporateAction> FindActions(Symbol symbol) => market.FindActions(symbol);

    private static Price? After(Price? price, CorporateAction action) =>
        price is { } known ? After(known, action) : null;

    private static Price After(Price price, CorporateAction action) => action.Split is { } split
        ? new(price.Value * split.Old.Value / split.New.Value)
        : new(Math.Max(price.Value - (action.Dividend?.Amount ?? 0m), SmallestPrice));

    private static Price Before(Price price, CorporateAction action) => action.Split is { } split
        ? new(price.Value * split.New.Value / split.Old.Value)
        : new(price.Value + (action.Dividend?.Amount ?? 0m));
}
