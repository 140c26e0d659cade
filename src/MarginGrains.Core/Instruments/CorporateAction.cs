using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Instruments;

/// <summary>How many new units take the place of how many old ones.</summary>
/// <param name="New">Above zero.</param>
/// <param name="Old">Above zero.</param>
public sealed record SplitRatio(Quantity New, Quantity Old);

/// <summary>
/// What a company does to its security: positions and collateral are re-based at its instant, before anything is judged
/// at a price of the ex-date. Exactly one of <see cref="Split"/> and <see cref="Dividend"/> is given.
/// </summary>
/// <param name="Id">Its natural id.</param>
/// <param name="Symbol">The security.</param>
/// <param name="ExAt">First instant without the right: the ex-date's beginning in its market.</param>
public sealed record CorporateAction(OperationId Id, Symbol Symbol, DateTimeOffset ExAt)
{
    /// <summary>A split or a reverse split; null for a dividend.</summary>
    public SplitRatio? Split { get; init; }

    /// <summary>Cash per unit, in the quote currency, above zero; null for a split.</summary>
    public Money? Dividend { get; init; }

    /// <summary>Rises with each definition.</summary>
    public long Version { get; init; } = 1;
}
