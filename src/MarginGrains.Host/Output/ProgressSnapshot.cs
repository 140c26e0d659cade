namespace MarginGrains.Host.Output;

/// <summary>
/// How far a run is. Without a fraction, it is <c>Done</c> of <c>Total</c>; without either it is unknown.
/// </summary>
/// <param name="Done">How many units are done.</param>
/// <param name="Total">How many there are, when known.</param>
/// <param name="Fraction">The part that is done, 0 to 1, when something better than done of total is known.</param>
/// <param name="Unit">What is counted, in the plural: ticks.</param>
/// <param name="Counts">What the run counts besides, such as accounts by stage, in the order to show them.</param>
internal sealed record ProgressSnapshot(
    long Done, long? Total, double? Fraction, string Unit, IReadOnlyList<NamedCount> Counts)
{
    /// <summary>Null when unknown, else within 0 to 1.</summary>
    public double? Part
    {
        get
        {
            var part = Fraction ?? (Total > 0 ? (double)Done / Total : null);
            return part is null || double.IsNaN(part.Value) ? null : Math.Clamp(part.Value, 0, 1);
        }
    }
}

internal readonly record struct NamedCount(string Name, long Count);

/// <summary>Something that happened to an account, or to the run when there is no account.</summary>
internal sealed record OutputEvent(DateTimeOffset Time, string Kind, string? AccountId, string Text);
