using System.Collections.Immutable;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Marks;

/// <summary>
/// A market whose marks from before a split or a dividend are re-based to what they are worth after it, so that nothing
/// is judged at an old price with new units (rule CORP-003).
/// </summary>
public sealed class ExMarket : MarketOver
{

    private readonly DateTimeOffset now;

    private ExMarket(IMarket market, DateTimeOffset now)
        : base(market)
    {
        this.now = now;
    }

    /// <summary>The market at an instant; the same where there are no corporate actions.</summary>
    public static IMarket Of(IMarket market, DateTimeOffset now) => market switch
    {
        { HasActions: false } => market,
        ExMarket ex when ex.now == now => ex,
        ExMarket ex => new ExMarket(ex.Market, now),
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
    public override Mark? FindMark(Symbol symbol)
    {
        if (Market.FindMark(symbol) is not { } mark) return null;
        var actions = Market.FindActions(symbol);
        return actions.IsEmpty ? mark : Rebased(mark, actions, now);
    }

    private static Price? After(Price? price, CorporateAction action) =>
        price is { } known ? After(known, action) : null;

    private static Price After(Price price, CorporateAction action) => action.Split is { } split
        ? new(price.Value * split.Old.Value / split.New.Value)
        : new(Math.Max(price.Value - (action.Dividend?.Amount ?? 0m), Limits.SmallestPrice));

    private static Price Before(Price price, CorporateAction action) => action.Split is { } split
        ? new(price.Value * split.New.Value / split.Old.Value)
        : new(price.Value + (action.Dividend?.Amount ?? 0m));
}
