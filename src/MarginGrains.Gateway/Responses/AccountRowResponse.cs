using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>One line of the ranked list of accounts.</summary>
internal sealed record AccountRowResponse
{
    public required string AccountId { get; init; }

    public required string RegimeId { get; init; }

    public required string Stage { get; init; }

    public required string Currency { get; init; }

    public required string Pricing { get; init; }

    public string? Equity { get; init; }

    public string? UsedMargin { get; init; }

    public string? FreeMargin { get; init; }

    public string? InitialMargin { get; init; }

    public string? MaintenanceMargin { get; init; }

    public string? ExcessLiquidity { get; init; }

    public string? MarginLevelPercent { get; init; }

    public string? RegimeRatioPercent { get; init; }

    public string? AmountDue { get; init; }

    public string? DueAt { get; init; }

    /// <summary>How many calls demand something.</summary>
    public required int Calls { get; init; }

    public required int Positions { get; init; }

    public static AccountRowResponse Of(AccountSummary summary)
    {
        var figures = summary.Figures;
        return new()
        {
            AccountId = summary.AccountId,
            RegimeId = summary.RegimeId,
            Stage = Words.Of(summary.Stage),
            Currency = figures.Currency.Code,
            Pricing = figures.IsPriced ? "live" : "unpriced",
            Equity = Priced(figures, figures.Equity),
            UsedMargin = Priced(figures, figures.UsedMargin),
            FreeMargin = Priced(figures, figures.FreeMargin),
            InitialMargin = Priced(figures, figures.InitialMargin),
            MaintenanceMargin = Priced(figures, figures.MaintenanceMargin),
            ExcessLiquidity = Priced(figures, figures.ExcessLiquidity),
            MarginLevelPercent = figures.IsPriced ? Wire.Percent(figures.MarginLevel) : null,
            RegimeRatioPercent = figures.IsPriced ? Wire.Percent(figures.RatioOf(summary.RegimeRatio)) : null,
            AmountDue = Wire.Amount(summary.AmountDue),
            DueAt = Wire.Time(summary.DueAt),
            Calls = summary.Calls,
            Positions = summary.Positions,
        };
    }

    private static string? Priced(in MarginFigures figures, Money amount) =>
        figures.IsPriced ? Wire.Amount(amount) : null;
}
