using MarginGrains.Core.Marks;

namespace MarginGrains.Core.Accounts;

/// <summary>
/// An account and its market as they are at an instant: what time has brought about since the last event is counted by
/// the code that decides, and nothing is stored. Whoever reads an account reads it like this.
/// </summary>
/// <param name="Account">Under its stored version, because no event was written.</param>
/// <param name="Market">With marks re-based for splits and dividends.</param>
public readonly record struct AccountAsOf(Account Account, IMarket Market)
{
    /// <summary>Brings an account forward; an earlier instant than its own time counts as that.</summary>
    public static AccountAsOf Of(Account account, IMarket market, DateTimeOffset now)
    {
        var turn = new Turn(account, market, now, EventCause.None);
        return AccountDecider.Accrue(turn)
            ? new(turn.Account with { Sequence = account.Sequence }, turn.Market)
            : new(account, turn.Market);
    }
}
