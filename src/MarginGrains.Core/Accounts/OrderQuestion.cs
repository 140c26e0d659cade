using System.Globalization;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <summary>One order and all that decides about it.</summary>
internal sealed class OrderQuestion(
    Account account, Regime regime, Instrument instrument, Fill order, IMarket market, DateTimeOffset now)
{
    private const long MostLots = 1_000_000_000_000;

    private readonly int sign = Math.Sign(order.Quantity.Value);

    /// What the order changes: the isolated bucket of its instrument, or what all positions share.
    private readonly Portfolio held = account.PortfolioOf(order.IsIsolated ? order.Symbol : null);

    /// <summary>Figures as they are, of what all positions share.</summary>
    public MarginFigures Before { get; } = MarginCalculator.Evaluate(account.Portfolio, regime, market, now);

    private bool IsHalted => instrument.State is InstrumentState.Suspended or InstrumentState.Disabled;

    private bool IsClosed => !OpenMarkets.IsOpen(market, instrument, now);

    private string Opening => OpenMarkets.NextOpening(market, instrument, now) is { } opening
        ? $" until {opening.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC"
        : "";

    private bool IsFrozen => instrument.State is InstrumentState.ReduceOnly or InstrumentState.Discontinued;

    /// What the order could close: what working orders of its direction are not closing already.
    private Quantity Closable => order.Effect != FillEffect.Net ? default
        : order.IsIsolated ? OtherSide(held)
        : new(Math.Max(0m, (OtherSide(held) - WorkingAlike).Value));

    /// <summary>
    /// What is held, and the figures of what all positions share, once so many units are filled at the order's price.
    /// An isolated order changes its bucket, for which initial margin is put aside from what is shared.
    /// </summary>
    public (Portfolio Portfolio, MarginFigures Figures) After(Quantity quantity)
    {
        if (order.Price == default) return (held, new(account.Currency, PricingStatus.MarkMissing));
        var fill = order with { Quantity = quantity, Contract = instrument.Contract };
        var terms = BookingTerms.Of(regime, instrument, account.Currency, market, now);
        if (!order.IsIsolated)
        {
            var filled = Booking.Of(held, instrument, fill, terms).Portfolio;
            return (filled, MarginCalculator.Evaluate(filled, regime, market, now));
        }

        // The fee leaves the bucket, which has only what is put aside; so what is shared has to have it too.
        var aside = IsolatedMargin.Of(held, fill, instrument, regime, market, now) ?? default;
        var shared = account.Portfolio.Add(-aside).Add(-order.Fee);
        return (
            Booking.Of(held.Add(aside), instrument, fill, terms).Portfolio,
            MarginCalculator.Evaluate(shared, regime, market, now));
    }

    /// <summary>Everything against the order.</summary>
    public IEnumerable<Refusal> Refusals()
    {
        if (order.Fee.IsNegative) yield return new(Rejection.FeeNegative, "The fee of an order must not be negative.");
        if (!order.Quantity.IsMultipleOf(instrument.LotSize))
        {
            yield return new(Rejection.OffLot,
                $"{order.Quantity.Absolute} is no whole number of lots of {instrument.LotSize}.");
        }

        if (IsHalted) yield return new(Rejection.InstrumentSuspended, $"{order.Symbol} takes no orders{Reason}.");
        if (IsClosed) yield return new(Rejection.MarketClosed, $"The market of {order.Symbol} is closed{Opening}.");
        if (Reduces(order.Quantity)) yield break;
        if (IsFrozen)
        {
            yield return new(
                Rejection.InstrumentReduceOnly, $"{order.Symbol} takes only orders that reduce{Reason}.");
        }

        if (TooSmall(order.Quantity) is { } tooSmall) yield return tooSmall;
        foreach (var refusal in RiskRefusals(order.Quantity)) yield return refusal;
    }

    /// <summary>
    /// The most units in the order's direction that nothing is against (rule ORDR-009), null when unpriced; what only
    /// reduces is always possible unless the instrument takes no orders.
    /// </summary>
    public Quantity? LargestQuantity()
    {
        if (IsHalted || IsClosed) return default(Quantity);
        var closable = Closable;
        if (IsFrozen) return closable;
        if (!Before.IsPriced) return Reduces(order.Quantity) ? closable : null;
        var largest = MostThatFit();
        return largest.CompareTo(closable) <= 0 || TooSmall(largest) is not null ? closable : largest;
    }

    private string Reason => instrument.StateReason is { } reason ? $": {reason.TrimEnd('.')}" : "";

    /// With what already works in its direction: two orders that each reduce could flip the position together.
    private bool Reduces(Quantity quantity) => AccountDecider.Reduces(held, order with { Quantity = quantity })
        && (order.IsIsolated || (quantity.Absolute + WorkingAlike).CompareTo(OtherSide(held)) <= 0);

    private Quantity WorkingAlike => account.Portfolio.Orders
        .Where(o => o.Symbol == order.Symbol && o.Quantity.IsLong == order.Quantity.IsLong)
        .Aggregate(default(Quantity), (sum, o) => sum + o.Quantity.Absolute);

    private Quantity MostThatFit()
    {
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
            return Reduces(quantity) || !RiskRefusals(quantity).Any();
        }
    }

    private Refusal? TooSmall(Quantity quantity) =>
        instrument.TradeLimits?.MinimumDeal is { } least && quantity.Absolute.CompareTo(least) < 0
            ? new(Rejection.DealTooSmall, $"An order of {order.Symbol} must be of at least {least} units.")
            : null;

    private IEnumerable<Refusal> RiskRefusals(Quantity quantity)
    {
        if (order.Price != default && !instrument.AllowsNotional(quantity, order.Price))
        {
            yield return new(Rejection.NumbersTooLarge, $"{quantity} {order.Symbol} is beyond what can be computed.");
            yield break;
        }

        var after = After(quantity);
        foreach (var refusal in LimitRefusals(quantity, after.Portfolio)) yield return refusal;
        foreach (var refusal in StageRefusals()) yield return refusal;
        if (!after.Figures.IsPriced || !Before.IsPriced)
        {
            var status = Before.IsPriced ? after.Figures.Status : Before.Status;
            yield return new(Rejection.Unpriced, $"The account has no price at the moment ({status}).");
            yield break;
        }

        // Without used margin there is no level, and a first position may be opened.
        if (regime.NoNewRisk is { } line && Before.UsedMargin.IsPositive && line.IsCrossed(Before))
        {
            yield return new(Rejection.NoNewRisk, $"No risk may be added while {line}.");
        }

        var leverage = LeverageAfter(after);
        if (leverage.IsExceeded)
        {
            yield return new(Rejection.LeverageCapExceeded,
                $"Leverage would be {Shown(leverage.Leverage)}; a client of the class {held.ClientClass} may have "
                + $"{leverage.Cap} for {order.Symbol}.");
        }

        if (Insufficient(quantity, after.Portfolio, after.Figures) is { } insufficient) yield return insufficient;
    }

    /// <summary>
    /// The leverage after the order, and its cap; without leverage while there is no price. An isolated bucket has only
    /// its own equity.
    /// </summary>
    public OrderLeverage LeverageAfter((Portfolio Portfolio, MarginFigures Figures) after)
    {
        var figures = order.IsIsolated
            ? MarginCalculator.Evaluate(after.Portfolio, regime, market, now)
            : after.Figures;
        return figures.IsPriced
            ? OrderLeverage.Of(after.Portfolio, instrument, regime, figures, market, now)
            : new(null, regime.LeverageCaps.Lowest(instrument.InstrumentClass, held.ClientClass), false);
    }

    private static string Shown(Ratio? leverage) => leverage is { } times
        ? DecimalText.Format(Math.Round(times.Value, 2, MidpointRounding.ToPositiveInfinity))
        : "without bound";

    private IEnumerable<Refusal> StageRefusals()
    {
        if (account.IsRestricted)
        {
            yield return new(Rejection.AccountRestricted, "The account is restricted to orders that reduce.");
        }

        if (!account.Liquidations.IsEmpty)
        {
            yield return new(Rejection.AccountLiquidating, "The account is being liquidated.");
        }

        if (account.Call is not null) yield return new(Rejection.CallOpen, "A margin call is open.");
    }

    private IEnumerable<Refusal> LimitRefusals(Quantity quantity, Portfolio filled)
    {
        if (instrument.TradeLimits is not { } limits) yield break;
        if (!limits.AllowsShort && !quantity.IsLong)
        {
            yield return new(Rejection.ShortNotAllowed, $"{order.Symbol} must not be sold short.");
        }

        if (limits.MaximumDeal is { } deal && quantity.Absolute.CompareTo(deal) > 0)
        {
            yield return new(
                Rejection.DealTooLarge, $"An order of {order.Symbol} must not be of more than {deal} units.");
        }

        var most = Held(filled) + Working(filled);
        if (limits.MaximumPosition is { } units && most.CompareTo(units) > 0)
        {
            yield return new(Rejection.PositionLimitExceeded,
                $"{most} {order.Symbol} would be held, at most {units} are allowed.");
        }

        if (limits.MaximumNotional is { } largest && Mark() is { } mark && instrument.Notional(most, mark) > largest)
        {
            yield return new(Rejection.NotionalLimitExceeded,
                $"{instrument.Notional(most, mark)} of {order.Symbol} would be held, at most {largest} is allowed.",
                largest);
        }
    }

    private Refusal? Insufficient(Quantity quantity, Portfolio filled, in MarginFigures after)
    {
        var opened = Held(filled) - Held(held);
        if (new OrderCosts(account.Currency, regime, instrument, market).Of(
            order with { Quantity = quantity }, opened, now) is not { } costs)
        {
            return new(Rejection.Unpriced, "What the order costs has no rate at the moment.");
        }

        var free = Money.Min(after.Equity - after.InitialMargin, after.FreeMargin) - costs;
        if (!free.IsNegative) return null;
        var detail = costs.IsPositive
            ? $"Free margin would be {free} after costs of {costs}."
            : $"Free margin would be {free}.";
        return new(Rejection.FreeMarginInsufficient, detail, Before.FreeMargin);
    }

    /// Units held on the order's side, without sign.
    private Quantity Held(Portfolio portfolio) =>
        portfolio.Find(order.Symbol, order.Quantity.IsLong)?.Quantity.Absolute ?? default;

    /// Units that working orders of this direction would still open after it, without sign.
    private Quantity Working(Portfolio filled)
    {
        if (order.IsIsolated) return default;
        var units = 0m;
        foreach (var working in filled.Orders)
        {
            if (working.Symbol == order.Symbol) units += Math.Max(0m, working.Quantity.Value * sign);
        }

        return new(Math.Max(0m, units - OtherSide(filled).Value));
    }

    private Quantity OtherSide(Portfolio portfolio) =>
        portfolio.Find(order.Symbol, !order.Quantity.IsLong)?.Quantity.Absolute ?? default;

    private Price? Mark() => market.FindMark(order.Symbol)?.Price ?? (order.Price == default ? null : order.Price);
}
