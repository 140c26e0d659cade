using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>A transfer that was booked, or a withdrawal that is held.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="TransferId">Its id.</param>
/// <param name="Type">Which way.</param>
/// <param name="Status"><c>booked</c>, or <c>held</c>.</param>
/// <param name="Amount">Above zero.</param>
/// <param name="Currency">Of the amount.</param>
/// <param name="Version">The account's version after it.</param>
internal sealed record TransferResponse(
    string AccountId, string TransferId, string Type, string Status, string Amount, string Currency, long Version);

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

/// <summary>Collateral that was moved.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="TransferId">Its id.</param>
/// <param name="Type"><c>in</c> or <c>out</c>.</param>
/// <param name="Symbol">The security.</param>
/// <param name="Quantity">Units, without sign.</param>
/// <param name="Eligible">Whether the regime takes it; otherwise it counts zero.</param>
/// <param name="Haircut">Share taken off its value, or null when it is not eligible.</param>
/// <param name="Reason">Why it is not eligible, or null.</param>
/// <param name="Version">The account's version after it.</param>
internal sealed record CollateralMoveResponse(
    string AccountId, string TransferId, string Type, string Symbol, string Quantity, bool Eligible, string? Haircut,
    string? Reason, long Version);

/// <summary>Margin that was moved into or out of an isolated position.</summary>
internal sealed record IsolatedMarginResponse(
    string AccountId, string TransferId, string Type, string Symbol, string Amount, string Currency, long Version);

/// <summary>What a client prefers.</summary>
internal sealed record PreferencesResponse(
    string AccountId, string ClientClass, IReadOnlyList<string> LiquidateLast, long Version);
