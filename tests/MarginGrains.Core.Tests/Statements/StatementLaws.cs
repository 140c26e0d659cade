using MarginGrains.Core.Accounts;
using MarginGrains.Core.Statements;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Statements;

/// <summary>Along random lives: days follow each other without a gap, and no later event changes a day that is over.</summary>
public class StatementLaws(ITestOutputHelper output)
{
    [Fact]
    [Trait("Rule", "DAYC-002")]
    [Trait("Rule", "DAYC-004")]
    public void DaysFollowEachOther_AndStayWhatTheyWere()
    {
        var tally = new Tally();
        Law.Holds(output, RandomPath.Paths, 60, path =>
        {
            for (var moment = 0; moment < 20; moment++)
            {
                path.ClientActs();
                path.MarketMoves();
                path.Scenario.WhenAssessed();
                path.VenueAnswers(always: false);
            }

            var (events, market) = (path.Scenario.Events, path.Scenario.Market.Set);
            var marks = market.Marks.ToList();
            var last = ClosedDay.At(path.Scenario.Market.Now, market).Date;
            DailyStatement? before = null;
            for (var day = ClosedDay.At(events[0].Time, market); day.Date <= last; day = ClosedDay.Of(day.Date.AddDays(1), market))
            {
                var known = events.TakeWhile(e => e.Time < day.Until).ToList();
                var statement = Close(day, events).ShouldNotBeNull();
                Exactly.Text(Close(day, known)).ShouldBe(Exactly.Text(statement), "later events change nothing");
                var stored = AccountFold.Evolve(null, known).ShouldNotBeNull();
                statement.Sequence.ShouldBe(stored.Sequence);
                statement.Stage.ShouldBe(stored.Stage);
                statement.Opening.ShouldBe(before?.Closing ?? [], "what closes a day opens the next");
                foreach (var sums in statement.Ledger.GroupBy(l => l.Amount.Currency)) sums.Sum(l => l.Amount.Amount).ShouldBe(0m);
                BookDay.Of(day, [statement]).IsBalanced.ShouldBeTrue();
                before = statement;
                tally.Saw("days");
                tally.Saw("bookings", !statement.Bookings.IsEmpty);
                tally.Saw("positions", !statement.Positions.IsEmpty);
            }

            DailyStatement? Close(ClosedDay day, IEnumerable<AccountEvent> journal)
            {
                var fold = new StatementFold(day);
                foreach (var e in journal) fold.Add(e);
                return fold.Close(market, marks);
            }
        });
        output.WriteLine(tally.ToString());
        tally.ShouldAllBeAbove(50);
    }
}
