using System.Collections.Immutable;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Testing.Core;

/// <summary>Regimes like the presets, any of their choices turned; always ones that may be stored.</summary>
public static class RandomRegimes
{
    /// <summary>A regime by chance.</summary>
    public static Regime Draw(Chance chance)
    {
        while (true)
        {
            var regime = WithPortfolioRules(chance, Turned(chance, chance.Pick(RegimePresets.All)));
            if (RegimeValidation.Check(regime).Count == 0) return regime;
        }
    }

    private static Regime Turned(Chance chance, Regime preset) => preset with
    {
        Id = new("random"),
        Costs = chance.Percent(60) ? RandomCosts.Rule(chance) : null,
        UsedMargin = chance.Pick(Enum.GetValues<UsedMarginRule>()),
        InitialBasis = chance.Percent(75) ? RequirementBasis.Mark : RequirementBasis.AveragePrice,
        Rounding = chance.Pick(Enum.GetValues<RoundingMode>()),
        RoundingScope = chance.Percent(70) ? RoundingScope.Position : RoundingScope.Total,
        ConvertsRealizedPnl = chance.Percent(50),
        NegativeBalance = chance.Pick(Enum.GetValues<NegativeBalanceRule>()),
        Debt = chance.Percent(40) ? preset.Debt : Debt(chance),
        ProtectionAccount = chance.Percent(70) ? null : "client-protection",
        TopUp = chance.Percent(30) ? null : new() { Line = chance.Percent(80) ? null : preset.Warning?.Trigger, StopOutWaits = chance.Percent(60) },
        HoldsUnsettledGains = chance.Percent(30),
        MinimumNoticeInterval = TimeSpan.FromHours(chance.Pick(0, 0, 1, 12)),
        SessionWarning = chance.Percent(70) ? null : TimeSpan.FromHours(chance.Between(1, 24)),
        Calls = chance.Percent(10) ? [] : [.. preset.Calls.Select(c => Turned(chance, c))],
        Warning = chance.Percent(10) ? null : preset.Warning,
        Liquidation = Turned(chance, preset.Liquidation),
    };

    private static DebtRule? Debt(Chance chance) => chance.Percent(30)
        ? null
        : new(
            new GracePeriod.Elapsed(TimeSpan.FromHours(chance.Between(0, 12))),
            chance.Percent(30) ? null : new GracePeriod.Elapsed(TimeSpan.FromHours(chance.Between(12, 40))));

    private static CallRule Turned(Chance chance, CallRule call)
    {
        // One that may be held needs room between the line it holds at and the one that lifts it.
        var mayHold = chance.Percent(40);
        var higher = call.Trigger with { Threshold = new(call.Trigger.Threshold.Value * 1.4m) };
        return call with
        {
            Restores = chance.Percent(50) ? call.Restores : chance.Pick(Enum.GetValues<CallTarget>()),
            Judged = chance.Percent(80) ? call.Judged : chance.Pick(Judgement.Tick, Judgement.Settlement, Judgement.Fill),
            CuredAt = chance.Percent(80) ? call.CuredAt : Judgement.Settlement,
            LiftedByPayment = chance.Percent(80) ? call.LiftedByPayment : chance.Percent(50),
            HoldLine = mayHold ? call.Trigger : call.HoldLine,
            ClearLevel = mayHold ? higher : call.ClearLevel,
            IncreaseStep = chance.Percent(60) ? call.IncreaseStep : null,
            SettlementTime = chance.Percent(60) ? call.SettlementTime : new(chance.Between(0, 23), 0),
            RelapseCutOff = chance.Percent(60) ? call.RelapseCutOff : new(chance.Between(0, 23), 30),
            Grace = chance.Pick<GracePeriod>(
                call.Grace, call.Grace, GracePeriod.Immediate,
                new GracePeriod.Elapsed(TimeSpan.FromHours(chance.Between(0, chance.Pick(6, 48)))),
                new GracePeriod.BusinessDays(chance.Between(1, 3), new(chance.Between(0, 23), 15), [])),
        };
    }

    private static LiquidationRule Turned(Chance chance, LiquidationRule rule)
    {
        var step = chance.Pick(Enum.GetValues<LiquidationStep>());
        return rule with
        {
            Order = chance.Pick(Enum.GetValues<SelectionOrder>()),
            Step = step,
            Portion = step == LiquidationStep.Portion
                ? new(new(chance.Between(5, 100) / 100m), chance.Pick(0m, 1_000m, 50_000m))
                : null,
            Fee = chance.Percent(70) ? rule.Fee : new(chance.Pick(0m, 0.001m, 0.015m)),
            LimitPrice = chance.Percent(70) ? rule.LimitPrice : new(Ratio.One, new(chance.Pick(0.5m, 1.5m))),
            Cooldown = chance.Percent(80) ? TimeSpan.Zero : TimeSpan.FromSeconds(30),
        };
    }

    private static Regime WithPortfolioRules(Chance chance, Regime regime)
    {
        var hedges = chance.Percent(40) ? regime.HedgePolicy : chance.Pick(Enum.GetValues<HedgePolicy>());
        return regime with
        {
            HedgePolicy = hedges,
            HedgedShare = hedges == HedgePolicy.HedgedShare ? new(chance.Pick(0.25m, 0.50m, 1m)) : default,
            Valuation = chance.Pick(Enum.GetValues<ValuationPrice>()),
            ForeignBalanceHaircut = chance.Percent(50) ? regime.ForeignBalanceHaircut : new(chance.Pick(0m, 0.015m, 0.2m)),
            Financing = chance.Percent(70) ? regime.Financing : new(new(0.60m), new(0.90m)),
            Concentration = chance.Percent(70) ? regime.Concentration : Concentration(chance),
            LeverageCaps = chance.Percent(40) ? regime.LeverageCaps : Caps(chance),
            Collateral = [.. RandomCases.Securities.Where(_ => chance.Percent(60)).Select(s => Collateral(chance, s))],
        };
    }

    private static ConcentrationRule Concentration(Chance chance) => new(
        chance.Percent(70) ? new(new(chance.Between(10, 90) / 100m), new(chance.Between(5, 100) / 100m)) : null,
        chance.Percent(70) ? new(chance.Between(1, 500_000), new(chance.Between(5, 100) / 100m)) : null);

    private static LeverageCaps Caps(Chance chance)
    {
        var classes = Enum.GetValues<InstrumentClass>().Where(c => c != InstrumentClass.None && chance.Percent(60));
        ImmutableArray<ClassCap> caps = [.. classes.Select(c => new ClassCap(c, new(chance.Pick(1m, 2m, 7m, 20m, 30m))))];
        return new(caps, chance.Percent(50) ? [] : RegimePresets.FxRetail.LeverageCaps.Clients);
    }

    private static EligibleCollateral Collateral(Chance chance, Symbol symbol) =>
        new(symbol, new(chance.Pick(0m, 0.1m, 0.35m)))
        {
            MaximumValue = chance.Percent(30) ? chance.Between(1, 10_000_000) / 100m : null,
            BookCap = chance.Percent(40) ? new(chance.Between(1, 300)) : null,
        };
}
