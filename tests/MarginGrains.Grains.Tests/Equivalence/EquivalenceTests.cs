using System.Globalization;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Oracle;
using MarginGrains.Grains.Liquidation;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Equivalence;

/// <summary>The cluster against the oracle after every tick, and one silo against two, event by event.</summary>
public sealed class EquivalenceTests
{
    private static readonly int Seed = int.Parse(
        Environment.GetEnvironmentVariable("MG_SEED") ?? "20260302", CultureInfo.InvariantCulture);

    [Fact]
    public async Task StagesAreThoseOfTheOracle_AndOneSiloWritesTheLogOfTwo()
    {
        var path = new RandomPath(Seed, ticks: 2_000, accounts: 60);
        var one = await RunAsync(path, silos: 1);
        var two = await RunAsync(path, silos: 2);
        one.Disagreements.ShouldBeEmpty($"MG_SEED={Seed}");
        two.Disagreements.ShouldBeEmpty($"MG_SEED={Seed}");
        one.Logs.Keys.ShouldBe(two.Logs.Keys);
        foreach (var (id, log) in one.Logs) two.Logs[id].ShouldBe(log, $"{id}, MG_SEED={Seed}");

        // The path has to be one on which something happens.
        var types = one.Logs.Values.SelectMany(l => l).Select(l => l.Split(' ')[1]).ToHashSet();
        string[] expected = [
            "margin.warning", "margin.recovered", "call.opened", "call.met", "call.expired", "account.settled",
            "liquidation.started", "liquidation.orderFilled", "liquidation.completed"];
        expected.Except(types).ShouldBeEmpty();
    }

    [Fact]
    public async Task WithAVenueThatRefusesAndFillsInParts_OneSiloStillWritesTheLogOfTwo()
    {
        var path = new RandomPath(Seed + 1, ticks: 500, accounts: 40);
        var one = await RunAsync(path, silos: 1, RoughVenue);
        var two = await RunAsync(path, silos: 2, RoughVenue);
        foreach (var (id, log) in one.Logs) two.Logs[id].ShouldBe(log, $"{id}, MG_SEED={Seed}");
        one.Logs.Values.SelectMany(l => l).Select(l => l.Split(' ')[1]).ShouldContain("liquidation.orderRejected");

        static void RoughVenue(SimulatedVenueOptions venue)
        {
            venue.PartialShare = 0.5m;
            venue.RejectShare = 0.5m;
            venue.LargestSlippage = 0.002m;
        }
    }

    private static async Task<(List<string> Disagreements, SortedDictionary<string, string[]> Logs)> RunAsync(
        RandomPath path, short silos, Action<SimulatedVenueOptions>? venue = null)
    {
        await using var cluster = await MarginCluster.StartAsync(s =>
        {
            s.Silos = silos;
            s.Venue = venue ?? s.Venue;
        });
        foreach (var (definition, price) in RandomPath.Listing()) await cluster.ListAsync(definition, price);
        foreach (var account in path.Accounts)
        {
            await cluster.OpenAsync(account.Id, account.Regime);
            await cluster.TransferAsync(account.Id, "in", account.Deposit);
            await cluster.FillAsync(account.Id, "fill", account.Symbol, account.Quantity, account.Price);
        }

        await cluster.SettleAsync();
        var stored = new StoredAccounts(cluster);
        var states = await stored.ReadAsync();
        states.Count.ShouldBe(path.Accounts.Count);
        var disagreements = new List<string>();
        foreach (var tick in path.Ticks)
        {
            var earlier = cluster.Settlement.Market;
            await cluster.TickAsync(tick.Symbol, tick.Price, tick.After);
            var changed = await stored.ReadAsync();
            foreach (var before in states.Values.ToList())
            {
                var after = changed.GetValueOrDefault(before.Id.Value, before);
                states[after.Id.Value] = after;
                var onTheWay = after == before
                    ? before
                    : await JudgeOnTheWayAsync(cluster, before, earlier, disagreements);
                Note(disagreements, onTheWay, after, cluster.Settlement.Market, cluster.Now);
            }
        }

        await cluster.ShouldBalanceAsync();
        var logs = new SortedDictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var account in path.Accounts)
        {
            logs[account.Id] = [.. (await cluster.EventsAsync(account.Id))
                .Select(e => $"{e.Sequence} {e.Type} {e.Time:O} {e.Body}")];
        }

        return (disagreements, logs);
    }

    /// What fell due before the mark was judged at its own instant and the marks before; the oracle follows it there.
    private static async Task<Account> JudgeOnTheWayAsync(
        MarginCluster cluster, Account before, MarketSet earlier, List<string> disagreements)
    {
        var events = await cluster.Journal.ReadAccountAsync(
            before.Id.Value, before.Sequence, 1_000, CancellationToken.None);
        foreach (var instant in events.Select(e => Books.Event(e.Body)).GroupBy(e => e.Time).OrderBy(g => g.Key))
        {
            if (instant.Key >= cluster.Now) break;
            var after = AccountFold.Evolve(before, instant)!;
            Note(disagreements, before, after, earlier, instant.Key);
            before = after;
        }

        return before;
    }

    private static void Note(List<string> all, Account before, Account after, MarketSet market, DateTimeOffset now)
    {
        if (NaiveJudge.Disagreement(before, after, market, now) is { } wrong) all.Add(wrong);
    }
}
