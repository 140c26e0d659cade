using MarginGrains.Core.Margin;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>The totals of one evaluation.</summary>
internal sealed record FiguresResponse(
    string Currency, string Pricing, string? Equity, string? UsedMargin, string? FreeMargin, string? InitialMargin,
    string? MaintenanceMargin, string? ExcessLiquidity, string? MarginLevelPercent, string? Leverage,
    string? UnrealizedPnl,
    string? Loan)
{
    public static FiguresResponse Of(in MarginFigures figures) => figures.IsPriced
        ? new(
            figures.Currency.Code, "live", Wire.Amount(figures.Equity), Wire.Amount(figures.UsedMargin),
            Wire.Amount(figures.FreeMargin), Wire.Amount(figures.InitialMargin), Wire.Amount(figures.MaintenanceMargin),
            Wire.Amount(figures.ExcessLiquidity), Wire.Percent(figures.MarginLevel), MarginResponse.LeverageOf(figures),
            Wire.Amount(figures.UnrealizedPnl), Wire.Amount(figures.Loan))
        : new(figures.Currency.Code, "unpriced", null, null, null, null, null, null, null, null, null, null);
}
