using System.Collections.Immutable;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Scenarios;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Scenarios;

/// <summary>
/// Books of random accounts of one market, with stops, credit, costs, debts and isolated positions, some markets closed: what a
/// preview or a stress test names is what the same accounts do when it comes true, account by account and cent by cent.
/// </summary>
public class BookLaws(ITestOutputHelper output)
{
    private readonly Tally tally = new();

    [Fact]
    [Trait("Rule", "SCEN-007")]
    public void AnImpactPreview_NamesExactlyWhoIsCalled_AndForHowMuch()
    {
        Law.HoldsInParallel(output, RandomPath.Paths, 400, path =>
        {
            var book = Book(path);
            var market = path.Scenario.Market;
            var from = market.Now.AddMinutes(path.Chance.Between(0, 3_000));
            var draft = TermsDraft.Of(market.Set, RandomCases.Regime(path.Chance) with { EffectiveAt = from }, market.Now);
            var impact = new TermsImpact(draft);
            var totals = new ImpactTotals(book.Count);
            foreach (var account in book) totals.Add(impact.Of(account));

            var made = RandomBooks.Again(draft.After.Set, market.Now, draft.JudgedAt);
            var live = book.Select(a => Lives(a, made, draft.JudgedAt)).ToList();
            Named(totals.Named.Where(n => n.IsCalled).Select(n => (n.AccountId, n.AmountDue)))
                .ShouldBe(Named(live.Where(l => Calls(l).Any()).Select(l => (l.Account!.Id, Sum(l)))));
            Named(totals.Named.Where(n => n.IsLiquidated).Select(n => (n.AccountId, default(Money))))
                .ShouldBe(Named(live.Where(Liquidates).Select(l => (l.Account!.Id, default(Money)))));
            tally.Saw("called", totals.Called > 0);
            tally.Saw("some, not all", totals.Called > 0 && totals.Called < totals.Accounts);
            tally.Saw("liquidated", totals.Liquidated > 0);
        });
        output.WriteLine(tally.ToString());
        tally.ShouldAllBeAbove(3);
    }

    [Fact]
    [Trait("Rule", "SCEN-009")]
    public void AStressTestWithoutCascade_NamesExactlyWhoIsCalled_AndForHowMuch()
    {
        Law.HoldsInParallel(output, RandomPath.Paths, 400, path =>
        {
            var book = Book(path);
            var market = path.Scenario.Market;
            var change = path.Chance.Between(-40, 40) / 100m;
            var run = new StressRun(
                new("fall") { Prices = [new(new(null, null, null), new(change))] }, market.Set, market.Now,
                new(false, 1, book.Count));
            run.Close(run.Judge(book)).ShouldBeFalse();
            var totals = run.Report!.Totals;

            var shocked = RandomBooks.Times(market.Set, 1m + change);
            var live = book.Select(a => Lives(a, shocked, market.Now)).ToList();
            Named(totals.Worst.Where(n => n.IsCalled).Select(n => (n.AccountId, n.AmountDue)))
                .ShouldBe(Named(live.Where(l => Calls(l).Any()).Select(l => (l.Account!.Id, Sum(l)))));
            Named(totals.Worst.Where(n => n.IsLiquidated).Select(n => (n.AccountId, default(Money))))
                .ShouldBe(Named(live.Where(Liquidates).Select(l => (l.Account!.Id, default(Money)))));
            var stops = live.Sum(l => l.Events.Count(e => e is AccountEvent.StopTriggered));
            totals.StopsTriggered.ShouldBe(stops);
            tally.Saw("called", totals.Called > 0);
            tally.Saw("liquidated", totals.Liquidated > 0);
            tally.Saw("stops", stops > 0);
        });
        output.WriteLine(tally.ToString());
        tally.ShouldAllBeAbove(3);
    }

    /// The account at every moment of its life, each as an account of its own: what an older one has to catch up with, it does.
    private static List<Account> Book(RandomPath path)
    {
        var book = new List<Account>();
        for (var moment = path.Chance.Between(4, 12); moment > 0; moment--)
        {
            path.ClientActs();
            path.MarketMoves();
            path.Scenario.WhenAssessed();
            path.VenueAnswers(always: path.Chance.Percent(80));
            book.Add(path.Scenario.Account with { Id = new($"a-{moment}") });
        }

        return book;
    }

    private static Decision Lives(Account account, MarketSet market, DateTimeOffset now) =>
        AccountDecider.Decide(account, new AccountCommand.Assess(), market, now);

    private static IEnumerable<AccountEvent.CallOpened> Calls(Decision live) => live.Events.OfType<AccountEvent.CallOpened>();

    private static bool Liquidates(Decision live) => live.Events.Any(e => e is AccountEvent.LiquidationStarted);

    private static Money Sum(Decision live) => Calls(live).Select(c => c.Call.AmountDue).Aggregate((a, b) => a + b);

    private static ImmutableArray<(AccountId Id, Money Amount)> Named(IEnumerable<(AccountId Id, Money Amount)> accounts) =>
        [.. accounts.OrderBy(a => a.Id.Value, StringComparer.Ordinal)];
}
