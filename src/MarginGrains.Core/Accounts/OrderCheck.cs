using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

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
    /// <summary>Whether the order may be placed.</summary>
    public bool IsAllowed => Refusals.Count == 0;
}

/// <summary>The check before a trade (rules ORDR-001 to ORDR-004). What reduces is never refused for margin.</summary>
public static class OrderCheck
{
    private const long MostLots = 1_000_000_000_000;

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

        var refusals = new List<Refusal>();
        if (order.Fee.IsNegative) refusals.Add(new(Rejection.FeeNegative, "The fee of an order must not be negative."));
        if (!order.Quantity.IsMultipleOf(instrument.LotSize))
        {
            refusals.Add(new(Rejection.OffLot,
                $"{order.Quantity.Absolute} is no whole number of lots of {instrument.LotSize}."));
        }

        var before = MarginCalculator.Evaluate(account.Portfolio, regime, market, now);
        var after = Evaluate(account, order, order.Quantity);
        if (AccountDecider.Reduces(account.Portfolio.Find(order.Symbol), order.Quantity))
        {
            var held = account.Portfolio.Find(order.Symbol)!.Quantity.Absolute;
            var beyond = before.IsPriced && Largest() is { } more && more.CompareTo(held) > 0 ? more : held;
            return new(refusals, before, after, beyond);
        }

        refusals.AddRange(RiskRefusals(account, regime, before, after));
        return new(refusals, before, after, before.IsPriced ? Largest() : null);

        MarginFigures Evaluate(Account of, Fill like, Quantity quantity)
        {
            var filled = Booking.Of(
                of.Portfolio, instrument, like with { Quantity = quantity },
                Booking.Gains(regime, instrument, of.Currency, market, now)).Portfolio;
            return MarginCalculator.Evaluate(filled, regime, market, now);
        }

        Quantity? Largest()
        {
            var sign = Math.Sign(order.Quantity.Value);
            long low = 0, high = 1;
            while (high < MostLots && Fits(high)) (low, high) = (high, high * 2);
            while (high - low > 1)
            {
                var middle = low + (high - low) / 2;
                if (Fits(middle)) low = middle;
                else high = middle;
            }

            return new(low * instrument.LotSize.Value);

            bool Fits(long lots)
            {
                var quantity = new Quantity(sign * lots * instrument.LotSize.Value);
                if (AccountDecider.Reduces(account.Portfolio.Find(order.Symbol), quantity)) return true;
                return !RiskRefusals(account, regime, before, Evaluate(account, order, quantity)).Any();
            }
        }
    }

    private static IEnumerable<Refusal> RiskRefusals(
        Account account, Regime regime, MarginFigures before, MarginFigures after)
    {
        if (account.IsRestricted)
        {
            yield return new(Rejection.AccountRestricted, "The account is restricted to orders that reduce.");
        }

        if (account.Liquidation is not null)
        {
            yield return new(Rejection.AccountLiquidating, "The account is being liquidated.");
        }

        if (account.Call is not null) yield return new(Rejection.CallOpen, "A margin call is open.");
        if (!after.IsPriced || !before.IsPriced)
        {
            var status = before.IsPriced ? after.Status : before.Status;
            yield return new(Rejection.Unpriced, $"The account has no price at the moment ({status}).");
            yield break;
        }

        // Without used margin there is no level, and a first position may be opened.
        if (regime.NoNewRisk is { } line && before.UsedMargin.IsPositive && line.IsCrossed(before))
        {
            yield return new(Rejection.NoNewRisk, $"No risk may be added while {line}.");
        }

        if ((after.Equity - after.InitialMargin).IsNegative || after.FreeMargin.IsNegative)
        {
            var free = Money.Min(after.Equity - after.InitialMargin, after.FreeMargin);
            yield return new(Rejection.FreeMarginInsufficient, $"Free margin would be {free}.", before.FreeMargin);
        }
    }

    private static OrderCheckResult Nothing(Account account, Refusal refusal)
    {
        var unpriced = new MarginFigures(account.Currency, PricingStatus.InstrumentUnknown);
        return new([refusal], unpriced, unpriced, null);
    }
}
