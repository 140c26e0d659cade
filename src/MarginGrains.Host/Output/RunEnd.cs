namespace MarginGrains.Host.Output;

/// <summary>Makes sure that a run ends once: a second end, or news after it, is a mistake of the caller.</summary>
internal sealed class RunEnd
{
    public bool IsReached { get; private set; }

    public void Reach()
    {
        Require();
        IsReached = true;
    }

    public void Require()
    {
        if (IsReached)
            throw new InvalidOperationException("The run's output has ended.");
    }
}
