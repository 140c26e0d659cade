using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Core.Scenarios;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Scenarios;

/// <summary>What a change of terms does to a book, before it is made.</summary>
public class ImpactTests
{
    private static readonly DateTimeOffset Rise = TestMarket.Monday.AddDays(3);

    /// 5,000 ounces at 30.00 are 150,000 a contract: 24,750 at 16.5 %, 29,700 at 19.8 %.
    private static TestMarket Comex() => new TestMarket()
        .Add(TestInstruments.Future("SI", multiplier: 5_000m).On(TestInstruments.Rate(0.165m, 0.15m)),
            TestInstruments.Future())
        .Mark("SI", 30m).Mark("ES", 5_000m);

    private static Regime Called => RegimePresets.Futures with
    {
        Calls = [RegimePresets.Futures.Calls[0] with
        {
            Judged = Judgement.Tick,
            Trigger = new(Measure.EquityToInitial, Comparator.Below, Ratio.One),
        }],
    };

    [Fact]
    [Trait("Case", "U12")]
    [Trait("Rule", "SCEN-006")]
    [Trait("Rule", "SCEN-007")]
    public void ARiseOfSilverMargin_NamesWhoWillBeCalled_AndTheSums()
    {
        var market = Comex().Add(Called);
        var accounts = new[]
        {
            Holder(market, "long-short-of-it", "SI", 1m, 26_000m), Holder(market, "short-short-of-it", "SI", -2m, 55_000m),
            Holder(market, "long-with-enough", "SI", 1m, 29_700m), Holder(market, "in-index", "ES", 1m, 12_000m),
        };
        var draft = TermsDraft.Of(
            market.Set,
            market.Set.FindInstrument(new("SI"))!.Then(Rise, TestInstruments.Rate(0.198m, 0.18m)), market.Now);
        draft.JudgedAt.ShouldBe(Rise);
        var impact = new TermsImpact(draft);
        var totals = new ImpactTotals(10);
        foreach (var account in accounts) totals.Add(impact.Of(account.Account));

        (totals.Accounts, totals.Concerned, totals.Called, totals.Liquidated, totals.AlsoWithout).ShouldBe((4, 3, 2, 0, 0));
        totals.AmountDue.ShouldBe([Given.Amount(8_100m)]);
        totals.Named.Select(n => (n.AccountId.Value, n.AmountDue.Amount))
            .ShouldBe([("short-short-of-it", 4_400m), ("long-short-of-it", 3_700m)]);
        totals.Named[1].RatioBefore!.Value.Value.ShouldBe(26_000m / 24_750m);
        totals.Named[1].Ratio!.Value.Value.ShouldBe(26_000m / 29_700m);
        totals.Ratios.Sum(r => r.Accounts).ShouldBe(3);

        // The change is made, without a trade and without a price: the same are called, for the same.
        market.Add(draft.After.Set.FindInstrument(new("SI"))!);
        market.Now = Rise;
        var called = accounts.Select(a => a.WhenAssessed().Decision)
            .SelectMany(d => d.Events.OfType<AccountEvent.CallOpened>().Select(c => (d.Account!.Id, c.Call.AmountDue)))
            .OrderBy(c => c.Id.Value).ToList();
        called.ShouldBe(totals.Named.Select(n => (n.AccountId, n.AmountDue)).OrderBy(n => n.AccountId.Value).ToList());
    }

    [Fact]
    [Trait("Rule", "SCEN-007")]
    public void PartsOfABook_AddUpToTheWhole_InAnyOrder()
    {
        var market = Comex().Add(Called);
        var accounts = Enumerable.Range(0, 40).Select(i => Holder(market, $"a{i:00}", "SI", 1m, 20_000m + i * 300m).Account).ToList();
        var impact = new TermsImpact(TermsDraft.Of(
            market.Set, market.Set.FindInstrument(new("SI"))!.Then(Rise, TestInstruments.Rate(0.198m, 0.18m)), market.Now));
        ImpactTotals Of(IEnumerable<Account> some)
        {
            var totals = new ImpactTotals(5);
            foreach (var account in some) totals.Add(impact.Of(account));
            return totals;
        }

        var whole = Of(accounts);
        var parts = Of(accounts.Skip(25));
        parts.Add(Of(accounts.Take(10)));
        parts.Add(Of(accounts.Skip(10).Take(15)));
        Exactly.Same(parts, whole);
        whole.Named.Length.ShouldBe(5);
        whole.AlsoWithout.ShouldBeGreaterThan(0);
    }

    [Fact]
    [Trait("Rule", "SCEN-006")]
    public void ADraftThatChangesNothing_OrHoldsAlready_IsJudgedNow()
    {
        var market = Comex();
        var silver = market.Set.FindInstrument(new("SI"))!;
        TermsDraft.Of(market.Set, silver, market.Now).JudgedAt.ShouldBe(market.Now);
        TermsDraft.Of(market.Set, silver.On(TestInstruments.Rate(0.5m, 0.4m)), market.Now).JudgedAt.ShouldBe(market.Now);
        TermsDraft.Of(market.Set, Called with { EffectiveAt = Rise }, market.Now).JudgedAt.ShouldBe(Rise);
        TermsDraft.Of(market.Set, Called, market.Now).JudgedAt.ShouldBe(market.Now);
    }

    private static AccountScenario Holder(TestMarket market, string id, string symbol, decimal quantity, decimal deposit) =>
        new AccountScenario(market, null)
            .Does(new AccountCommand.Open(new(id), new("futures"), new("USD"))).Deposits(deposit)
            .Fills(symbol, quantity, market.Price(new(symbol)).Value);
}
