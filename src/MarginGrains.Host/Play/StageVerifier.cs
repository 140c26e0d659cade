using MarginGrains.Core.Accounts;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Oracle;

namespace MarginGrains.Host.Play;

/// <summary>
/// Compares the stages of accounts with the naive calculator's, tick by tick, from marks that it is handed and events
/// that it reads from the journal: nothing of what the grains computed enters it.
/// </summary>
internal sealed class StageVerifier(MarketSet terms)
{
    private readonly List<string> examples = [];
    private MarketSet market = terms;
    private DateTimeOffset now;

    /// <summary>Comparisons made.</summary>
    public long Checks { get; private set; }

    /// <summary>Comparisons that failed.</summary>
    public long Disagreements { get; private set; }

    /// <summary>The first few failures, in words.</summary>
    public IReadOnlyList<string> Examples => examples;

    /// <summary>The market as the verifier sees it.</summary>
    public MarketSet Market => market;

    /// <summary>A mark was played and everything that came of it is in the events.</summary>
    /// <param name="mark">The mark.</param>
    /// <param name="events">What was committed since the mark before.</param>
    /// <param name="everyone">All accounts when the others are to be compared too, otherwise null.</param>
    public void OnSettled(Mark mark, IReadOnlyList<FollowedEvent> events, IEnumerable<Account>? everyone)
    {
        var before = market;
        market = market.With(mark);
        var moved = new HashSet<string>(StringComparer.Ordinal);
        foreach (var account in events.GroupBy(e => e.AccountId))
        {
            moved.Add(account.Key);

            // What was due before the mark was judged at the marks before it, each instant by itself.
            foreach (var moment in account.GroupBy(e => e.Event.Time))
            {
                if (moment.First().Before is not { } first) continue;

                // What a client did within the moment was judged at once; what is left to compare is whether it stands.
                if (moment.Any(e => e.Event is AccountEvent.FillBooked)) first = moment.Last().After;
                var isEarlier = moment.Key < mark.Time;
                Compare(first, moment.Last().After, isEarlier ? before : market, moment.Key);
            }
        }

        now = mark.Time > now ? mark.Time : now;
        if (everyone is null) return;
        foreach (var account in everyone)
        {
            // Judged at a later moment by a run before this one: it never goes back.
            if (account.Now > now || moved.Contains(account.Id.Value)) continue;
            Compare(account, account, market, now);
        }
    }

    private void Compare(Account before, Account after, IMarket at, DateTimeOffset time)
    {
        Checks++;
        if (NaiveJudge.Disagreement(before, after, at, time) is not { } disagreement) return;
        Disagreements++;
        if (examples.Count < 5) examples.Add(disagreement);
    }
}
