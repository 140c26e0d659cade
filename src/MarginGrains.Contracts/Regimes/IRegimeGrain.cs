using System.Collections.Immutable;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Contracts.Regimes;

/// <summary>One margin regime with all its versions; its key is the regime id.</summary>
[Alias("regime")]
public interface IRegimeGrain : IGrainWithStringKey
{
    /// <summary>Stores a further version and hands it to every silo before it answers.</summary>
    [Alias("define")]
    Task<RegimeReply> DefineAsync([Immutable] Regime regime);
}

/// <summary>A regime as it stands, or why a definition is refused.</summary>
/// <param name="History">All versions; null when unknown.</param>
/// <param name="Errors">What is wrong with the definition that was given; nothing of it was stored.</param>
[GenerateSerializer, Immutable, Alias("regimeReply")]
public sealed record RegimeReply(
    [property: Id(0)] RegimeHistory? History, [property: Id(1)] ImmutableArray<DefinitionError> Errors)
{
    /// <summary>Whether the regime had no definition before.</summary>
    [Id(2)]
    public bool IsNew { get; init; }
}
