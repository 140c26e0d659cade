using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Instruments;

/// <summary>One thing wrong with a definition.</summary>
/// <param name="Field">Where, as a path in the definition.</param>
/// <param name="Reason">What, as a sentence.</param>
public sealed record DefinitionError(string Field, string Reason);

/// <summary>Checks an instrument before it is stored; a missing or senseless term never becomes zero margin.</summary>
public static class InstrumentValidation
{
    /// <summary>The longest reason of a state, in characters.</summary>
    public const int LongestReason = 200;

    /// <summary>Everything wrong with the instrument; empty when it may be stored.</summary>
    public static IReadOnlyList<DefinitionError> Check(Instrument instrument)
    {
        var errors = new DefinitionErrors();
        CheckContract(errors, instrument);
        CheckMarks(errors, instrument);
        CheckState(errors, instrument);
        if (instrument.TradeLimits is { } limits) CheckLimits(errors, instrument, limits);
        if (instrument.SessionMargin is { } session) CheckSessions(errors, instrument, session);
        if (instrument.Costs is { } costs) CostsValidation.Check(errors, instrument, costs);
        errors.Require(instrument.CommissionRate.Value is >= 0m and < 1m, "commissionRate",
            "The commission rate must not be negative and must be below 1.");
        if (instrument.GuaranteedStop is { } guaranteed) CheckGuaranteed(errors, guaranteed);
        errors.Require(instrument.Margin.Dated.Length > 0, "margin", "At least one set of margin terms is needed.");
        for (var i = 0; i < instrument.Margin.Dated.Length; i++)
        {
            TermsValidation.Check(errors, instrument, instrument.Margin.Dated[i].Terms, $"margin[{i}]");
        }

        return errors.Found;
    }

    /// <summary>
    /// What a new definition must not change, because positions in the instrument were booked by it: everything but
    /// margin terms, steps, limits, state, class and commission.
    /// </summary>
    public static IReadOnlyList<DefinitionError> CheckChange(Instrument before, Instrument after)
    {
        var errors = new DefinitionErrors();
        const string Fixed = "It cannot change once the instrument is defined; define another instrument.";
        errors.Require(after.Symbol == before.Symbol, "symbol", Fixed);
        errors.Require(after.AssetClass == before.AssetClass, "assetClass", Fixed);
        errors.Require(after.QuoteCurrency == before.QuoteCurrency, "quoteCurrency", Fixed);
        errors.Require(after.BaseCurrency == before.BaseCurrency, "baseCurrency", Fixed);
        errors.Require(after.Contract == before.Contract, "contract", Fixed);
        errors.Require(after.Multiplier == before.Multiplier, "multiplier", Fixed);
        return errors.Found;
    }

    private static void CheckContract(DefinitionErrors errors, Instrument instrument)
    {
        errors.Require(instrument.Multiplier.Value > 0m, "multiplier", "The multiplier must be above zero.");
        errors.Require(instrument.Multiplier.Value <= Limits.LargestMultiplier, "multiplier",
            "The multiplier is beyond what can be computed exactly.");
        errors.Require(instrument.LotSize.Value > 0m, "lotSize", "The lot size must be above zero.");
        errors.Require(instrument.TickSize.Value > 0m, "tickSize", "The tick size must be above zero.");
        errors.Require(instrument.BaseCurrency != instrument.QuoteCurrency, "baseCurrency",
            "A pair needs two different currencies.");
        errors.Require(instrument.AssetClass != AssetClass.Forex || instrument.BaseCurrency is not null,
            "baseCurrency", "A currency pair must name its base currency.");
        if (instrument.Contract == ContractKind.Linear) return;
        errors.Require(instrument.AssetClass is AssetClass.CryptoPerpetual or AssetClass.Cfd or AssetClass.Future,
            "contract", "Only a perpetual, a contract for difference or a future can be inverse.");
        errors.Require(instrument.BaseCurrency is not null || instrument.AssetClass == AssetClass.Forex,
            "baseCurrency", "An inverse contract settles in its base currency and must name it.");
    }

    private static void CheckMarks(DefinitionErrors errors, Instrument instrument)
    {
        errors.Require(instrument.MaximumMarkAge is null || instrument.MaximumMarkAge > TimeSpan.Zero,
            "maximumMarkAgeSeconds", "The largest age of a mark must be above zero.");
        errors.Require(instrument.PriceBand is null || instrument.PriceBand.Value.Value > 0m,
            "priceBand", "The price band must be above zero.");
    }

    private static void CheckState(DefinitionErrors errors, Instrument instrument)
    {
        errors.Require(
            instrument.State == InstrumentState.Active || !string.IsNullOrWhiteSpace(instrument.StateReason),
            "stateReason", "An instrument that is not active needs a reason for it.");
        errors.Require(instrument.StateReason is null or { Length: <= LongestReason }, "stateReason",
            $"A reason has at most {LongestReason} characters.");
    }

    private static void CheckGuaranteed(DefinitionErrors errors, GuaranteedStopTerms terms)
    {
        errors.Require(terms.PremiumRate.Value is >= 0m and < 1m, "guaranteedStop.premiumRate",
            "The premium rate must not be negative and must be below 1.");
        errors.Require(terms.LeastDistance.Value is >= 0m and < 1m, "guaranteedStop.leastDistance",
            "The least distance is a share of the price: not negative and below 1.");
    }

    private static void CheckLimits(DefinitionErrors errors, Instrument instrument, TradeLimits limits)
    {
        CheckUnits(errors, instrument, limits.MinimumDeal, "limits.minimumDeal");
        CheckUnits(errors, instrument, limits.MaximumDeal, "limits.maximumDeal");
        CheckUnits(errors, instrument, limits.MaximumPosition, "limits.maximumPosition");
        errors.Require(!(limits.MinimumDeal?.CompareTo(limits.MaximumDeal ?? limits.MinimumDeal.Value) > 0),
            "limits.minimumDeal", "The smallest deal must not be above the largest deal.");
        errors.Require(!(limits.MinimumDeal?.CompareTo(limits.MaximumPosition ?? limits.MinimumDeal.Value) > 0),
            "limits.minimumDeal", "The smallest deal must not be above the largest position.");
        if (limits.MaximumNotional is not { } notional) return;
        errors.Require(notional.IsPositive, "limits.maximumNotional", "The largest notional must be above zero.");
        errors.Require(notional.Currency == instrument.SettlementCurrency, "limits.maximumNotional",
            "The largest notional must be in the settlement currency.");
    }

    private static void CheckSessions(DefinitionErrors errors, Instrument instrument, SessionMargin session)
    {
        errors.Require(instrument.Calendar is not null, "calendar",
            "Margin by session needs the calendar whose hours it goes by.");
        CheckFactor(errors, session.Intraday, "sessionMargin.intraday");
        CheckFactor(errors, session.Overnight, "sessionMargin.overnight");
        CheckFactor(errors, session.Weekend, "sessionMargin.weekend");
        errors.Require(session.LeadTime >= TimeSpan.Zero && session.LeadTime <= SessionMargin.LongestLead,
            "sessionMargin.leadTimeSeconds", "The lead time must be from 0 to 24 hours.");
        if (session.Step is not { } step) return;
        errors.Require(step.IsPositive, "sessionMargin.step", "The step must be above zero.");
        errors.Require(
            instrument.Margin.Dated.All(d => d.Terms is MarginTerms.PerContract per
                && per.Initial.Currency == step.Currency),
            "sessionMargin.step", "A step rounds amounts per contract of its own currency, and no other terms.");
    }

    private static void CheckFactor(DefinitionErrors errors, Ratio factor, string field)
    {
        errors.Require(factor.Value > 0m && factor.Value <= SessionMargin.LargestFactor, field,
            $"A multiplier must be above 0 and at most {SessionMargin.LargestFactor}.");
        errors.Require(decimal.Round(factor.Value, 12) == factor.Value, field,
            "A multiplier must have at most 12 decimals.");
    }

    private static void CheckUnits(DefinitionErrors errors, Instrument instrument, Quantity? units, string field)
    {
        if (units is not { } limit) return;
        errors.Require(limit.Value > 0m, field, "A limit must be above zero.");
        errors.Require(instrument.LotSize.Value <= 0m || limit.IsMultipleOf(instrument.LotSize), field,
            "A limit must be a whole number of lots.");
    }
}
