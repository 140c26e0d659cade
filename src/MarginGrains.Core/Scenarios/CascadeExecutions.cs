using System.Globalization;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Scenarios;

/// <summary>
/// The venue of a cascade: every order of the last round executes as a whole at the mark that all orders of that round
/// have made, less a slippage that follows from seed and order alone; beyond its limit it ends.
/// </summary>
internal sealed class CascadeExecutions(StressScenario scenario, FrozenMarket market, ulong seed)
{
    private const ulong Steps = 1_000_000;

    public (Account Account, List<AccountEvent> Events, int Count) Of(Account account)
    {
        var events = new List<AccountEvent>();
        var count = 0;

        // Executions make new orders, which are of this round: only those of the last one execute.
        var orders = account.StopOrders.Concat(account.Liquidations.SelectMany(l => l.Orders)).ToList();
        foreach (var order in orders)
        {
            var report = new OperationId(string.Create(
                CultureInfo.InvariantCulture, $"cascade-{count + events.Count}"));
            var command = PriceOf(order) is { } price
                ? (AccountCommand)new AccountCommand.RecordExecution(
                    report, order.OrderId, new(order.Symbol, order.Open, price, default), IsFinal: true)
                : new AccountCommand.RecordOrderEnd(report, order.OrderId, "No price within the limit.");
            var decision = AccountDecider.Decide(account, command, market, market.Now);
            if (!decision.IsAccepted) continue;
            account = decision.Account!;
            events.AddRange(decision.Events);
            if (command is AccountCommand.RecordExecution) count++;
        }

        return (account, events, count);
    }

    private Price? PriceOf(LiquidationOrder order)
    {
        if (market.FindMark(order.Symbol) is not { } mark) return null;
        var slip = scenario.LargestSlippage.Value * Drawn(order.OrderId);
        var value = Rounding.Exact(mark.Price.Value * (order.Open.IsLong ? 1m + slip : 1m - slip));
        if (value <= 0m) return null;
        var price = new Price(value);
        var isBeyond = order.Limit is { } limit
            && (order.Open.IsLong ? price.CompareTo(limit) > 0 : price.CompareTo(limit) < 0);
        return isBeyond ? null : price;
    }

    /// From 0 to below 1, evenly: FNV-1a of the order's id, stirred with the seed as SplitMix64 does.
    private decimal Drawn(OrderId orderId)
    {
        if (scenario.LargestSlippage.Value == 0m) return 0m;
        unchecked
        {
            var hash = 14_695_981_039_346_656_037UL;
            foreach (var letter in orderId.Value) hash = (hash ^ letter) * 1_099_511_628_211UL;
            hash += (seed + 1) * 0x9E37_79B9_7F4A_7C15UL;
            hash = (hash ^ (hash >> 30)) * 0xBF58_476D_1CE4_E5B9UL;
            hash = (hash ^ (hash >> 27)) * 0x94D0_49BB_1331_11EBUL;
            return (hash ^ (hash >> 31)) % Steps / (decimal)Steps;
        }
    }
}
