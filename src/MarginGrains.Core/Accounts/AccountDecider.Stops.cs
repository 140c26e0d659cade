using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>Protective stops: placed and cancelled by the client.</content>
public static partial class AccountDecider
{
    private static Decision PlaceStop(Turn turn, AccountCommand.PlaceStop place)
    {
        var placed = turn.Account.FindStop(place.StopId);
        if (placed is not null && placed.Terms == place.Terms) return turn.Accept();
        if (turn.Market.FindInstrument(place.Terms.Symbol) is not { } instrument)
        {
            return turn.Refuse(new(Rejection.InstrumentUnknown, $"There is no instrument {place.Terms.Symbol}."));
        }

        if (BeforePrice(turn, place, instrument) is { } malformed) return turn.Refuse(malformed);
        var position = turn.Account.PortfolioOf(place.Terms.Bucket).Find(place.Terms.Symbol, place.Terms.IsLong);
        if (position is null)
        {
            return turn.Refuse(new(Rejection.PositionUnknown,
                $"Nothing is held {(place.Terms.IsLong ? "long" : "short")} in {place.Terms.Symbol}."));
        }

        if (StopRules.Fresh(turn.Market, instrument, turn.Now) is not { } mark)
        {
            return turn.Refuse(new(Rejection.Unpriced, $"{place.Terms.Symbol} has no price at the moment."));
        }

        var closing = StopRules.Closing(mark, place.Terms.IsLong);
        var stop = Standing(place, instrument, mark);
        if (stop is null) return turn.Refuse(DistanceRefusal(place.Terms));
        if (stop.IsReachedBy(closing))
        {
            return turn.Refuse(new(Rejection.StopWouldTrigger,
                $"The stop at {stop.Price} would trigger at once: {place.Terms.Symbol} closes at {closing}."));
        }

        if (stop.Terms.Kind == StopKind.Guaranteed)
        {
            return Guarantee(turn, new(stop, placed, instrument, position), closing);
        }

        turn.Emit(new AccountEvent.StopPlaced(stop), turn.Basis());
        Assess(turn);
        return turn.Accept();
    }

    private static Decision CancelStop(Turn turn, StopId stopId)
    {
        if (turn.Account.FindStop(stopId) is not { } stop)
        {
            return turn.Refuse(new(Rejection.StopUnknown, $"There is no stop {stopId}."));
        }

        if (stop.Trigger is not null) return turn.Refuse(HasTriggered(stopId));
        turn.Emit(new AccountEvent.StopCancelled(stopId, "The client cancelled it."), turn.Basis());
        return turn.Accept();
    }

    private static Refusal HasTriggered(StopId stopId) =>
        new(Rejection.StopTriggered, $"The stop {stopId} has triggered; another needs another id.");

    /// What is wrong whatever the price is.
    private static Refusal? BeforePrice(Turn turn, AccountCommand.PlaceStop place, Instrument instrument)
    {
        var terms = place.Terms;
        if (turn.Account.TriggeredStops.Contains(place.StopId)) return HasTriggered(place.StopId);
        if (turn.Account.Stops.Length >= StopRules.MostStops && turn.Account.FindStop(place.StopId) is null)
        {
            return new(Rejection.TooManyStops, $"An account has at most {StopRules.MostStops} stops.");
        }

        if (terms.Quantity is { } quantity && StopUnits(quantity, instrument) is { } units) return units;
        var trails = terms.Kind == StopKind.Trailing;
        if (terms.Price is null != trails || terms.Distance is null == trails)
        {
            return new(Rejection.StopMalformed, trails
                ? "A trailing stop has a distance and no price of its own."
                : "A stop that does not trail has a price and no distance.");
        }

        if ((terms.Price ?? terms.Distance)!.Value.Value > Limits.LargestPrice)
        {
            return new(Rejection.NumbersTooLarge, "The stop is beyond what can be computed exactly.");
        }

        if (terms.Price is { } price && price.Value % instrument.TickSize.Value != 0m)
        {
            return new(Rejection.StopOffTick, $"{price} is no whole number of ticks of {instrument.TickSize}.");
        }

        return terms.Distance?.Value < instrument.TickSize.Value ? DistanceRefusal(terms) : null;
    }

    private static Refusal? StopUnits(Quantity quantity, Instrument instrument)
    {
        if (quantity.Value <= 0m) return new(Rejection.QuantityZero, "The quantity of a stop must be above zero.");
        if (quantity.Value > Limits.LargestQuantity)
        {
            return new(Rejection.NumbersTooLarge, $"{quantity} is beyond what can be computed exactly.");
        }

        return quantity.IsMultipleOf(instrument.LotSize)
            ? null
            : new(Rejection.OffLot, $"{quantity} is no whole number of lots of {instrument.LotSize}.");
    }

    private static Refusal DistanceRefusal(StopTerms terms) => new(Rejection.StopDistanceInvalid,
        $"A trailing stop stays at least a tick behind and leaves a price above zero; {terms.Distance} does not.");

    /// Null when a trailing stop would have no price.
    private static ProtectiveStop? Standing(AccountCommand.PlaceStop place, Instrument instrument, Mark mark)
    {
        var terms = place.Terms;
        if (terms.Distance is not { } distance)
        {
            return new(place.StopId, terms, terms.Price!.Value, mark.Sequence) { Quantity = terms.Quantity };
        }

        var start = StopRules.Start(instrument, terms.IsLong, StopRules.Closing(mark, terms.IsLong), distance);
        return start is not { } price ? null : new(place.StopId, terms, price, mark.Sequence)
        {
            Quantity = terms.Quantity, Step = StopRules.Step(instrument, distance),
        };
    }

    /// The guarantee is for the units it was paid for; what is added later has none (rule STOP-006).
    private static Decision Guarantee(Turn turn, in WantedStop wanted, Price closing)
    {
        var (stop, placed, instrument, position) = wanted;
        if (instrument.GuaranteedStop is not { } offered)
        {
            return turn.Refuse(new(Rejection.GuaranteedStopNotOffered,
                $"Stops in {instrument.Symbol} are not guaranteed."));
        }

        if (Math.Abs(closing.Value - stop.Price.Value) < closing.Value * offered.LeastDistance.Value)
        {
            return turn.Refuse(new(Rejection.StopTooClose,
                $"A guaranteed stop stays at least {offered.LeastDistance} of the price away from {closing}."));
        }

        var held = position.Quantity.Absolute;
        var units = stop.Quantity is { } asked && asked.CompareTo(held) < 0 ? asked : held;
        var notional = instrument.Notional(units, stop.Price);
        if (turn.Regime is not { } regime) return turn.Refuse(UnpricedRefusal(PricingStatus.RegimeUnknown));
        if (turn.Convert(notional * offered.PremiumRate) is not { } premium)
        {
            return turn.Refuse(UnpricedRefusal(PricingStatus.RateMissing));
        }

        var paid = PaidBefore(stop, placed) ?? Money.Zero(turn.Account.Currency);
        var charged = premium - Money.Min(premium, paid);
        if (charged.IsPositive)
        {
            var figures = turn.Evaluate(regime);
            if (!figures.IsPriced) return turn.Refuse(UnpricedRefusal(figures.Status));
            var free = Money.Min(figures.FreeMargin, figures.Equity - figures.InitialMargin);
            if (charged > free)
            {
                return turn.Refuse(new(Rejection.FreeMarginInsufficient,
                    $"The premium of {charged} is more than the free margin of {free}.", free));
            }
        }

        turn.Emit(
            new AccountEvent.StopPlaced(stop with { Quantity = units, Premium = Money.Max(premium, paid) })
            {
                Charged = charged.IsPositive ? charged : null,
            },
            turn.Basis());
        Assess(turn);
        return turn.Accept();
    }

    /// A guarantee that moves costs only what it is worth more than before.
    private static Money? PaidBefore(ProtectiveStop stop, ProtectiveStop? placed) =>
        placed is not null && (placed.Terms.Symbol, placed.Terms.IsLong, placed.Terms.IsIsolated)
            == (stop.Terms.Symbol, stop.Terms.IsLong, stop.Terms.IsIsolated)
            ? placed.Premium
            : null;

    /// <summary>A guaranteed stop that is asked for, what stands under its id, and what it protects.</summary>
    private readonly record struct WantedStop(
        ProtectiveStop Stop, ProtectiveStop? Placed, Instrument Instrument, Position Position);
}
