using MarginGrains.Core.Accounts;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Laws;

/// <summary>What is stored is all there is: along lives in which every command comes up.</summary>
public class FoldLaws(ITestOutputHelper output)
{
    /// What takes days of a steady market; the scenarios of such calls fold at every decision too.
    private static readonly string[] Rare =
    [
        nameof(AccountEvent.CallHeld), nameof(AccountEvent.CallRelapsed), nameof(AccountEvent.CallReminded),
        nameof(AccountEvent.CallIncreased),
    ];

    private readonly Tally tally = new();

    [Fact]
    [Trait("Rule", "ACCT-001")]
    [Trait("Rule", "CALL-002")]
    public void FoldingTheEvents_GivesTheAccount_WhereverItBegins_AndANoticedAmountStays()
    {
        Law.HoldsInParallel(output, RandomPath.Paths, 2_000, path =>
        {
            for (var moment = 0; moment < 30; moment++)
            {
                path.ClientActs();
                path.MarketMoves();
                path.Scenario.WhenAssessed();
                path.VenueAnswers(always: path.Chance.Percent(50));
            }

            var (events, account) = (path.Scenario.Events, path.Scenario.Account);
            Exactly.Same(AccountFold.Evolve(null, events), account);
            var middle = path.Chance.Between(1, events.Count);
            var halfway = AccountFold.Evolve(null, events.Take(middle));
            Exactly.Same(AccountFold.Evolve(halfway, events.Skip(middle)), account);
            NoticedAmountsStay(events);
            foreach (var e in events) tally.Saw(e.GetType().Name);
        });
        output.WriteLine(tally.ToString());
        foreach (var kind in typeof(AccountEvent).GetNestedTypes())
        {
            if (!Rare.Contains(kind.Name)) tally.Saw(kind.Name, really: false);
        }

        tally.ShouldAllBeAbove(0);
    }

    /// At every moment of its life a call demands what was noticed, whatever else is needed by then.
    private static void NoticedAmountsStay(IEnumerable<AccountEvent> events)
    {
        var noticed = new Dictionary<string, Core.Primitives.Money>();
        Account? account = null;
        foreach (var e in events)
        {
            account = AccountFold.Evolve(account, e);
            if (e is AccountEvent.CallOpened opened) noticed.Add(opened.Call.CallId, opened.Call.AmountDue);
            foreach (var call in account.Calls) call.AmountDue.ShouldBe(noticed[call.CallId]);
        }
    }
}
