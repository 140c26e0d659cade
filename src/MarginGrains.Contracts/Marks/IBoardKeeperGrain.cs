namespace MarginGrains.Contracts.Marks;

/// <summary>Stores the marks of one moment about once a second; there is one, under the key 0.</summary>
[Alias("boardKeeper")]
public interface IBoardKeeperGrain : IGrainWithIntegerKey
{
    /// <summary>Brings it up when it is not.</summary>
    [Alias("ping")]
    Task PingAsync();

    /// <summary>The marks at the border of a day that are not in a document of their own yet, or nothing.</summary>
    [Alias("findDay")]
    Task<Statements.DayMarks> FindDayAsync(DateOnly date);
}
