namespace MarginGrains.Contracts.Marks;

/// <summary>Stores the marks of one moment about once a second; there is one, under the key 0.</summary>
[Alias("boardKeeper")]
public interface IBoardKeeperGrain : IGrainWithIntegerKey
{
    /// <summary>Brings it up when it is not.</summary>
    [Alias("ping")]
    Task PingAsync();
}
