using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Requests;

/// <summary>Reads the definition of a regime's version. What is left out has the default of Core's regime.</summary>
internal static class RegimeRequest
{
    /// <summary>No length of time in a regime is longer than a year.</summary>
    public const long LongestSeconds = 366L * 24 * 3600;

    private const int MostCalls = 20;
    private const int MostCollateral = 2_000;
    private const int MostCaps = 50;

    public static Regime Read(RegimeId id, JsonFields body)
    {
        if (body.Has("regimeId") && body.Id("regimeId") != id.Value)
        {
            body.Refuse("regimeId", "field_malformed", "The id differs from the one in the address.");
        }

        // What was read may be sent back: the number is given by the server, whatever it was.
        _ = body.OptionalWhole("version", 0, long.MaxValue);
        return new()
        {
            Id = id,
            EffectiveAt = body.OptionalTime("effectiveAt") ?? DateTimeOffset.MinValue,
            Description = body.Text("description", 500),
            RegimeRatio = body.Word<Measure>("regimeRatio"),
            Warning = body.Child(
                "warning", w => new WarningRule(RequiredLine(w, "trigger"), RequiredLine(w, "clearLevel"))),
            Calls = [.. body.Items("calls", MostCalls, CallRuleRequest.Read)],
            MinimumNoticeInterval = Seconds(body, "minimumNoticeIntervalSeconds", LongestSeconds) ?? TimeSpan.Zero,
            SessionWarning = Seconds(body, "sessionWarningSeconds", LongestSeconds),
            Liquidation = body.RequiredChild("liquidation", LiquidationRuleRequest.Read) ?? new() { Target = NoLine },
            NoNewRisk = Line(body, "noNewRisk"),
            UsedMargin = body.OptionalWord<UsedMarginRule>("usedMargin") ?? default,
            InitialBasis = body.OptionalWord<RequirementBasis>("initialBasis") ?? default,
            HedgePolicy = body.OptionalWord<HedgePolicy>("hedgePolicy") ?? default,
            HedgedShare = new(body.OptionalDecimal("hedgedShare") ?? 0m),
            Valuation = body.OptionalWord<ValuationPrice>("valuation") ?? default,
            ForeignBalanceHaircut = new(body.OptionalDecimal("foreignBalanceHaircut") ?? 0m),
            Collateral = [.. body.Items("collateral", MostCollateral, Collateral)],
            Concentration = body.Child("concentration", Concentration),
            Financing = body.Child(
                "financing", f => new FinancingRule(new(f.Decimal("longShare")), new(f.Decimal("shortDeposit")))),
            Costs = body.Child("costs", Costs),
            LeverageCaps = body.Child("leverageCaps", Caps) ?? LeverageCaps.None,
            NegativeBalance = body.OptionalWord<NegativeBalanceRule>("negativeBalance") ?? default,
            Debt = body.Child("debt", d => new DebtRule(
                d.RequiredChild("grace", CallRuleRequest.Grace) ?? GracePeriod.Immediate,
                d.Child("defaultAfter", CallRuleRequest.Grace))
            {
                Calendar = d.OptionalId("calendar") is { } id ? new CalendarId(id) : null,
            }),
            TopUp = body.Child("topUp", t => new TopUpRule
            {
                Line = Line(t, "line"), StopOutWaits = t.Flag("stopOutWaits"),
            }),
            ProtectionAccount = body.OptionalId("protectionAccount"),
            ConvertsRealizedPnl = body.Flag("convertsRealizedPnl"),
            Rounding = body.OptionalWord<RoundingMode>("rounding") ?? default,
            RoundingScope = body.OptionalWord<RoundingScope>("roundingScope") ?? default,
            LendsCash = body.Flag("lendsCash"),
            HoldsUnsettledGains = body.Flag("holdsUnsettledGains"),
            UnrealizedGainsWithdrawable = body.Flag("unrealizedGainsWithdrawable"),
        };
    }

    /// <summary>A line, or null.</summary>
    public static RegimeLine? Line(JsonFields fields, string name) => fields.Child(name, ReadLine);

    /// <summary>A line that must be there.</summary>
    public static RegimeLine RequiredLine(JsonFields fields, string name) =>
        fields.RequiredChild(name, ReadLine) ?? NoLine;

    /// <summary>A length of time in whole seconds, or null.</summary>
    public static TimeSpan? Seconds(JsonFields fields, string name, long longest) =>
        fields.OptionalWhole(name, 0, longest) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// Stands for a line that is missing or wrong, until the errors are thrown.
    private static RegimeLine NoLine { get; } = new(default, default, Ratio.One);

    private static RegimeLine ReadLine(JsonFields line) => new(
        line.Word<Measure>("measure"), line.Word<Comparator>("comparator"), new(line.Decimal("threshold")));

    private static EligibleCollateral Collateral(JsonFields eligible) => new(
        new(eligible.Id("symbol")), new(eligible.Decimal("haircut")))
    {
        MaximumValue = eligible.OptionalDecimal("maximumValue"),
        BookCap = eligible.OptionalDecimal("bookCap") is { } cap ? new Quantity(cap) : null,
    };

    private static ConcentrationRule Concentration(JsonFields rule) => new(
        rule.Child("byInstrument", r => new InstrumentConcentration(
            new(r.Decimal("share")), new(r.Decimal("surcharge")))),
        rule.Child("byClient", r => new ClientConcentration(r.Decimal("above"), new(r.Decimal("surcharge")))));

    private static CostRule Costs(JsonFields costs) => new()
    {
        DayCount = costs.Word<DayCount>("dayCount"),
        Spread = new(costs.Decimal("spread")),
        OverdueSpread = new(costs.OptionalDecimal("overdueSpread") ?? 0m),
        Charged = costs.OptionalWord<ChargeTime>("charged") ?? default,
        Calendar = costs.OptionalId("calendar") is { } id ? new CalendarId(id) : null,
        DayEnds = costs.OptionalTimeOfDay("dayEnds"),
    };

    private static LeverageCaps Caps(JsonFields caps) => new(
        [.. caps.Items("instruments", MostCaps, c => new ClassCap(
            c.Word<InstrumentClass>("class"), new(c.Decimal("leverage"))))],
        [.. caps.Items("clients", MostCaps, c => new ClientCap(
            c.Word<ClientClass>("class"), new(c.Decimal("leverage"))))]);
}
