using MarginGrains.Core.Instruments;
using MarginGrains.Core.Positions;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>Published rates or closing prices of one kind and subject, in the form in which they are put.</summary>
internal sealed record RateSeriesResponse(
    string Kind, string Subject, long Version, IReadOnlyList<RatePointResponse> Points)
{
    public static RateSeriesResponse Of(RateSeries series) => new(
        Words.Of(series.Kind), series.Subject, series.Version,
        [.. series.Points.Select(p => RatePointResponse.Of(series.Kind, p))]);
}

/// <summary>One point of a series.</summary>
internal sealed record RatePointResponse(string At, string? Rate, string? ShortRate, string? Price)
{
    public static RatePointResponse Of(RateKind kind, RatePoint point) => new(
        Wire.Time(point.At)!, kind == RateKind.Closing ? null : point.Rate.ToString(), point.ShortRate?.ToString(),
        point.Price?.ToString());
}

/// <summary>A corporate action, in the form in which it is put.</summary>
internal sealed record CorporateActionResponse(
    string ActionId, long Version, string Symbol, string ExAt, SplitResponse? Split, DividendResponse? Dividend)
{
    public static CorporateActionResponse Of(CorporateAction action) => new(
        action.Id.Value, action.Version, action.Symbol.Value, Wire.Time(action.ExAt)!,
        action.Split is { } split ? new(split.New.ToString(), split.Old.ToString()) : null,
        action.Dividend is { } paid ? new(Wire.Amount(paid), paid.Currency.Code) : null);
}

/// <summary>How many new units take the place of how many old ones.</summary>
internal sealed record SplitResponse(string New, string Old);

/// <summary>Cash per unit.</summary>
internal sealed record DividendResponse(string Amount, string Currency);

/// <summary>A period whose rate or price is not published.</summary>
internal sealed record PendingCostResponse(
    string Kind, string Subject, string Border, string? Principal, string? Quantity)
{
    public static PendingCostResponse Of(PendingCost pending) => new(
        Words.Of(pending.Kind), pending.Subject, Wire.Time(pending.Border)!, Wire.Amount(pending.Principal),
        pending.Units?.ToString());
}
