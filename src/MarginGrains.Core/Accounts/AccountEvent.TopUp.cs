using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>Top-ups from linked sources, on both sides.</content>
public abstract partial record AccountEvent
{
    /// <summary>The client's consent and sources are these from now on.</summary>
    public sealed record TopUpSourcesSet(TopUpConsent Consent, ImmutableArray<TopUpSource> Sources) : AccountEvent;

    /// <summary>A source is asked for money.</summary>
    public sealed record TopUpRequested(TopUpRequest Request) : AccountEvent;

    /// <summary>A source has answered; what it gave is in the balance.</summary>
    /// <param name="TransferId">The request.</param>
    /// <param name="Source">The source.</param>
    /// <param name="Amount">What it gave, not negative.</param>
    public sealed record TopUpCompleted(string TransferId, AccountId Source, Money Amount) : AccountEvent
    {
        /// <summary>Why it gave nothing, or not all; empty when it gave all.</summary>
        public required string Reason { get; init; }

        /// <summary>What it counts for open calls, in the account's currency; null when it does not.</summary>
        public Money? Credited { get; init; }
    }

    /// <summary>All sources were asked, and together they gave too little.</summary>
    /// <param name="Missing">What is missing to initial margin.</param>
    public sealed record TopUpExhausted(Money Missing) : AccountEvent;

    /// <summary>The line is clear again: the next crossing asks the sources anew.</summary>
    public sealed record TopUpRearmed : AccountEvent;

    /// <summary>As a source: money left for another account.</summary>
    public sealed record TopUpGiven(OutgoingTransfer Transfer) : AccountEvent
    {
        /// <summary>What it counts for open calls of its own, below zero; null when it does not.</summary>
        public Money? Credited { get; init; }
    }

    /// <summary>As a source: the other account has booked what it was given.</summary>
    public sealed record TopUpDelivered(string TransferId, Money Amount) : AccountEvent;
}
