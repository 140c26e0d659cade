using System.Globalization;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>A regime with all its versions, in rising order of their dates.</summary>
internal sealed record RegimeResponse(string RegimeId, long? VersionInForce,
    IReadOnlyList<RegimeVersionResponse> Versions)
{
    public static RegimeResponse Of(RegimeHistory history, DateTimeOffset now) => new(
        history.Id.Value, history.At(now)?.Version, [.. history.Versions.Select(RegimeVersionResponse.Of)]);
}

/// <summary>One version of a regime, in the form in which it is put.</summary>
internal sealed record RegimeVersionResponse
{
    public required long Version { get; init; }

    public string? EffectiveAt { get; init; }

    public required string Description { get; init; }

    public required string RegimeRatio { get; init; }

    public WarningResponse? Warning { get; init; }

    public required IReadOnlyList<CallRuleResponse> Calls { get; init; }

    public required long MinimumNoticeIntervalSeconds { get; init; }

    public long? SessionWarningSeconds { get; init; }

    public required LiquidationRuleResponse Liquidation { get; init; }

    public RegimeLineResponse? NoNewRisk { get; init; }

    public required string UsedMargin { get; init; }

    public required string InitialBasis { get; init; }

    public required string HedgePolicy { get; init; }

    /// <summary>Null unless the policy is <c>hedgedShare</c>.</summary>
    public string? HedgedShare { get; init; }

    public required string Valuation { get; init; }

    public required string ForeignBalanceHaircut { get; init; }

    public required IReadOnlyList<EligibleCollateralResponse> Collateral { get; init; }

    public ConcentrationResponse? Concentration { get; init; }

    public FinancingResponse? Financing { get; init; }

    public CostRuleResponse? Costs { get; init; }

    public required LeverageCapsResponse LeverageCaps { get; init; }

    public required string NegativeBalance { get; init; }

    public DebtRuleResponse? Debt { get; init; }

    public TopUpRuleResponse? TopUp { get; init; }

    /// <summary>Null for the insurance fund.</summary>
    public string? ProtectionAccount { get; init; }

    public required bool ConvertsRealizedPnl { get; init; }

    public required string Rounding { get; init; }

    public required string RoundingScope { get; init; }

    public required bool LendsCash { get; init; }

    public required bool HoldsUnsettledGains { get; init; }

    public required bool UnrealizedGainsWithdrawable { get; init; }

    public static RegimeVersionResponse Of(Regime regime) => new()
    {
        Version = regime.Version,
        EffectiveAt = Wire.Time(regime.EffectiveAt),
        Description = regime.Description,
        RegimeRatio = Words.Of(regime.RegimeRatio),
        Warning = regime.Warning is { } w
            ? new(RegimeLineResponse.Of(w.Trigger)!, RegimeLineResponse.Of(w.ClearLevel)!)
            : null,
        Calls = [.. regime.Calls.Select(CallRuleResponse.Of)],
        MinimumNoticeIntervalSeconds = (long)regime.MinimumNoticeInterval.TotalSeconds,
        SessionWarningSeconds = (long?)regime.SessionWarning?.TotalSeconds,
        Liquidation = LiquidationRuleResponse.Of(regime.Liquidation),
        NoNewRisk = RegimeLineResponse.Of(regime.NoNewRisk),
        UsedMargin = Words.Of(regime.UsedMargin),
        InitialBasis = Words.Of(regime.InitialBasis),
        HedgePolicy = Words.Of(regime.HedgePolicy),
        HedgedShare = regime.HedgedShare.Value == 0m ? null : regime.HedgedShare.ToString(),
        Valuation = Words.Of(regime.Valuation),
        ForeignBalanceHaircut = regime.ForeignBalanceHaircut.ToString(),
        Collateral = [.. regime.Collateral.Select(EligibleCollateralResponse.Of)],
        Concentration = ConcentrationResponse.Of(regime.Concentration),
        Financing = FinancingResponse.Of(regime.Financing),
        Costs = CostRuleResponse.Of(regime.Costs),
        LeverageCaps = LeverageCapsResponse.Of(regime.LeverageCaps),
        NegativeBalance = Words.Of(regime.NegativeBalance),
        Debt = DebtRuleResponse.Of(regime.Debt),
        TopUp = TopUpRuleResponse.Of(regime.TopUp),
        ProtectionAccount = regime.ProtectionAccount,
        ConvertsRealizedPnl = regime.ConvertsRealizedPnl,
        Rounding = Words.Of(regime.Rounding),
        RoundingScope = Words.Of(regime.RoundingScope),
        LendsCash = regime.LendsCash,
        HoldsUnsettledGains = regime.HoldsUnsettledGains,
        UnrealizedGainsWithdrawable = regime.UnrealizedGainsWithdrawable,
    };
}

/// <summary>A line of a regime.</summary>
internal sealed record RegimeLineResponse(string Measure, string Comparator, string Threshold)
{
    public static RegimeLineResponse? Of(RegimeLine? line) => line is null
        ? null
        : new(Words.Of(line.Measure), Words.Of(line.Comparator), line.Threshold.ToString());
}

/// <summary>The early warning.</summary>
internal sealed record WarningResponse(RegimeLineResponse Trigger, RegimeLineResponse ClearLevel);

/// <summary>A security that is accepted as collateral.</summary>
internal sealed record EligibleCollateralResponse(string Symbol, string Haircut, string? MaximumValue, string? BookCap)
{
    public static EligibleCollateralResponse Of(EligibleCollateral eligible) => new(
        eligible.Symbol.Value, eligible.Haircut.ToString(),
        eligible.MaximumValue is { } maximum ? DecimalText.Format(maximum) : null, eligible.BookCap?.ToString());
}

/// <summary>What concentration costs.</summary>
internal sealed record ConcentrationResponse(
    InstrumentConcentrationResponse? ByInstrument, ClientConcentrationResponse? ByClient)
{
    public static ConcentrationResponse? Of(ConcentrationRule? rule) => rule is null
        ? null
        : new(
            rule.ByInstrument is { } one ? new(one.Share.ToString(), one.Surcharge.ToString()) : null,
            rule.ByClient is { } client ? new(DecimalText.Format(client.Above), client.Surcharge.ToString()) : null);
}

/// <summary>What one instrument costs that dominates an account.</summary>
internal sealed record InstrumentConcentrationResponse(string Share, string Surcharge);

/// <summary>What a client costs that holds much.</summary>
internal sealed record ClientConcentrationResponse(string Above, string Surcharge);

/// <summary>Financing of purchases and short sales.</summary>
internal sealed record FinancingResponse(string LongShare, string ShortDeposit)
{
    public static FinancingResponse? Of(FinancingRule? rule) =>
        rule is null ? null : new(rule.LongShare.ToString(), rule.ShortDeposit.ToString());
}

/// <summary>Until when a debt has to be paid.</summary>
internal sealed record DebtRuleResponse(GraceResponse Grace, GraceResponse? DefaultAfter, string? Calendar)
{
    public static DebtRuleResponse? Of(DebtRule? rule) => rule is null
        ? null
        : new(GraceResponse.Of(rule.Grace), rule.DefaultAfter is { } after ? GraceResponse.Of(after) : null,
            rule.Calendar?.Value);
}

/// <summary>What borrowed cash costs.</summary>
internal sealed record CostRuleResponse(
    string DayCount, string Spread, string OverdueSpread, string Charged, string? Calendar, string? DayEnds)
{
    public static CostRuleResponse? Of(CostRule? rule) => rule is null
        ? null
        : new(Words.Of(rule.DayCount), rule.Spread.ToString(), rule.OverdueSpread.ToString(), Words.Of(rule.Charged),
            rule.Calendar?.Value, rule.DayEnds?.ToString("HH:mm:ss", CultureInfo.InvariantCulture));
}

/// <summary>Leverage caps by class of instrument and of client.</summary>
internal sealed record LeverageCapsResponse(IReadOnlyList<CapResponse> Instruments, IReadOnlyList<CapResponse> Clients)
{
    public static LeverageCapsResponse Of(LeverageCaps caps) => new(
        [.. caps.Instruments.Select(c => new CapResponse(Words.Of(c.Class), c.Leverage.ToString()))],
        [.. caps.Clients.Select(c => new CapResponse(Words.Of(c.Class), c.Leverage.ToString()))]);
}

/// <summary>The cap of one class.</summary>
internal sealed record CapResponse(string Class, string Leverage);
