using System.Collections.Immutable;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Regimes;
using Orleans.Services;

namespace MarginGrains.Contracts.Marks;

/// <summary>The receiving end of the price path on every silo; addressed by silo, not by key.</summary>
[Alias("markFeed")]
public interface IMarkFeedService : IGrainService
{
    /// <summary>
    /// Takes a batch in its order. Answers when this silo's monitors have room for the next one; the sender has one
    /// batch in
    /// flight, so a slow silo slows the sender and nothing overtakes.
    /// </summary>
    [Alias("deliver")]
    Task DeliverAsync(MarkBatch batch);

    /// <summary>
    /// Answers true when everything that this silo published is on every board, and everything that its accounts had to
    /// tell
    /// their monitors has been told; false when that takes longer than a call may last, and the caller asks again.
    /// </summary>
    [Alias("flush")]
    Task<bool> FlushAsync();

    /// <summary>
    /// Answers true when every monitor of this silo has judged everything it was given and no order or claim of its
    /// accounts
    /// is unanswered; false when that takes longer than a call may last, and the caller asks again.
    /// </summary>
    [Alias("settle")]
    Task<bool> SettleAsync();
}

/// <summary>What travels to a silo in one message.</summary>
/// <param name="Items">In the order in which they were published.</param>
[GenerateSerializer, Immutable, Alias("markBatch")]
public sealed record MarkBatch([property: Id(0)] ImmutableArray<FeedItem> Items);

/// <summary>
/// One of: a mark, an instrument's definition, a regime's versions, a book-level factor, a calendar, published rates, a
/// corporate action.
/// </summary>
[GenerateSerializer, Immutable, Alias("feedItem")]
public readonly record struct FeedItem(
    [property: Id(0)] Mark? Mark, [property: Id(1)] Instrument? Instrument, [property: Id(2)] RegimeHistory? Regime)
{
    /// <summary>What the whole book holds of a security as collateral.</summary>
    [Id(3)]
    public BookCollateral? Collateral { get; init; }

    /// <summary>A trading calendar.</summary>
    [Id(4)]
    public TradingCalendar? Calendar { get; init; }

    /// <summary>Rates or closing prices of one kind and subject.</summary>
    [Id(5)]
    public RateSeries? Rates { get; init; }

    /// <summary>A corporate action.</summary>
    [Id(6)]
    public CorporateAction? Action { get; init; }
}
