using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <summary>Whether the client agreed that linked sources may be drawn on by themselves.</summary>
/// <param name="IsGiven">Whether it is given; without it nothing is asked for.</param>
/// <param name="By">Who said so.</param>
/// <param name="At">When.</param>
public sealed record TopUpConsent(bool IsGiven, string By, DateTimeOffset At);

/// <summary>A linked account that may be drawn on.</summary>
/// <param name="AccountId">The account, another one, of the same currency.</param>
/// <param name="DailyCap">The most that is taken from it on one day in UTC, above zero; null for no limit.</param>
public sealed record TopUpSource(AccountId AccountId, Money? DailyCap);

/// <summary>What was taken from a source on the last day on which anything was.</summary>
/// <param name="AccountId">The source.</param>
/// <param name="Day">The day in UTC.</param>
/// <param name="Taken">How much.</param>
public sealed record TopUpUsage(AccountId AccountId, DateOnly Day, Money Taken);

/// <summary>A source was asked and has not answered yet.</summary>
/// <param name="TransferId"><c>topup-{accountId}-{n}</c>; asking again under it changes nothing.</param>
/// <param name="Source">The source.</param>
/// <param name="Amount">What was asked for, above zero.</param>
/// <param name="AskedAt">When.</param>
/// <param name="RoundStartedAt">When the first source of the round was asked; a stop-out waits from then.</param>
public sealed record TopUpRequest(
    string TransferId, AccountId Source, Money Amount, DateTimeOffset AskedAt, DateTimeOffset RoundStartedAt);

/// <summary>Money on its way to another account: it has left the balance and is not confirmed yet.</summary>
/// <param name="TransferId">Its number; the receiver books it once.</param>
/// <param name="To">The receiver.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="SentAt">When it left.</param>
public sealed record OutgoingTransfer(string TransferId, AccountId To, Money Amount, DateTimeOffset SentAt)
{
    /// <summary>Why it is not all that was asked for; empty when it is.</summary>
    public required string Reason { get; init; }
}

/// <summary>From where an account is topped up, and what is under way.</summary>
public sealed record TopUpState
{
    /// <summary>The client's consent.</summary>
    public required TopUpConsent Consent { get; init; }

    /// <summary>The sources, in the order in which they are asked.</summary>
    public required ImmutableArray<TopUpSource> Sources { get; init; }

    /// <summary>The source that is being asked, or null; one at a time.</summary>
    public TopUpRequest? Pending { get; init; }

    /// <summary>
    /// Whether all sources together gave too little; none is asked again before the line was clear once, or the sources
    /// change.
    /// </summary>
    public bool IsExhausted { get; init; }

    /// <summary>What was taken from each source on its last day.</summary>
    public required ImmutableArray<TopUpUsage> Used { get; init; }

    /// <summary>The most that may still be taken from a source on a day; null for no limit.</summary>
    public Money? Left(TopUpSource source, DateOnly day)
    {
        if (source.DailyCap is not { } cap) return null;
        foreach (var used in Used)
        {
            if (used.AccountId == source.AccountId && used.Day == day) return Money.Max(cap - used.Taken, cap - cap);
        }

        return cap;
    }
}
