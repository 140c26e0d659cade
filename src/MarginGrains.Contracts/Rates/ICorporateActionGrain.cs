using System.Collections.Immutable;
using MarginGrains.Core.Instruments;

namespace MarginGrains.Contracts.Rates;

/// <summary>One corporate action; its key is the action's id.</summary>
[Alias("corporateAction")]
public interface ICorporateActionGrain : IGrainWithStringKey
{
    /// <summary>Stores the action and hands it to every silo before it answers.</summary>
    [Alias("define")]
    Task<CorporateActionReply> DefineAsync([Immutable] CorporateAction action);
}

/// <summary>An action as it stands, or why a definition is refused.</summary>
/// <param name="Action">The action; null when unknown.</param>
/// <param name="Errors">What is wrong with the definition that was given; nothing of it was stored.</param>
[GenerateSerializer, Immutable, Alias("corporateActionReply")]
public sealed record CorporateActionReply(
    [property: Id(0)] CorporateAction? Action, [property: Id(1)] ImmutableArray<DefinitionError> Errors)
{
    /// <summary>Whether the definition is the first of its id.</summary>
    [Id(2)]
    public bool IsNew { get; init; }

    /// <summary>Whether it is too late to give or change it; nothing was stored.</summary>
    [Id(3)]
    public bool IsTooLate { get; init; }
}
