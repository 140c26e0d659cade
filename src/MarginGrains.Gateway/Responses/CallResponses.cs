using System.Text.Json.Serialization;
using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Regimes;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>A margin call. Its amounts are in the account's currency.</summary>
internal sealed record CallResponse
{
    /// <summary>Its id among the calls of all accounts; left out within its account.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AccountId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RegimeId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }

    /// <summary>Counted per account.</summary>
    public required string CallId { get; init; }

    /// <summary>The rule of the regime that opened it.</summary>
    public required string Rule { get; init; }

    /// <summary>
    /// <c>open</c>, <c>held</c>, <c>waived</c>; of one that is over <c>met</c>, <c>expired</c>, <c>cancelled</c>.
    /// </summary>
    public required string State { get; init; }

    /// <summary>What was noticed; never changed afterwards.</summary>
    public required string AmountDue { get; init; }

    /// <summary>What was needed when the client was told last.</summary>
    public required string AmountNeeded { get; init; }

    public required string AmountToInitial { get; init; }

    /// <summary>Deposits less withdrawals since, and the credited share of net sales.</summary>
    public required string Paid { get; init; }

    /// <summary>What is left of the amount due.</summary>
    public required string Outstanding { get; init; }

    public string? SalesCredit { get; init; }

    public required string Basis { get; init; }

    public string? IssuedAt { get; init; }

    /// <summary>Null without an end, or while it is held or waived.</summary>
    public string? DueAt { get; init; }

    public required string DueRule { get; init; }

    public required int Extensions { get; init; }

    /// <summary>How many reminders lie behind.</summary>
    public required int Reminders { get; init; }

    /// <summary>When it was over.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EndedAt { get; init; }

    /// <summary>How it was met, or why it was cancelled.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EndedBy { get; init; }

    /// <summary>Every event of it, the oldest first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EventResponse>? History { get; init; }

    /// <param name="call">The call.</param>
    /// <param name="regime">
    /// The account's; after a relapse no reminder is left, which Core says by a number that no rule has.
    /// </param>
    public static CallResponse Of(MarginCall call, Regime? regime) => new()
    {
        CallId = call.CallId,
        Rule = call.Rule,
        State = Words.Of(call.State),
        AmountDue = Wire.Amount(call.AmountDue),
        AmountNeeded = Wire.Amount(call.AmountNeeded),
        AmountToInitial = Wire.Amount(call.AmountToInitial),
        Paid = Wire.Amount(call.Paid),
        Outstanding = Wire.Amount(call.Outstanding),
        SalesCredit = call.SalesCredit?.ToString(),
        Basis = Words.Of(call.Basis),
        IssuedAt = Wire.Time(call.IssuedAt),
        DueAt = Wire.Time(call.DueAt),
        DueRule = call.DueRule,
        Extensions = call.Extensions,
        Reminders = Math.Min(
            call.Reminders, regime?.FindCall(call.Rule)?.Reminders.Length ?? MostReminders),
    };

    /// <summary>One row of the list over all accounts.</summary>
    public static CallResponse Of(OpenCall open) => Of(open.Call, null).Named(open.AccountId, open.RegimeId) with
    {
        Currency = open.Call.AmountDue.Currency.Code,
    };

    /// <summary>With what tells it from the calls of other accounts.</summary>
    public CallResponse Named(string accountId, string regimeId) => this with
    {
        Id = $"{accountId}:{CallId}", AccountId = accountId, RegimeId = regimeId,
    };

    private const int MostReminders = 10;
}
