using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Oracle;
using MarginGrains.Grains.Tests.Accounts;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Monitors;

public sealed class CallTests(ClusterOfTwo fixture) : IClassFixture<ClusterOfTwo>
{
    private readonly MarginCluster cluster = fixture.Cluster;

    [Fact]
    public async Task AMarkThatCrossesTheCallLine_CallsEveryAccountThatIsDue_AndNoOther()
    {
        var symbol = await cluster.ListAsync(Listed.Cfd(cluster.NewName("CFD")), 200m);
        var held = new Dictionary<string, decimal>();
        for (var n = 0; n < 30; n++)
        {
            var deposit = 960m + n * 4m;
            held.Add(await cluster.HolderAsync("fx-retail", deposit, symbol, 100m, 200m), deposit);
        }

        held.Keys.Select(id => cluster.SiloOf(cluster.Account(id))).Distinct().Count().ShouldBe(2);
        await cluster.TickAsync(symbol, 194.9m);

        // Equity is deposit − 510 and used margin 649.67, so the line lies at an equity of 487.25.
        foreach (var (id, deposit) in held)
        {
            var called = deposit - 510m < 0.75m * 649.67m;
            var calls = (await cluster.EventsAsync(id)).Where(e => e.Type == "call.opened").ToList();
            calls.Count.ShouldBe(called ? 1 : 0, $"{id} with {deposit}");
            if (!called) continue;
            var opened = (AccountEvent.CallOpened)Books.Event(calls[0].Body);
            opened.Basis!.Marks.ShouldHaveSingleItem().Price.Value.ShouldBe(194.9m);
            opened.Time.ShouldBe(cluster.Now);
            (await cluster.StateAsync(id)).Stage.ShouldBe(Stage.Call);
        }

        held.Values.Count(d => d - 510m < 0.75m * 649.67m).ShouldBeInRange(5, 25);
        await cluster.TickAsync(symbol, 194.89m);
        foreach (var id in held.Keys) (await cluster.TypesAsync(id)).Count(t => t == "call.opened").ShouldBeLessThan(2);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task AFreshMarkAfterASilence_WakesItsHolders_EvenAtTheSamePrice()
    {
        var moving = await cluster.ListAsync(Listed.Cfd(cluster.NewName("CFD")), 200m);
        var silent = await cluster.ListAsync(
            Listed.Cfd(cluster.NewName("CFD")) with { MaximumMarkAge = TimeSpan.FromMinutes(1) }, 100m);
        var id = await cluster.HolderAsync("fx-retail", 1000m, moving, 100m, 200m);
        (await cluster.FillAsync(id, "second", silent, 1m, 100m)).IsAccepted.ShouldBeTrue();

        await cluster.TickAsync(moving, 190m, TimeSpan.FromMinutes(5));
        (await cluster.TypesAsync(id)).ShouldNotContain("liquidation.started", "without a price nothing is judged");

        await cluster.TickAsync(silent, 100m);
        (await cluster.TypesAsync(id)).ShouldContain("liquidation.started");
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task ACallThatIsDue_IsJudgedAtItsInstant_WithTheMarksBefore_NotAtTheLaterMark()
    {
        var symbol = await cluster.ListAsync(Listed.Cfd(cluster.NewName("CFD")), 200m);
        var id = await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        await cluster.TickAsync(symbol, 194.5m);
        var due = cluster.Now + TimeSpan.FromHours(24);
        (await cluster.StateAsync(id)).Call!.DueAt.ShouldBe(due);

        // The mark that brings the news of the hour would have cured the call.
        await cluster.TickAsync(symbol, 220m, TimeSpan.FromHours(30));
        var events = (await cluster.EventsAsync(id)).Select(e => Books.Event(e.Body)).ToList();
        var expired = events.OfType<AccountEvent.CallExpired>().ShouldHaveSingleItem();
        expired.Time.ShouldBe(due);
        expired.Basis!.Marks.ShouldHaveSingleItem().Price.Value.ShouldBe(194.5m);
        events.OfType<AccountEvent.LiquidationStarted>().First().Time.ShouldBe(due);
        foreach (var filled in events.OfType<AccountEvent.LiquidationFilled>())
        {
            filled.Fill.Price.Value.ShouldBe(194.5m);
            filled.Time.ShouldBe(due);
        }

        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task NewTerms_WakeEveryHolder_AndCallThoseThatFallShort()
    {
        var cfd = Listed.Cfd(cluster.NewName("CFD"));
        var symbol = await cluster.ListAsync(cfd, 200m);
        var held = new List<string>();
        for (var n = 0; n < 20; n++)
        {
            held.Add(await cluster.HolderAsync("fx-retail", 900m + n * 50m, symbol, 100m, 200m));
        }
        await cluster.SettleAsync();
        var before = new Dictionary<string, Account>();
        foreach (var id in held) before[id] = await cluster.StateAsync(id);

        await cluster.Instrument(symbol).DefineAsync(cfd with
        {
            Margin = MarginSchedule.Always(new MarginTerms.Leverage(new(12m), new(0.5m))),
        });
        await cluster.SettleAsync();

        // Used margin is 1,666.67 now: called below 1,250.01 of equity, stopped out below 833.34.
        var stages = new List<Stage>();
        foreach (var id in held)
        {
            var after = await cluster.StateAsync(id);
            stages.Add(after.Stage);
            NaiveJudge.Disagreement(before[id], after, cluster.Settlement.Market, cluster.Now).ShouldBeNull();
        }

        stages.Count(s => s == Stage.Call).ShouldBe(8);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task TermsThatTakeEffectLater_AreJudgedAtTheirInstant()
    {
        var cfd = Listed.Cfd(cluster.NewName("CFD"));
        var other = await cluster.ListAsync(Listed.Cfd(cluster.NewName("CFD")), 10m);
        var symbol = await cluster.ListAsync(cfd, 200m);
        var id = await cluster.HolderAsync("fx-retail", 1200m, symbol, 100m, 200m);
        var effective = cluster.Now + TimeSpan.FromHours(1);
        await cluster.Instrument(symbol).DefineAsync(cfd with
        {
            Margin = new([
                new(DateTimeOffset.MinValue, new MarginTerms.Leverage(new(30m), new(0.5m))),
                new(effective, new MarginTerms.Leverage(new(12m), new(0.5m)))]),
        });
        await cluster.SettleAsync();

        // It is another instrument's mark that moves time on.
        await cluster.TickAsync(other, 10m, TimeSpan.FromHours(2));
        var opened = (await cluster.EventsAsync(id)).ShouldContainOne("call.opened");
        opened.Time.ShouldBe(effective);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task APairThatIsListedLater_PricesAnAccountThatHadNoRate_AndMovesWakeIt()
    {
        var quote = new Core.Primitives.Currency("SEK");
        var symbol = await cluster.ListAsync(
            Listed.Cfd(cluster.NewName("CFD")) with { QuoteCurrency = quote }, 200m);
        var id = cluster.NewName("acct");
        await cluster.OpenAsync(id, "fx-retail");
        await cluster.TransferAsync(id, "in", 100m);
        await cluster.Account(id).ExecuteAsync(MarginCluster.FillOf("fill", symbol, 100m, 200m) with
        {
            Fill = new(new(symbol), new(100m), new(200m), new(0m, quote)),
        });
        await cluster.SettleAsync();
        (await cluster.Account(id).GetMarginAsync())!.Explanation!.Figures.IsPriced.ShouldBeFalse();

        // 20,000 SEK at 0.10 need 66.67; at 0.20 they need 133.34, of which the 100 are less than three quarters.
        var pair = await cluster.ListAsync(Listed.Pair(cluster.NewName("SEKUSD"), "SEK"), 0.10m);
        await cluster.SettleAsync();
        (await cluster.StateAsync(id)).Stage.ShouldBe(Stage.Healthy);
        await cluster.TickAsync(pair, 0.20m);
        (await cluster.StateAsync(id)).Stage.ShouldBe(Stage.Call);
        await cluster.ShouldBalanceAsync();
    }

    [Fact]
    public async Task ReadingAnAccountAtNewerMarks_DoesNotMakeItMissAnEarlierCrossing()
    {
        var symbol = await cluster.ListAsync(Listed.Cfd(cluster.NewName("CFD")), 200m);
        var id = await cluster.HolderAsync("fx-retail", 1000m, symbol, 100m, 200m);
        var blocker = await cluster.HolderAsync("fx-retail", 6.5m, symbol, 1m, 200m);
        while (cluster.MonitorOf(blocker).GetPrimaryKeyLong() != cluster.MonitorOf(id).GetPrimaryKeyLong())
        {
            blocker = await cluster.HolderAsync("fx-retail", 6.5m, symbol, 1m, 200m);
        }

        await cluster.SettleAsync();
        var gate = new TaskCompletionSource();
        cluster.Probe.Before = c =>
            c.MethodName == "AssessAsync" && CallProbe.Key(c.TargetId) == blocker ? gate.Task : Task.CompletedTask;
        await cluster.PostAsync(symbol, 199m);
        await cluster.Probe.UntilAsync(() => cluster.Probe.Begun(blocker, "AssessAsync") > 0);

        // The monitor is held at 199, which warns the blocker; the boards go on to a dip and back again, and someone reads the account
        // meanwhile.
        await cluster.PostAsync(symbol, 194.5m);
        await cluster.PostAsync(symbol, 200m);
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60)))
        {
            for (var silo = 0; silo < 2; silo++)
            {
                await cluster.Of<MarginGrains.Grains.Marks.MarkFeed>(silo).FlushAsync(patience.Token);
            }
        }

        (await cluster.Account(id).GetMarginAsync())!.Lines[0].Mark!.Value.Value.ShouldBe(200m);
        (await cluster.TransferAsync(id, "too-much", 999m, TransferKind.Withdrawal)).IsAccepted.ShouldBeFalse();
        gate.SetResult();
        await cluster.SettleAsync();
        cluster.Probe.Before = _ => Task.CompletedTask;
        (await cluster.TypesAsync(id)).ShouldContain("call.opened");
        (await cluster.TypesAsync(id)).ShouldContain("call.met");
        await cluster.ShouldBalanceAsync();
    }
}

internal static class EventLists
{
    public static Contracts.Journal.JournalEvent ShouldContainOne(
        this IEnumerable<Contracts.Journal.JournalEvent> events, string type) =>
        events.Where(e => e.Type == type).ShouldHaveSingleItem();
}
