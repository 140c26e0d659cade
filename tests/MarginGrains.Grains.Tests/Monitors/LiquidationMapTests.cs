using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Grains.Tests.Cluster;
using MarginGrains.Grains.Tests.Equivalence;
using MarginGrains.Grains.Tests.Liquidation;

namespace MarginGrains.Grains.Tests.Monitors;

/// <summary>The map by the guard index, against asking everyone.</summary>
public sealed class LiquidationMapTests
{
    private static readonly string[] Symbols = ["CFD", "FUT", "STK"];

    [Fact]
    public async Task TheMap_IsThatOfAskingEveryone_WhereverThePathHasLed()
    {
        var path = new RandomPath(20260303, ticks: 240, accounts: 60);
        await using var cluster = await MarginCluster.StartAsync();
        foreach (var (definition, price) in RandomPath.Listing()) await cluster.ListAsync(definition, price);
        foreach (var account in path.Accounts)
        {
            await cluster.OpenAsync(account.Id, account.Regime);
            await cluster.TransferAsync(account.Id, "in", account.Deposit);
            await cluster.FillAsync(account.Id, "fill", account.Symbol, account.Quantity, account.Price);
        }

        await cluster.SettleAsync();
        var inRange = 0;
        for (var n = 0; n < path.Ticks.Count; n++)
        {
            await cluster.TickAsync(path.Ticks[n].Symbol, path.Ticks[n].Price, path.Ticks[n].After);
            if (n % 24 != 0) continue;
            var accounts = (await new StoredAccounts(cluster).ReadAsync()).Values;
            foreach (var symbol in Symbols)
            {
                var mark = cluster.Settlement.Market.FindMark(new(symbol))!.Price.Value;
                var query = new LiquidationMapQuery(new(symbol), new(mark * 0.9m), new(mark * 1.15m), 13);
                var map = await AskAsync(cluster, query);
                var naive = Naive(query, accounts, cluster.Settlement.Market, cluster.Now);
                map.Buckets.ShouldBe(naive.Buckets, $"{symbol} after tick {n}");
                map.PastLine.ShouldBe(naive.PastLine, $"{symbol} after tick {n}");
                map.Running.ShouldBe(naive.Running, $"{symbol} after tick {n}");
                inRange += map.Buckets.Sum(b => b.Longs.Holders + b.Shorts.Holders);
            }
        }

        inRange.ShouldBeGreaterThan(50);
    }

    [Fact]
    public async Task WhoIsBeingLiquidated_StandsApart()
    {
        var traffic = new VenueTraffic { Copies = _ => 0 };
        await using var cluster = await MarginCluster.StartAsync(s => s.Services = traffic.Decorate);
        var symbol = await cluster.ListAsync(Listed.Cfd("GONE"), 200m);
        var id = await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        await cluster.SettleAsync();
        await cluster.PostAsync(symbol, 193m);
        var query = new LiquidationMapQuery(new(symbol), new(150m), new(250m), 10);
        await cluster.Probe.UntilAsync(async () => (await AskAsync(cluster, query)).Running.Longs.Holders == 1);
        var map = await AskAsync(cluster, query);
        map.Running.Longs.Notional.ShouldBe(19_300m);
        map.Running.Shorts.Holders.ShouldBe(0);
        map.Buckets.ShouldAllBe(b => b == default);
        (await cluster.StateAsync(id)).Stage.ShouldBe(Stage.Liquidating);
        traffic.Copies = _ => 1;
        await cluster.SettleAsync();
        (await AskAsync(cluster, query)).Running.ShouldBe(default);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task WhoIsBeyondTheLineInACallsGracePeriod_StandsApart_UntilThePriceIsBack()
    {
        await using var cluster = await MarginCluster.StartAsync();
        var symbol = await cluster.ListAsync(Listed.Stock("LATE"), 100m);
        var id = await cluster.HolderAsync("us-reg-t", 6000m, symbol, 100m, 100m);
        await cluster.TickAsync(symbol, 57m);
        (await cluster.StateAsync(id)).Stage.ShouldBe(Stage.Call);
        var query = new LiquidationMapQuery(new(symbol), new(40m), new(100m), 6);
        var called = await AskAsync(cluster, query);
        called.PastLine.ShouldBe(new(new(5_700m, 1), default));
        called.Buckets.ShouldAllBe(b => b == default);

        await cluster.TickAsync(symbol, 60m);
        var back = await AskAsync(cluster, query);
        back.PastLine.ShouldBe(default);
        back.Buckets.Sum(b => b.Longs.Holders).ShouldBe(1);
        back.Buckets[1].Longs.Holders.ShouldBe(1);
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(109.99, 0)]
    [InlineData(110, 1)]
    [InlineData(199.99, 9)]
    [InlineData(200, 9)]
    [InlineData(99.99, null)]
    [InlineData(200.01, null)]
    public void AStretch_HasItsLowerEnd_AndTheLastOneBoth(decimal price, int? bucket) =>
        new LiquidationMapQuery(new("S"), new(100m), new(200m), 10).BucketOf(new(price)).ShouldBe(bucket);

    private static async Task<LiquidationMapPart> AskAsync(MarginCluster cluster, LiquidationMapQuery query)
    {
        var parts = await Task.WhenAll(Enumerable.Range(0, MarginCluster.Partitions)
            .Select(p => cluster.Client.GetGrain<IMonitorGrain>(p).MapLiquidationsAsync(query)));
        return parts[1..].Aggregate(parts[0], (sum, part) => sum + part);
    }

    private static LiquidationMapPart Naive(
        LiquidationMapQuery query, IEnumerable<Account> accounts, MarketSet market, DateTimeOffset now)
    {
        var buckets = new LiquidationSides[query.Buckets];
        LiquidationSides running = default, beyond = default;
        foreach (var (account, held) in accounts.Select(a => (a, a.Portfolio.Find(query.Symbol))))
        {
            if (held is null) continue;
            var regime = market.FindRegime(account.RegimeId, now)!;
            var mark = market.FindMark(query.Symbol)!.Price;
            var found = LiquidationPrice.Of(
                account.Portfolio, regime, LiquidationPrice.LineOf(regime)!, query.Symbol, market, now);
            if (account.Liquidation is not null) running += Of(held, mark.Value);
            else if (found.IsCrossedNow) beyond += Of(held, mark.Value);
            else if (found.Price is { } price && price.Value >= query.From.Value && price.Value <= query.To.Value)
            {
                buckets[Enumerable.Range(0, query.Buckets).Last(n => query.EdgeAt(n).Value <= price.Value)] +=
                    Of(held, price.Value);
            }
        }

        return new([.. buckets], running, beyond);

        LiquidationSides Of(Position position, decimal price)
        {
            var sum = new LiquidationSum(
                market.FindInstrument(query.Symbol)!.Multiplier.Value * Math.Abs(position.Quantity.Value) * price, 1);
            return position.Quantity.IsLong ? new(sum, default) : new(default, sum);
        }
    }
}
