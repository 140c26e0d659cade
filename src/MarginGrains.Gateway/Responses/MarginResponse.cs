using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>
/// The margin snapshot. Amounts are in the account's currency; those that need a price are null without one.
/// </summary>
internal sealed record MarginResponse
{
    public required string AccountId { get; init; }

    public required string RegimeId { get; init; }

    public long? RegimeVersion { get; init; }

    public required long Version { get; init; }

    public string? AsOf { get; init; }

    public required string Currency { get; init; }

    public required string Stage { get; init; }

    public required bool Restricted { get; init; }

    public required IReadOnlyDictionary<string, string> Balances { get; init; }

    public string? Equity { get; init; }

    public string? UsedMargin { get; init; }

    public string? FreeMargin { get; init; }

    public string? MarginLevelPercent { get; init; }

    public string? InitialMargin { get; init; }

    public string? MaintenanceMargin { get; init; }

    public string? ExcessLiquidity { get; init; }

    public string? RegimeRatioPercent { get; init; }

    public string? Loan { get; init; }

    public string? Leverage { get; init; }

    public string? Withdrawable { get; init; }

    public string? UnrealizedPnl { get; init; }

    /// <summary>Null while gains were realised in other currencies too; then only by currency.</summary>
    public string? RealizedPnl { get; init; }

    public required IReadOnlyDictionary<string, string> RealizedPnlByCurrency { get; init; }

    public required string Pricing { get; init; }

    public required IReadOnlyList<PositionResponse> Positions { get; init; }

    public CallResponse? Call { get; init; }

    public LiquidationResponse? Liquidation { get; init; }

    public required IReadOnlyList<string> StalePrices { get; init; }

    public static MarginResponse Of(MarginReply reply)
    {
        var account = reply.Account;
        var snapshot = new MarginResponse
        {
            AccountId = account.Id.Value,
            RegimeId = account.RegimeId.Value,
            RegimeVersion = reply.Regime?.Version,
            Version = account.Sequence,
            AsOf = Wire.Time(reply.Now),
            Currency = account.Currency.Code,
            Stage = Words.Of(account.Stage),
            Restricted = account.IsRestricted,
            Balances = ByCurrency(account.Portfolio.Balances),
            RealizedPnl = account.RealizedPnl.All(m => m.Currency == account.Currency)
                ? Wire.Amount(MoneySet.Of(account.RealizedPnl, account.Currency))
                : null,
            RealizedPnlByCurrency = ByCurrency(account.RealizedPnl),
            Pricing = "unpriced",
            Positions = [.. reply.Lines.Select(PositionResponse.Of)],
            Call = account.Call is null ? null : CallResponse.Of(account.Call),
            Liquidation = account.Liquidation is null ? null : LiquidationResponse.Of(account.Liquidation),
            StalePrices = [.. (reply.Explanation?.Gaps ?? []).Select(g => g.Subject).Distinct()],
        };
        return reply is { Explanation.Figures: { IsPriced: true } figures, Regime: { } regime }
            ? snapshot.Priced(account, figures, regime)
            : snapshot;
    }

    private MarginResponse Priced(Account account, in MarginFigures figures, Core.Regimes.Regime regime) => this with
    {
        Pricing = "live",
        Equity = Wire.Amount(figures.Equity),
        UsedMargin = Wire.Amount(figures.UsedMargin),
        FreeMargin = Wire.Amount(figures.FreeMargin),
        MarginLevelPercent = Wire.Percent(figures.MarginLevel),
        InitialMargin = Wire.Amount(figures.InitialMargin),
        MaintenanceMargin = Wire.Amount(figures.MaintenanceMargin),
        ExcessLiquidity = Wire.Amount(figures.ExcessLiquidity),
        RegimeRatioPercent = Wire.Percent(figures.RatioOf(regime.RegimeRatio)),
        Loan = Wire.Amount(figures.Loan),
        Leverage = LeverageOf(figures),
        Withdrawable = Wire.Amount(MayWithdraw(account)
            ? Core.Margin.Withdrawable.Of(figures, regime, account.Portfolio)
            : Money.Zero(account.Currency)),
        UnrealizedPnl = Wire.Amount(figures.UnrealizedPnl),
    };

    /// <summary>Σ market value ÷ equity; null without positive equity.</summary>
    public static string? LeverageOf(in MarginFigures figures) =>
        figures.IsPriced && figures.Equity.IsPositive
            ? Wire.Burden(figures.MarketValue.Amount / figures.Equity.Amount)
            : null;

    /// In these states every withdrawal is refused, whatever the figures say.
    private static bool MayWithdraw(Account account) =>
        !account.IsRestricted && account.Call is null && account.Liquidation is null;

    private static Dictionary<string, string> ByCurrency(IEnumerable<Money> amounts) =>
        amounts.ToDictionary(m => m.Currency.Code, m => Wire.Amount(m));
}

/// <summary>A position of the snapshot; notional in the quote currency, the rest in the account's.</summary>
internal sealed record PositionResponse
{
    public required string Symbol { get; init; }

    public required string Side { get; init; }

    public required string Quantity { get; init; }

    public required string AveragePrice { get; init; }

    public string? Mark { get; init; }

    public string? Notional { get; init; }

    public string? QuoteCurrency { get; init; }

    public string? UnrealizedPnl { get; init; }

    public string? InitialMargin { get; init; }

    public string? MaintenanceMargin { get; init; }

    public static PositionResponse Of(PositionView view) => new()
    {
        Symbol = view.Symbol,
        Side = view.Quantity.IsLong ? "long" : "short",
        Quantity = view.Quantity.Absolute.ToString(),
        AveragePrice = view.AveragePrice.ToString(),
        Mark = view.Mark?.ToString(),
        Notional = Wire.Amount(view.Notional),
        QuoteCurrency = view.Notional?.Currency.Code,
        UnrealizedPnl = Wire.Amount(view.UnrealizedPnl),
        InitialMargin = Wire.Amount(view.InitialMargin),
        MaintenanceMargin = Wire.Amount(view.MaintenanceMargin),
    };
}

/// <summary>The open margin call.</summary>
internal sealed record CallResponse(
    string CallId, string State, string AmountDue, string AmountToInitial, string Basis, string? IssuedAt,
    string? DueAt,
    string DueRule, string Paid, int Extensions)
{
    public static CallResponse Of(MarginCall call) => new(
        call.CallId, "open", Wire.Amount(call.AmountDue), Wire.Amount(call.AmountToInitial), Words.Of(call.Basis),
        Wire.Time(call.IssuedAt), Wire.Time(call.DueAt), call.DueRule, Wire.Amount(call.Paid), 0);
}

/// <summary>The running liquidation.</summary>
internal sealed record LiquidationResponse(
    string LiquidationId, string State, string Reason, string? StartedAt, string? WaitingFor, int OrdersOutstanding)
{
    public static LiquidationResponse Of(LiquidationState state) => new(
        state.LiquidationId, state.WaitingFor is null ? "running" : "waiting", Words.Of(state.Reason),
        Wire.Time(state.StartedAt), state.WaitingFor is null ? null : Words.Camel(state.WaitingFor),
        state.Orders.Length);
}
