namespace MarginGrains.Gateway.Responses;

/// <summary>What became of a batch of prices, in its order.</summary>
internal sealed record PriceBatchResponse(int Accepted, int Ignored, int Rejected,
    IReadOnlyList<PriceItemResponse> Results);

/// <summary>What became of one price.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Symbol">The instrument.</param>
/// <param name="Outcome"><c>accepted</c>, <c>ignored</c> or <c>rejected</c>.</param>
/// <param name="Sequence">The new mark's number when accepted.</param>
/// <param name="Code">Why not, otherwise.</param>
internal sealed record PriceItemResponse(int Index, string Symbol, string Outcome, long? Sequence, string? Code);

/// <summary>The newest mark of an instrument.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Mark">The price used for valuation.</param>
/// <param name="QuoteCurrency">Its currency.</param>
/// <param name="Kind">What it was made from: <c>mid</c>, <c>last</c>, <c>given</c> or <c>closing</c>.</param>
/// <param name="Bid">The bid it was made with.</param>
/// <param name="Ask">The ask it was made with.</param>
/// <param name="Time">When the source saw it.</param>
/// <param name="AgeSeconds">How old it is in market time.</param>
/// <param name="Stale">Whether that is older than the instrument allows while its market is open.</param>
/// <param name="Sequence">Its number.</param>
/// <param name="Source">The owner of the instrument that made it, as a count of owners.</param>
internal sealed record PriceResponse(
    string Symbol, string Mark, string QuoteCurrency, string Kind, string? Bid, string? Ask, string? Time,
    string AgeSeconds, bool Stale, long Sequence, long Source)
{
    /// <summary>Whether its market is open; always without a calendar.</summary>
    public required bool IsMarketOpen { get; init; }

    /// <summary>When that changes; null when it does not within a year.</summary>
    public string? MarketChangesAt { get; init; }

    /// <summary>What newer marks have replaced while it waited to be judged; null for nothing.</summary>
    public ConflatedResponse? Conflated { get; init; }
}

/// <summary>Marks that were not judged, because a newer one came while they waited.</summary>
/// <param name="Count">How many so far, each silo counting for itself.</param>
/// <param name="Low">The lowest of the latest stretch.</param>
/// <param name="High">The highest of it.</param>
internal sealed record ConflatedResponse(long Count, string Low, string High);
