using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <summary>The answer to "may this order be placed".</summary>
/// <param name="Refusals">Every reason against it, in order of precedence; empty when it may.</param>
/// <param name="Before">Figures as they are.</param>
/// <param name="After">Figures as they would be after it fills at its price; unpriced when there is no price.</param>
/// <param name="LargestQuantity">The most units in this direction that would be allowed, without sign; null when
/// unpriced.</param>
public sealed record OrderCheckResult(
    IReadOnlyList<Refusal> Refusals, MarginFigures Before, MarginFigures After, Quantity? LargestQuantity)
{
    /// <summary>Σ notional of what is margined ÷ equity after it; null without positive equity or a price.</summary>
    public Ratio? Leverage { get; init; }

    /// <summary>The largest leverage of the client for this instrument; null when there is none.</summary>
    public Ratio? LeverageCap { get; init; }

    /// <summary>Whether the order may be placed.</summary>
    public bool IsAllowed => Refusals.Count == 0;
}

/// <summary>The check before a trade (rules ORDR-001 to ORDR-010). What reduces is never refused for margin.</summary>
public static class OrderCheck
{
    /// <summary>Checks an order of a signed quantity at a price, by default the mark; the fee counts.</summary>
    public static OrderCheckResult Check(Account account, Fill order, IMarket market, DateTimeOffset now)
    {
        var regime = market.FindRegime(account.RegimeId, now);
        if (regime is null || market.FindInstrument(order.Symbol) is not { } instrument)
        {
            return Nothing(account, regime is null
                ? new(Rejection.RegimeUnknown, $"There is no regime {account.RegimeId} in force.")
                : new(Rejection.InstrumentUnknown, $"There is no instrument {order.Symbol}."));
        }

        if (order.Quantity.IsZero)
        {
            return Nothing(account, new(Rejection.QuantityZero, "The quantity of an order must not be zero."));
        }

        // Without a mark either, the account is unpriced after the order, which says it.
        if (order.Price == default && market.FindMark(order.Symbol) is { } mark)
        {
            order = order with { Price = mark.Price };
        }

        if (order.Price != default && AccountDecider.TooLarge(instrument, order) is { } tooLarge)
        {
            return Nothing(account, tooLarge);
        }

        var question = new OrderQuestion(account, regime, instrument, order, market, now);
        var after = question.After(order.Quantity);
        var leverage = question.LeverageAfter(after);
        return new(
            [.. question.Refusals().OrderBy(r => r.Code)], question.Before, after.Figures, question.LargestQuantity())
        {
            Leverage = leverage.Leverage, LeverageCap = leverage.Cap,
        };
    }

    private static OrderCheckResult Nothing(Account account, Refusal refusal)
    {
        var unpriced = new MarginFigures(account.Currency, PricingStatus.InstrumentUnknown);
        return new([refusal], unpriced, unpriced, null);
    }
}
