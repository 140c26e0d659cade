using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>
/// A position of the snapshot; notional in the quote currency, the rest in the account's. Of a hedge each side is one.
/// </summary>
internal sealed record PositionResponse
{
    public required string Symbol { get; init; }

    public required string Side { get; init; }

    public required string Quantity { get; init; }

    public required string AveragePrice { get; init; }

    public string? Mark { get; init; }

    /// <summary>Whether its market is open; always without a calendar.</summary>
    public required bool IsMarketOpen { get; init; }

    /// <summary>When that changes; null when it does not within a year.</summary>
    public string? MarketChangesAt { get; init; }

    public string? Notional { get; init; }

    public string? QuoteCurrency { get; init; }

    public string? UnrealizedPnl { get; init; }

    public string? InitialMargin { get; init; }

    public string? MaintenanceMargin { get; init; }

    /// <summary>The mark at which liquidation begins while every other stays; null when there is none.</summary>
    public string? LiquidationPrice { get; init; }

    public string? BankruptcyPrice { get; init; }

    /// <summary>From the mark to it, below zero when the price has to fall; cut towards zero.</summary>
    public string? DistancePercent { get; init; }

    /// <summary>Cash bound to the position; null when nothing is.</summary>
    public BoundCashResponse? Financing { get; init; }

    public static PositionResponse Of(PositionView view) => new()
    {
        Symbol = view.Symbol,
        Side = view.Quantity.IsLong ? "long" : "short",
        Quantity = view.Quantity.Absolute.ToString(),
        AveragePrice = view.AveragePrice.ToString(),
        Mark = view.Mark?.ToString(),
        IsMarketOpen = view.IsMarketOpen,
        MarketChangesAt = Wire.Time(view.MarketChangesAt),
        Notional = Wire.Amount(view.Notional),
        QuoteCurrency = view.Notional?.Currency.Code,
        UnrealizedPnl = Wire.Amount(view.UnrealizedPnl),
        InitialMargin = Wire.Amount(view.InitialMargin),
        MaintenanceMargin = Wire.Amount(view.MaintenanceMargin),
        LiquidationPrice = view.LiquidationPrice?.ToString(),
        BankruptcyPrice = view.BankruptcyPrice?.ToString(),
        DistancePercent = Wire.Distance(view.Distance),
        Financing = view.Financing is { } bound ? BoundCashResponse.Of(bound) : null,
    };
}

/// <summary>A loan that financed a position, or what is held for a short sale.</summary>
/// <param name="Kind"><c>loan</c> or <c>held</c>.</param>
/// <param name="Amount">Without sign.</param>
/// <param name="Currency">The position's quote currency.</param>
internal sealed record BoundCashResponse(string Kind, string Amount, string Currency)
{
    public static BoundCashResponse Of(Money bound) => new(
        bound.IsNegative ? "loan" : "held", Wire.Amount(bound.IsNegative ? -bound : bound), bound.Currency.Code);
}

/// <summary>Collateral of the snapshot; its eligible value is in the account's currency.</summary>
internal sealed record CollateralResponse(
    string Symbol, string Quantity, bool Eligible, string? Mark, string? Haircut, string? EligibleValue)
{
    public static CollateralResponse Of(CollateralView view) => new(
        view.Symbol, view.Quantity.ToString(), view.IsEligible, view.Mark?.ToString(), view.Haircut?.ToString(),
        Wire.Amount(view.EligibleValue));
}

/// <summary>An isolated position with the margin put aside for it, and its own figures.</summary>
internal sealed record IsolatedResponse
{
    public required string Symbol { get; init; }

    public required IReadOnlyDictionary<string, string> Balances { get; init; }

    public required string Pricing { get; init; }

    public string? Equity { get; init; }

    public string? UsedMargin { get; init; }

    public string? FreeMargin { get; init; }

    public string? InitialMargin { get; init; }

    public string? MaintenanceMargin { get; init; }

    public string? ExcessLiquidity { get; init; }

    public string? MarginLevelPercent { get; init; }

    public required IReadOnlyList<PositionResponse> Positions { get; init; }

    public static IsolatedResponse Of(BucketView view)
    {
        var isolated = new IsolatedResponse
        {
            Symbol = view.Symbol,
            Balances = Wire.ByCurrency(view.Balances),
            Pricing = "unpriced",
            Positions = [.. view.Lines.Select(PositionResponse.Of)],
        };
        return view.Explanation is { Figures: { IsPriced: true } figures } ? isolated.Priced(figures) : isolated;
    }

    private IsolatedResponse Priced(in MarginFigures figures) => this with
    {
        Pricing = "live",
        Equity = Wire.Amount(figures.Equity),
        UsedMargin = Wire.Amount(figures.UsedMargin),
        FreeMargin = Wire.Amount(figures.FreeMargin),
        InitialMargin = Wire.Amount(figures.InitialMargin),
        MaintenanceMargin = Wire.Amount(figures.MaintenanceMargin),
        ExcessLiquidity = Wire.Amount(figures.ExcessLiquidity),
        MarginLevelPercent = Wire.Percent(figures.MarginLevel),
    };
}
