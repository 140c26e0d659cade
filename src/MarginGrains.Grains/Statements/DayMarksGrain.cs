using MarginGrains.Contracts.Statements;

namespace MarginGrains.Grains.Statements;

/// <summary>Keeps the marks of one border; they never change afterwards.</summary>
internal sealed class DayMarksGrain(
    [PersistentState(DayMarksDocument.StateName)] IPersistentState<DayMarksDocument> document) : Grain, IDayMarksGrain
{
    public async Task StoreAsync(DayMarks marks)
    {
        if (document.State.Marks is not null) return;
        document.State.Marks = marks.Items;
        try
        {
            await document.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }
    }

    public Task<DayMarks> GetAsync() => Task.FromResult(new DayMarks(document.State.Marks ?? []));
}
