using System.Globalization;
using System.Text.Json.Nodes;
using MarginGrains.Contracts.Calendars;
using MarginGrains.Contracts.Journal;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Marks;
using MarginGrains.Gateway.Events;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>An event: the same on every channel and whenever it is read.</summary>
internal sealed record EventResponse
{
    /// <summary>The journal's position; orders the events of all accounts.</summary>
    public required string Id { get; init; }

    public required string Type { get; init; }

    public required string AccountId { get; init; }

    /// <summary>The account's own count, without gaps.</summary>
    public required long AccountSequence { get; init; }

    public string? Time { get; init; }

    public string? Currency { get; init; }

    /// <summary>The fields of this type.</summary>
    public required JsonObject Data { get; init; }

    /// <summary>The figures it was decided on, or null for what needs no price.</summary>
    public EventMarginResponse? Margin { get; init; }

    public required EventCauseResponse Cause { get; init; }

    /// <summary>Where its explanation is found, or null when none was stored.</summary>
    public string? Explain { get; init; }

    public static EventResponse Of(JournalEvent entry)
    {
        if (MarketEvents.Is(entry.Type)) return OfMarket(entry);
        var e = JournalBody.Read(entry);
        var data = EventFields.Of(e);
        return new()
        {
            Id = entry.Position.ToString(CultureInfo.InvariantCulture),
            Type = entry.Type,
            AccountId = entry.AccountId,
            AccountSequence = entry.Sequence,
            Time = Wire.Time(entry.Time),
            Currency = e.Basis?.Figures.Currency.Code ?? data["currency"]?.GetValue<string>(),
            Data = data,
            Margin = e.Basis is { } basis ? EventMarginResponse.Of(basis) : null,
            Cause = new(e.Cause.Kind, e.Cause.Reference),
            Explain = JournalBody.ExplanationOf(e) is null
                ? null
                : string.Create(CultureInfo.InvariantCulture,
                    $"/v1/accounts/{entry.AccountId}/margin/explain?accountSequence={entry.Sequence}"),
        };
    }

    /// <summary>An event of a market: the account's place is taken by the calendar's owner name.</summary>
    private static EventResponse OfMarket(JournalEvent entry)
    {
        var change = JournalBody.ReadMarket(entry);
        return new()
        {
            Id = entry.Position.ToString(CultureInfo.InvariantCulture),
            Type = entry.Type,
            AccountId = entry.AccountId,
            AccountSequence = entry.Sequence,
            Time = Wire.Time(entry.Time),
            Data = new()
            {
                ["calendarId"] = change.CalendarId.Value, ["until"] = Wire.Time(change.Until),
            },
            Cause = new("calendar", change.CalendarId.Value),
        };
    }
}

/// <summary>What led to an event.</summary>
internal sealed record EventCauseResponse(string Kind, string Reference);

/// <summary>The figures and marks that a decision was made on.</summary>
internal sealed record EventMarginResponse(
    string Currency, long RegimeVersion, string Equity, string UsedMargin, string FreeMargin, string InitialMargin,
    string MaintenanceMargin, string ExcessLiquidity, string? MarginLevelPercent, string Loan,
    IReadOnlyList<EventMarkResponse> Marks)
{
    public static EventMarginResponse Of(MarginBasis basis)
    {
        var figures = basis.Figures;
        return new(
            figures.Currency.Code, basis.RegimeVersion, Wire.Amount(figures.Equity), Wire.Amount(figures.UsedMargin),
            Wire.Amount(figures.FreeMargin), Wire.Amount(figures.InitialMargin), Wire.Amount(figures.MaintenanceMargin),
            Wire.Amount(figures.ExcessLiquidity), Wire.Percent(figures.MarginLevel), Wire.Amount(figures.Loan),
            [.. basis.Marks.Select(EventMarkResponse.Of)]);
    }
}

/// <summary>A mark that entered the figures.</summary>
internal sealed record EventMarkResponse(string Symbol, string Mark, string? Time, long Sequence)
{
    public static EventMarkResponse Of(Mark mark) => new(
        mark.Symbol.Value, mark.Price.ToString(), Wire.Time(mark.Time), mark.Sequence);
}
