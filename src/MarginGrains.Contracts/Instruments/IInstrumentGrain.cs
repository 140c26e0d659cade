using System.Collections.Immutable;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using Orleans.Concurrency;

namespace MarginGrains.Contracts.Instruments;

/// <summary>One instrument; its key is the symbol. It owns its terms and its marks, and numbers both.</summary>
[Alias("instrument")]
public interface IInstrumentGrain : IGrainWithStringKey
{
    /// <summary>Stores a definition and hands it to every silo before it answers.</summary>
    [Alias("define")]
    Task<InstrumentReply> DefineAsync([Immutable] Instrument instrument);

    /// <summary>The definition and the newest mark; both null when unknown.</summary>
    [Alias("get")]
    Task<InstrumentReply> GetAsync();

    /// <summary>
    /// Makes marks from prices, in their order, and broadcasts them; one answer each. While there is no room on the
    /// price path it waits, but not for long: the rest is answered with <see cref="PostReply.Backlogged"/> and nothing
    /// of it was done. Interleaved, so that waiting for the turn counts as waiting.
    /// </summary>
    [Alias("post"), AlwaysInterleave]
    Task<ImmutableArray<PostReply>> PostAsync([Immutable] ImmutableArray<PricePost> prices);
}

/// <summary>An instrument as it stands, or why a definition is refused.</summary>
/// <param name="Instrument">The definition in force; null when unknown.</param>
/// <param name="LastMark">The newest mark.</param>
/// <param name="Errors">What is wrong with the definition that was given; nothing of it was stored.</param>
[GenerateSerializer, Immutable, Alias("instrumentReply")]
public sealed record InstrumentReply(
    [property: Id(0)] Instrument? Instrument,
    [property: Id(1)] Mark? LastMark,
    [property: Id(2)] ImmutableArray<DefinitionError> Errors)
{
    /// <summary>Whether the definition is the first of its symbol.</summary>
    [Id(3)]
    public bool IsNew { get; init; }

    /// <summary>Whether its market is open.</summary>
    [Id(4)]
    public bool IsMarketOpen { get; init; }

    /// <summary>Whether the newest mark is too old.</summary>
    [Id(5)]
    public bool IsStale { get; init; }

    /// <summary>When its market next opens or closes; null when it does not within a year.</summary>
    [Id(6)]
    public DateTimeOffset? MarketChangesAt { get; init; }

    /// <summary>Marks that newer ones have replaced while they waited; null when there was none.</summary>
    [Id(7)]
    public ConflatedMarks? Conflated { get; init; }
}

/// <summary>
/// Marks of one instrument that were not judged, because a newer one came while they waited; since its grain started on
/// its silo, over all silos that are sent to, each counting for itself.
/// </summary>
/// <param name="Count">How many.</param>
/// <param name="Low">The lowest of the latest stretch: of those that one waiting mark stands for.</param>
/// <param name="High">The highest of it.</param>
[GenerateSerializer, Immutable, Alias("conflatedMarks")]
public sealed record ConflatedMarks(
    [property: Id(0)] long Count, [property: Id(1)] Price Low, [property: Id(2)] Price High);

/// <summary>The answer to one posted price.</summary>
/// <param name="Outcome">Accepted, ignored or rejected.</param>
/// <param name="Code">Why, when not accepted.</param>
/// <param name="Sequence">The new mark's number when accepted.</param>
[GenerateSerializer, Immutable, Alias("postReply")]
public readonly record struct PostReply(
    [property: Id(0)] PostOutcome Outcome, [property: Id(1)] string? Code, [property: Id(2)] long Sequence)
{
    /// <summary>The code of a price that found no room: it was not seen, and may be posted again.</summary>
    public const string Backlogged = "prices_backlogged";

    /// <summary>Whether the price found no room.</summary>
    public bool IsBacklogged => Code == Backlogged;
}
