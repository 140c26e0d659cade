using MarginGrains.Contracts.Accounts;
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

    public required string ClientClass { get; init; }

    public required bool Restricted { get; init; }

    /// <summary>When the restriction ends by itself; null when a person has to lift it, or without one.</summary>
    public string? RestrictedUntil { get; init; }

    /// <summary>What the client wants liquidated last.</summary>
    public required IReadOnlyList<string> LiquidateLast { get; init; }

    public required IReadOnlyDictionary<string, string> Balances { get; init; }

    public string? Equity { get; init; }

    public string? UsedMargin { get; init; }

    public string? FreeMargin { get; init; }

    public string? MarginLevelPercent { get; init; }

    public string? InitialMargin { get; init; }

    public string? MaintenanceMargin { get; init; }

    public string? ExcessLiquidity { get; init; }

    public string? RegimeRatioPercent { get; init; }

    /// <summary>What of initial margin working orders reserve.</summary>
    public string? Reserved { get; init; }

    public string? Loan { get; init; }

    /// <summary>Temporary credit: part of equity, never withdrawable.</summary>
    public required string Credit { get; init; }

    public string? Leverage { get; init; }

    public string? Withdrawable { get; init; }

    /// <summary>Gains of the trading day that may not leave before it is over.</summary>
    public string? UnsettledGains { get; init; }

    public string? UnrealizedPnl { get; init; }

    /// <summary>What time has cost and was not charged yet; taken off equity.</summary>
    public string? AccruedCosts { get; init; }

    /// <summary>Periods whose rate or price is not published: they are counted when it is.</summary>
    public required IReadOnlyList<PendingCostResponse> PendingCosts { get; init; }

    /// <summary>Null while gains were realised in other currencies too; then only by currency.</summary>
    public string? RealizedPnl { get; init; }

    public required IReadOnlyDictionary<string, string> RealizedPnlByCurrency { get; init; }

    public required string Pricing { get; init; }

    public required IReadOnlyList<PositionResponse> Positions { get; init; }

    public required IReadOnlyList<CollateralResponse> Collateral { get; init; }

    /// <summary>The working orders.</summary>
    public required IReadOnlyList<WorkingOrderResponse> Orders { get; init; }

    /// <summary>Protective stops, in the order of their ids.</summary>
    public required IReadOnlyList<StopResponse> Stops { get; init; }

    /// <summary>Isolated positions; none of their figures is part of those above.</summary>
    public required IReadOnlyList<IsolatedResponse> Isolated { get; init; }

    /// <summary>The gravest call that demands something: the one due first.</summary>
    public CallResponse? Call { get; init; }

    /// <summary>Every call that is not over, the oldest first.</summary>
    public required IReadOnlyList<CallResponse> Calls { get; init; }

    /// <summary>The running liquidation of what all positions share.</summary>
    public LiquidationResponse? Liquidation { get; init; }

    /// <summary>Every running liquidation, those of isolated positions too.</summary>
    public required IReadOnlyList<LiquidationResponse> Liquidations { get; init; }

    /// <summary>What the client owes, or null.</summary>
    public DebtResponse? Debt { get; init; }

    /// <summary>Withdrawals that are held, the oldest first; their amounts are in no balance.</summary>
    public required IReadOnlyList<HeldWithdrawalResponse> HeldWithdrawals { get; init; }

    /// <summary>From where it is topped up; null before any source was named.</summary>
    public TopUpSourcesResponse? TopUp { get; init; }

    /// <summary>As a source: what is on its way to other accounts; it is in no balance.</summary>
    public required IReadOnlyList<OutgoingTransferResponse> OutgoingTransfers { get; init; }

    /// <summary>What is coming without any price moving; null when nothing is known to come.</summary>
    public LookAheadResponse? LookAhead { get; init; }

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
            ClientClass = Words.Of(account.Portfolio.ClientClass),
            Restricted = account.IsRestricted,
            RestrictedUntil = Wire.Time(account.RestrictedUntil),
            LiquidateLast = [.. account.LiquidateLast.Select(s => s.Value)],
            Balances = Wire.ByCurrency(account.Portfolio.Balances),
            RealizedPnl = account.RealizedPnl.All(m => m.Currency == account.Currency)
                ? Wire.Amount(MoneySet.Of(account.RealizedPnl, account.Currency))
                : null,
            RealizedPnlByCurrency = Wire.ByCurrency(account.RealizedPnl),
            Withdrawable = Wire.Amount(reply.Withdrawable),
            UnsettledGains = Wire.Amount(reply.UnsettledGains),
            Credit = Wire.Amount(account.Portfolio.CreditOrZero),
            Pricing = "unpriced",
            Positions = [.. reply.Lines.Select(PositionResponse.Of)],
            Collateral = [.. reply.Collateral.Select(CollateralResponse.Of)],
            Orders = [.. account.Portfolio.Orders.Select(WorkingOrderResponse.Of)],
            Stops = [.. account.Stops.Select(StopResponse.Of)],
            Isolated = [.. reply.Buckets.Select(IsolatedResponse.Of)],
            Call = account.Call is null ? null : CallResponse.Of(account.Call, reply.Regime),
            Calls = [.. account.Calls.Select(c => CallResponse.Of(c, reply.Regime))],
            Liquidation = account.Liquidation is null ? null : LiquidationResponse.Of(account.Liquidation),
            Liquidations = [.. account.Liquidations.Select(LiquidationResponse.Of)],
            Debt = DebtResponse.Of(account.Debt),
            TopUp = account.TopUp is null ? null : TopUpSourcesResponse.Of(account, reply.Now),
            OutgoingTransfers = [.. account.Outgoing.Select(OutgoingTransferResponse.Of)],
            HeldWithdrawals = [.. account.Withdrawals.Select(HeldWithdrawalResponse.Of)],
            LookAhead = LookAheadResponse.Of(reply.Ahead),
            PendingCosts = [.. (account.Portfolio.Costs?.Pending ?? []).Select(PendingCostResponse.Of)],
            StalePrices = [.. Explanations(reply).SelectMany(e => e.Gaps).Select(g => g.Subject).Distinct()],
        };
        return reply is { Explanation.Figures: { IsPriced: true } figures, Regime: { } regime }
            ? snapshot.Priced(figures, regime)
            : snapshot;
    }

    private MarginResponse Priced(in MarginFigures figures, Core.Regimes.Regime regime) => this with
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
        Reserved = Wire.Amount(figures.Reserved),
        Loan = Wire.Amount(figures.Loan),
        Leverage = LeverageOf(figures),
        UnrealizedPnl = Wire.Amount(figures.UnrealizedPnl),
        AccruedCosts = Wire.Amount(figures.AccruedCosts),
    };

    /// <summary>Σ market value ÷ equity; null without positive equity.</summary>
    public static string? LeverageOf(in MarginFigures figures) =>
        figures.IsPriced && figures.Equity.IsPositive
            ? Wire.Burden(figures.MarketValue.Amount / figures.Equity.Amount)
            : null;

    private static IEnumerable<Explanation> Explanations(MarginReply reply) =>
        reply.Buckets.Select(b => b.Explanation).Prepend(reply.Explanation).OfType<Explanation>();
}
