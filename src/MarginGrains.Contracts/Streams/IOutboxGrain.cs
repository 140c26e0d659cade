namespace MarginGrains.Contracts.Streams;

/// <summary>Publishes the journal of one partition to its stream; its key is the partition.</summary>
[Alias("outbox")]
public interface IOutboxGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Something was committed; answered when it is published. What is not told is found within a second.
    /// </summary>
    [Alias("poke")]
    Task PokeAsync();

    /// <summary>Brings the publisher up when it is not.</summary>
    [Alias("ping")]
    Task PingAsync();
}
