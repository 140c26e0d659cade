using MarginGrains.Core.Accounts;
using MarginGrains.Core.Guards;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Laws;

/// <summary>
/// Tick by tick the changes of accounts that are woken by their guards equal those of accounts that are judged on every tick: the
/// account is judged on every tick, and whoever had something to say must have been woken for it.
/// </summary>
public class GuardPathLaws(ITestOutputHelper output)
{
    private const int Books = 10_000;

    private const int Ticks = 20;

    private long ticks;

    private long wakes;

    private long changes;

    [Fact]
    [Trait("Rule", "GARD-001")]
    [Trait("Rule", "GARD-005")]
    [Trait("Rule", "GARD-007")]
    [Trait("Rule", "GARD-006")]
    [Trait("Rule", "GARD-008")]
    [Trait("Rule", "GARD-009")]
    [Trait("Rule", "GARD-010")]
    public void WhoeverChanges_WasWoken()
    {
        Law.HoldsInParallel(output, RandomPath.Paths, Books, path =>
        {
            for (var i = path.Chance.Between(1, 6); i > 0; i--) path.ClientActs();
            path.MarketMoves();
            Settle(path);
            Walk(path);
        });
        output.WriteLine($"{ticks} ticks, {wakes} wakes, {changes} changes");
        if (Seed.OnlyCase is not null) return;
        changes.ShouldBeGreaterThan(3_000, "something should happen often");
        wakes.ShouldBeLessThan(ticks / 2, "most ticks should wake nobody");
    }

    private void Walk(RandomPath path)
    {
        var (index, market) = (new GuardIndex(), path.Scenario.Market);
        var (slot, found) = (index.Add(), new List<int>());
        DateTimeOffset? armedFor = null;
        Arm();
        for (var i = 0; i < Ticks; i++)
        {
            var now = market.Now + path.Passes();
            while (index.TakeDue(now, orAt: false, found) is { } due)
            {
                if (due > market.Now) market.Now = due;
                Judge(isWoken: true);
                if (index.NextDue() <= market.Now) index.DueAt(slot, armedFor = Later(market.Now.AddSeconds(1), now));
            }

            market.Now = now;
            path.Ticks();
            found.Clear();
            if (market.Set.FindMark(path.Ticked) is { } mark) index.Crossed(mark, found);
            var isDue = index.TakeDue(now, orAt: true, found) is not null;
            Interlocked.Increment(ref ticks);
            if (found.Count > 0) Interlocked.Increment(ref wakes);
            Judge(found.Count > 0 || isDue);
        }

        void Arm() => Take(AccountGuards.Of(path.Scenario.Account, market.Set, market.Now));

        void Take(Guard guard)
        {
            index.Arm(slot, guard);
            armedFor = guard.DueAt;
        }

        void Judge(bool isWoken)
        {
            var decision = AccountDecider.Decide(
                path.Scenario.Account, new AccountCommand.Assess(), market.Set, market.Now);
            if (isWoken && AccountGuards.Move(
                path.Scenario.Account, armedFor, market.Set, market.Now) is { } moved)
            {
                decision.Events.ShouldBeEmpty("where there is room, a judgement yields nothing");
                Take(moved);
                return;
            }

            if (decision.Events.Count > 0)
            {
                isWoken.ShouldBeTrue(
                    $"at {path.Ticked} {market.Set.FindMark(path.Ticked)?.Price} {market.Now:O} {decision.Events[0].GetType().Name}");
                Interlocked.Increment(ref changes);
                Settle(path);
            }

            if (!isWoken) return;
            Arm();
        }
    }

    private static void Settle(RandomPath path)
    {
        path.Scenario.WhenAssessed();
        path.VenueAnswers(always: path.Chance.Percent(80));
        path.Scenario.WhenAssessed();
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
