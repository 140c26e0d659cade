using System.Collections.Immutable;
using MarginGrains.Core.Instruments;

namespace MarginGrains.Contracts.Rates;

/// <summary>Published rates or closing prices of one kind and subject; its key is <c>{kind}:{subject}</c>.</summary>
[Alias("rates")]
public interface IRateGrain : IGrainWithStringKey
{
    /// <summary>Stores further points and hands the series to every silo before it answers.</summary>
    [Alias("publish")]
    Task<RateReply> PublishAsync([Immutable] RateSeries given);
}

/// <summary>A series as it stands, or why points are refused.</summary>
/// <param name="Series">The series; null when nothing was published yet.</param>
/// <param name="Errors">What is wrong with the points that were given; nothing of them was stored.</param>
/// <param name="InForce">Instants of which something is in force already; nothing was stored.</param>
[GenerateSerializer, Immutable, Alias("rateReply")]
public sealed record RateReply(
    [property: Id(0)] RateSeries? Series,
    [property: Id(1)] ImmutableArray<DefinitionError> Errors,
    [property: Id(2)] ImmutableArray<DateTimeOffset> InForce)
{
    /// <summary>Whether nothing was published before.</summary>
    [Id(3)]
    public bool IsNew { get; init; }
}
