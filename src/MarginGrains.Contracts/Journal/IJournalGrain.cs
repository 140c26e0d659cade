using System.Collections.Immutable;

namespace MarginGrains.Contracts.Journal;

/// <summary>
/// The journal for those who have no storage of their own: gateways. Streams are for speed, this is for truth.
/// </summary>
[Alias("journal")]
public interface IJournalGrain : IGrainWithIntegerKey
{
    /// <summary>Events of all accounts after a position, in the order of their positions.</summary>
    [Alias("readAll")]
    Task<ImmutableArray<JournalEvent>> ReadAllAsync(long afterPosition, int limit);

    /// <summary>Events of one account after its own sequence number.</summary>
    [Alias("readAccount")]
    Task<ImmutableArray<JournalEvent>> ReadAccountAsync(string accountId, long afterSequence, int limit);

    /// <summary>The newest position.</summary>
    [Alias("lastPosition")]
    Task<long> LastPositionAsync();
}

/// <summary>An event as the journal has it.</summary>
/// <param name="Position">Its public id: orders the events of all accounts.</param>
/// <param name="AccountId">The account.</param>
/// <param name="Sequence">The account's own count, without gaps.</param>
/// <param name="Type">Its public name.</param>
/// <param name="Time">Market time.</param>
/// <param name="Body">The event as JSON of Core's types.</param>
[GenerateSerializer, Immutable, Alias("journalEvent")]
public sealed record JournalEvent(
    [property: Id(0)] long Position, [property: Id(1)] string AccountId, [property: Id(2)] long Sequence,
    [property: Id(3)] string Type, [property: Id(4)] DateTimeOffset Time, [property: Id(5)] string Body);
