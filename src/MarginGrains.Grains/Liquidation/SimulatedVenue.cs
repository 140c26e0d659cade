using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Marks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MarginGrains.Grains.Liquidation;

/// <summary>
/// A venue whose answer is a function of seed, order id and the mark the order was decided on. It needs no memory:
/// asked
/// again, after a crash too, it gives the same executions under the same ids.
/// </summary>
internal sealed partial class SimulatedVenue(
    IGrainFactory grains, MarkBoard board, IOptions<SimulatedVenueOptions> options, TimeProvider time,
    ILogger<SimulatedVenue> logger)
    : BackgroundService, ILiquidationVenue
{
    private const int Workers = 16;

    private readonly Channel<(AccountId AccountId, LiquidationOrder Order)> orders =
        Channel.CreateUnbounded<(AccountId, LiquidationOrder)>();

    private readonly ConcurrentDictionary<OrderId, bool> underWay = new();

    public void Submit(AccountId accountId, LiquidationOrder order)
    {
        // Sent again while it is being answered: the answer is on its way.
        if (!underWay.TryAdd(order.OrderId, true)) return;
        if (options.Value.Latency == TimeSpan.Zero) orders.Writer.TryWrite((accountId, order));
        else _ = SubmitLaterAsync(accountId, order);
    }

    /// An order that is lost with its silo on the way is sent again like any other.
    private async Task SubmitLaterAsync(AccountId accountId, LiquidationOrder order)
    {
        await Task.Delay(options.Value.Latency, time).ConfigureAwait(false);
        orders.Writer.TryWrite((accountId, order));
    }

    /// <summary>What the venue reports for an order.</summary>
    internal static IReadOnlyList<AccountCommand> Outcome(
        LiquidationOrder order, Instrument instrument, SimulatedVenueOptions options)
    {
        var chance = new Chance(options.Seed, order.OrderId.Value);
        if (chance.Next() < options.RejectShare)
        {
            const string reason = "The venue refused the order.";
            return [new AccountCommand.RecordOrderEnd(ReportId(order, 0), order.OrderId, reason)];
        }

        var against = chance.Next() * options.LargestSlippage * (order.Quantity.IsLong ? 1m : -1m);
        var price = OnTick(order.Mark.Value * (1m + against), instrument, order.Quantity.IsLong);
        if (order.Limit is { } limit && (order.Quantity.IsLong ? price.Value > limit.Value : price.Value < limit.Value))
        {
            var reason = $"The price {price} is beyond the limit {limit}.";
            return [new AccountCommand.RecordOrderEnd(ReportId(order, 0), order.OrderId, reason)];
        }

        var first = chance.Next() < options.PartialShare
            ? Rounding.DownToLot(Math.Abs(order.Quantity.Value) / 2m, instrument.LotSize.Value)
            : 0m;
        if (first == 0m) return [Execution(order, instrument, 1, order.Quantity, price, true)];
        var part = new Quantity(first * Math.Sign(order.Quantity.Value));
        return
        [
            Execution(order, instrument, 1, part, price, false),
            Execution(order, instrument, 2, order.Quantity - part, price, true),
        ];
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(() => WorkAsync(stoppingToken), stoppingToken)));

    private static AccountCommand.RecordExecution Execution(
        LiquidationOrder order, Instrument instrument, int number, Quantity quantity, Price price, bool isFinal) =>
        new AccountCommand.RecordExecution(
            ReportId(order, number), order.OrderId,
            new Fill(order.Symbol, quantity, price, Money.Zero(instrument.QuoteCurrency)), isFinal);

    /// Short enough for any account id: the report's id needs to be unique within its account only. Stops count their
    /// orders by themselves.
    private static OperationId ReportId(LiquidationOrder order, int number)
    {
        var orderNumber = order.OrderId.Value[(order.OrderId.Value.LastIndexOf('-') + 1)..];
        return order.OrderId.Value.StartsWith("stop-", StringComparison.Ordinal)
            ? new($"venue-stop-{orderNumber}-{number}")
            : new($"venue-{orderNumber}-{number}");
    }

    /// Against the account, to the next tick, but never to a price of zero.
    private static Price OnTick(decimal price, Instrument instrument, bool buys)
    {
        var ticks = price / instrument.TickSize.Value;
        var whole = (buys ? Math.Ceiling(ticks) : Math.Floor(ticks)) * instrument.TickSize.Value;
        return new(whole > 0m ? whole : instrument.TickSize.Value);
    }

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        await foreach (var (accountId, order) in orders.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await ReportAsync(accountId, order);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // Nothing is lost: the account sends an unanswered order again under its id.
                LogUnreported(logger, e, order.OrderId.Value);
            }
            finally
            {
                underWay.TryRemove(order.OrderId, out _);
            }
        }
    }

    private async Task ReportAsync(AccountId accountId, LiquidationOrder order)
    {
        if (board.Current.FindInstrument(order.Symbol) is not { } instrument)
        {
            LogUnknown(logger, order.OrderId.Value, order.Symbol.Value);
            return;
        }

        var account = grains.GetGrain<IAccountGrain>(accountId.Value);
        foreach (var report in Outcome(order, instrument, options.Value)) await account.ExecuteAsync(report);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outcome of order {OrderId} could not be reported yet.")]
    private static partial void LogUnreported(ILogger logger, Exception exception, string orderId);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Order {OrderId} is for {Symbol}, which this silo does not know yet.")]
    private static partial void LogUnknown(ILogger logger, string orderId, string symbol);

    /// <summary>Numbers from 0 to 1 that depend on seed and order alone.</summary>
    private struct Chance
    {
        private ulong state;

        public Chance(ulong seed, string orderId)
        {
            state = seed ^ 14695981039346656037ul;
            foreach (var b in Encoding.UTF8.GetBytes(orderId)) state = unchecked((state ^ b) * 1099511628211ul);
        }

        public decimal Next()
        {
            unchecked
            {
                state += 0x9E3779B97F4A7C15ul;
                var mixed = state;
                mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ul;
                mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBul;
                return ((mixed ^ (mixed >> 31)) >> 34) / 1_073_741_824m;
            }
        }
    }
}
