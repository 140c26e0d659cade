using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Contracts.Accounts;

/// <summary>From whom an account could be topped up, and by how much.</summary>
/// <param name="Needed">What is needed, zero when nothing is; null without a price.</param>
/// <param name="IsCrossed">Whether the line that asks the sources is crossed now.</param>
/// <param name="Sources">The sources in their order.</param>
[GenerateSerializer, Immutable, Alias("topUpPlanReply")]
public sealed record TopUpPlanReply(
    [property: Id(0)] Money? Needed,
    [property: Id(1)] bool IsCrossed,
    [property: Id(2)] ImmutableArray<TopUpSourceView> Sources);

/// <summary>A source with what of its cap is left today.</summary>
/// <param name="AccountId">The source.</param>
/// <param name="Left">What may still be taken today; null for no limit.</param>
[GenerateSerializer, Immutable, Alias("topUpSourceView")]
public sealed record TopUpSourceView([property: Id(0)] string AccountId, [property: Id(1)] Money? Left);

/// <summary>What a source would give.</summary>
/// <param name="Amount">Not negative, no more than was asked for.</param>
/// <param name="Reason">Why not all; empty when it is all.</param>
[GenerateSerializer, Immutable, Alias("topUpOfferReply")]
public sealed record TopUpOfferReply([property: Id(0)] Money Amount, [property: Id(1)] string Reason);
