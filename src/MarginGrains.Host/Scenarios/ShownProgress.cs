using MarginGrains.Grains.Scenarios;
using MarginGrains.Host.Output;

namespace MarginGrains.Host.Scenarios;

/// <summary>Shows how far a run over a book is.</summary>
internal sealed class ShownProgress(IRunOutput output) : IProgress<BookProgress>
{
    private long before, last;

    /// What comes one after the other goes on counting, or a rate would be below zero.
    public void Report(BookProgress value)
    {
        if (value.Done < last) before += last;
        last = value.Done;
        output.Progress(new(
            before + value.Done, before + value.Total, null, "accounts",
            value.Scenario is null ? [] : [new($"{value.Scenario}, round", value.Round)]));
    }
}
