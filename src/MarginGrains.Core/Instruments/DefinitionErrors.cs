namespace MarginGrains.Core.Instruments;

/// <summary>Collects what is wrong with a definition.</summary>
internal sealed class DefinitionErrors
{
    private readonly List<DefinitionError> found = [];

    /// <summary>What was found, in the order of the checks.</summary>
    public IReadOnlyList<DefinitionError> Found => found;

    /// <summary>Something must hold, or it is wrong.</summary>
    public void Require(bool holds, string field, string reason)
    {
        if (!holds) found.Add(new(field, reason));
    }
}
