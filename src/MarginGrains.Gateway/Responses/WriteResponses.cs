using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>A transfer that was booked.</summary>
internal sealed record TransferResponse(
    string AccountId, string TransferId, string Type, string Amount, string Currency, long Version);

/// <summary>A fill that was booked; incidents name what should not have come about.</summary>
internal sealed record FillResponse(
    string AccountId, string FillId, string Symbol, string Side, string Quantity, string Price, long Version,
    IReadOnlyList<string> Incidents);

/// <summary>What became of a batch of fills, in its order.</summary>
internal sealed record FillBatchResponse(
    int Booked, int Replayed, int Refused, int Unanswered, IReadOnlyList<FillItemResponse> Results);

/// <summary>What became of one fill of a batch.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="AccountId">The account.</param>
/// <param name="FillId">Its id.</param>
/// <param name="Outcome"><c>booked</c>, <c>replayed</c>, <c>refused</c> or <c>unanswered</c>.</param>
/// <param name="Version">The account's version after it.</param>
/// <param name="Incidents">Codes of what should not have come about.</param>
/// <param name="Code">Why, when it was not booked.</param>
/// <param name="Detail">The same as a sentence.</param>
/// <param name="Retryable">Whether the same fill under its id may be booked later.</param>
internal sealed record FillItemResponse(
    int Index, string AccountId, string FillId, string Outcome, long? Version, IReadOnlyList<string> Incidents,
    string? Code, string? Detail, bool Retryable)
{
    /// <summary>An item that was not booked.</summary>
    public static FillItemResponse Not(
        int index, string accountId, string fillId, string outcome, ProblemKind kind, string detail) =>
        new(index, accountId, fillId, outcome, null, [], kind.Code, detail, kind.IsRetryable);
}

/// <summary>Whether an order may be placed.</summary>
/// <param name="Allowed">Whether it may.</param>
/// <param name="Refusals">Every reason against it.</param>
/// <param name="Before">Figures as they are.</param>
/// <param name="After">Figures as they would be after it fills.</param>
/// <param name="LargestQuantity">The most units in this direction that would be allowed; null when unpriced.</param>
internal sealed record OrderCheckResponse(
    bool Allowed, IReadOnlyList<RefusalResponse> Refusals, FiguresResponse Before, FiguresResponse After,
    string? LargestQuantity);

/// <summary>One reason against an order.</summary>
internal sealed record RefusalResponse(string Code, string Detail, string? Limit, string? Currency);
