using System.Collections.Immutable;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Scenarios;

namespace MarginGrains.Contracts.Accounts;

/// <summary>What would become of an account; nothing of it is stored.</summary>
/// <param name="Errors">Why it cannot be asked; then there is nothing else.</param>
/// <param name="Before">The account as it is.</param>
/// <param name="After">The account as it would be.</param>
[GenerateSerializer, Immutable, Alias("whatIfReply")]
public sealed record WhatIfReply(
    [property: Id(0)] ImmutableArray<DefinitionError> Errors,
    [property: Id(1)] MarginReply? Before,
    [property: Id(2)] MarginReply? After)
{
    /// <summary>What became of cash and fills, in their order.</summary>
    [Id(3)]
    public ImmutableArray<WhatIfStep> Steps { get; init; } = [];

    /// <summary>The public names of the events that would be, in order.</summary>
    [Id(4)]
    public ImmutableArray<string> Events { get; init; } = [];
}
