using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Testing.Core;

/// <content>Protective stops of the client's.</content>
public sealed partial class RandomPath
{
    private static readonly string[] StopIds = ["s-1", "s-2", "s-3", "s-4", "s-5", "s-6"];

    private void WorksStops()
    {
        if (Account.Stops is [var stop, ..] && chance.Percent(15))
        {
            Say($"cancels stop {stop.StopId}");
            Does(new AccountCommand.CancelStop(stop.StopId));
            return;
        }

        var held = Account.Portfolio.Positions.Select(p => (Position: p, IsIsolated: false))
            .Concat(Account.Buckets.SelectMany(b => b.Portfolio.Positions).Select(p => (Position: p, IsIsolated: true))).ToList();
        if (held.Count == 0) return;
        var (position, isIsolated) = chance.Pick(held);
        var terms = Stop(Scenario.Market.Set.FindInstrument(position.Symbol)!, position) with { IsIsolated = isIsolated };
        var id = new StopId(chance.Percent(60) ? chance.Pick(StopIds) : Next("stop").Value);
        Say($"stop {id}: {terms}");
        Does(new AccountCommand.PlaceStop(id, terms));
    }

    /// Near enough that a market like this one reaches it, for a part or the whole.
    private StopTerms Stop(Instrument instrument, Position position)
    {
        var mark = Scenario.Market.Set.FindMark(position.Symbol)!;
        var isLong = position.Quantity.IsLong;
        var tick = instrument.TickSize.Value;
        var away = mark.Price.Value * chance.Between(1, chance.Pick(20, 150)) / 1000m;
        var kind = chance.Pick(Enum.GetValues<StopKind>());
        var lots = Math.Floor(position.Quantity.Absolute.Value / instrument.LotSize.Value);
        var terms = new StopTerms(position.Symbol, isLong, kind)
        {
            Quantity = lots > 1m && chance.Percent(40)
                ? new(chance.Between(1, (int)Math.Min(lots, 1_000m)) * instrument.LotSize.Value)
                : null,
        };
        if (kind == StopKind.Trailing) return terms with { Distance = new(Math.Max(tick, away)) };
        var at = isLong
            ? Rounding.DownToLot(mark.Price.Value - away, tick)
            : Rounding.UpToLot(mark.Price.Value + away, tick);
        return terms with { Price = new(Math.Max(tick, at)) };
    }

    /// Orders of stops are executed where the position closes at the moment.
    private Price ExecutionPrice(LiquidationOrder order)
    {
        var mark = Scenario.Market.Set.FindMark(order.Symbol)!;
        if (!Account.IsStopOrder(order.OrderId)) return mark.Price;
        return (order.Quantity.IsLong ? mark.Ask : mark.Bid) ?? mark.Price;
    }
}
