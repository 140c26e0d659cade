using System.Globalization;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>
/// Protective stops as the price moves. They come before everything else of a judgement: what a client closes by its
/// own stop needs no liquidation (rule STOP-005).
/// </content>
public static partial class AccountDecider
{
    private static void AssessStops(Turn turn)
    {
        foreach (var stop in turn.Account.Stops)
        {
            if (stop.Trigger?.Order is not null || Protected(turn, stop) is not { } held) continue;
            if (turn.Market.FindInstrument(stop.Terms.Symbol) is { } instrument
                && OpenMarkets.CanTrade(turn.Market, instrument, turn.Now))
            {
                AssessStop(turn, new(stop, instrument, held.Quantity.Absolute));
            }
        }

        foreach (var stop in turn.Account.Stops)
        {
            // What an order may still close is known when it is answered.
            if (stop.Trigger?.Order is not null || Protected(turn, stop) is not null) continue;
            turn.Emit(new AccountEvent.StopCancelled(stop.StopId, "Its position is gone."), turn.Basis());
        }
    }

    private static Position? Protected(Turn turn, ProtectiveStop stop) =>
        turn.Account.PortfolioOf(stop.Terms.Bucket).Find(stop.Terms.Symbol, stop.Terms.IsLong);

    private static void AssessStop(Turn turn, in HeldStop held)
    {
        var (stop, instrument, _) = held;
        if (stop.Trigger is { } trigger)
        {
            if (!(trigger.RetryAt > turn.Now)) OrderStop(turn, held, trigger);
            return;
        }

        if (StopRules.Fresh(turn.Market, instrument, turn.Now) is not { } mark) return;
        if (mark.Sequence < stop.MarkSequence) return;
        var closing = StopRules.Closing(mark, stop.Terms.IsLong);
        if (!stop.IsReachedBy(closing))
        {
            FollowPrice(turn, stop, mark);
            return;
        }

        var room = Room(turn, held);
        var units = stop.Quantity is { } most && most.CompareTo(room) < 0 ? most : room;
        if (units.Value <= 0m) return;
        turn.Emit(new AccountEvent.StopTriggered(stop, closing, units), turn.Basis());
        var triggered = held with { Stop = turn.Account.FindStop(stop.StopId)! };
        if (stop.Terms.Kind == StopKind.Guaranteed) FillGuaranteed(turn, triggered, units);
        else OrderStop(turn, triggered, triggered.Stop.Trigger!);
    }

    private static void FollowPrice(Turn turn, ProtectiveStop stop, Mark mark)
    {
        if (stop.Terms.Kind != StopKind.Trailing) return;
        var price = StopRules.Follow(stop, StopRules.Closing(mark, stop.Terms.IsLong));
        if (price != stop.Price) turn.Emit(new AccountEvent.StopMoved(stop.StopId, price, mark.Sequence));
    }

    /// Never more than is held less what outstanding orders close already (rule STOP-004).
    private static Quantity Room(Turn turn, in HeldStop held) => held.Held - turn.Account.Closing(
        held.Instrument.Symbol, held.Stop.Terms.IsLong, held.Stop.Terms.Bucket);

    private static void OrderStop(Turn turn, in HeldStop held, StopTrigger trigger)
    {
        var room = Room(turn, held);
        var units = trigger.Left.CompareTo(room) < 0 ? trigger.Left : room;
        if (units.Value <= 0m) return;
        var stop = held.Stop;
        var number = (turn.Account.StopOrderCount + 1).ToString(CultureInfo.InvariantCulture);
        var price = turn.Market.FindMark(stop.Terms.Symbol) is { } mark
            ? StopRules.Closing(mark, stop.Terms.IsLong)
            : trigger.By;
        var order = new LiquidationOrder(
            new($"stop-{turn.Account.Id}-{number}"), stop.Terms.Symbol, stop.Terms.IsLong ? -units : units, default,
            price, turn.Now);
        turn.Emit(new AccountEvent.StopOrdered(stop.StopId, order), turn.Basis());
    }

    /// What the market would have given less is the house's loss, what it would have given more its gain.
    private static void FillGuaranteed(Turn turn, in HeldStop held, Quantity units)
    {
        var (stop, instrument, _) = held;
        var fill = new Fill(
            stop.Terms.Symbol, stop.Terms.IsLong ? -units : units, stop.Price, Money.Zero(instrument.QuoteCurrency))
        {
            IsIsolated = stop.Terms.IsIsolated, Contract = instrument.Contract,
        };
        var booking = turn.Book(instrument, fill);
        var market = turn.Book(instrument, fill with { Price = stop.Trigger!.By }).Cash;
        turn.Emit(
            new AccountEvent.StopGuaranteed(
                stop.StopId, fill, booking.Cash, booking.RealizedPnl,
                market.Currency == booking.Cash.Currency
                    ? booking.Cash - market
                    : Money.Zero(booking.Cash.Currency))
            {
                Sold = Sold(turn, instrument, fill),
            },
            turn.Basis());
    }

    /// <summary>A stop with what it protects.</summary>
    /// <param name="Stop">The stop.</param>
    /// <param name="Instrument">Its instrument.</param>
    /// <param name="Held">Units held on its side, without sign.</param>
    private readonly record struct HeldStop(ProtectiveStop Stop, Instrument Instrument, Quantity Held);
}
