using MarginGrains.Core.Margin;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>What is coming without any price moving; each null when nothing is known to come.</summary>
internal sealed record LookAheadResponse(
    FiguresAheadResponse? SessionSwitch, FiguresAheadResponse? MarginTerms, FiguresAheadResponse? Regime)
{
    public static LookAheadResponse? Of(LookAhead? ahead) => ahead is null
        ? null
        : new(
            FiguresAheadResponse.Of(ahead.Session), FiguresAheadResponse.Of(ahead.Terms),
            FiguresAheadResponse.Of(ahead.Regime));
}

/// <summary>The figures from an instant on at the marks of now; null without a price.</summary>
internal sealed record FiguresAheadResponse(
    string? At, string Pricing, string? Equity, string? InitialMargin, string? MaintenanceMargin, string? UsedMargin,
    string? ExcessLiquidity, string? FreeMargin)
{
    public static FiguresAheadResponse? Of(FiguresAhead? ahead)
    {
        if (ahead is null) return null;
        var (at, figures) = (Wire.Time(ahead.At), ahead.Figures);
        return figures.IsPriced
            ? new(
                at, "live", Wire.Amount(figures.Equity), Wire.Amount(figures.InitialMargin),
                Wire.Amount(figures.MaintenanceMargin), Wire.Amount(figures.UsedMargin),
                Wire.Amount(figures.ExcessLiquidity), Wire.Amount(figures.FreeMargin))
            : new(at, "unpriced", null, null, null, null, null, null);
    }
}
