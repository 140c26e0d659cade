using System.Collections.Immutable;
using System.Diagnostics;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Instruments;

/// <summary>Checks margin terms: whatever passes asks for more than nothing.</summary>
internal static class TermsValidation
{
    /// A short sale below five dollars needs up to its whole price and more.
    private const decimal LargestStepRate = 10m;

    public static void Check(DefinitionErrors errors, Instrument instrument, MarginTerms terms, string field)
    {
        switch (terms)
        {
            case MarginTerms.Rate rate:
                CheckRates(errors, rate.Initial, rate.Maintenance, field);
                break;
            case MarginTerms.Leverage leverage:
                errors.Require(leverage.Maximum.Value >= 1m, $"{field}.leverage", "Leverage must be at least 1.");
                errors.Require(leverage.MaintenanceShare.Value is > 0m and <= 1m, $"{field}.maintenanceShare",
                    "The maintenance share must be above 0 and at most 1.");
                break;
            case MarginTerms.PerContract contract:
                CheckContract(errors, contract, field);
                break;
            case MarginTerms.Tiers tiers:
                CheckTiers(errors, tiers, field);
                break;
            case MarginTerms.PriceSteps steps:
                errors.Require(instrument.Contract == ContractKind.Linear, $"{field}.kind",
                    "Price steps are for linear contracts.");
                CheckSteps(errors, instrument, steps.LongSide, $"{field}.long");
                CheckSteps(errors, instrument, steps.ShortSide, $"{field}.short");
                break;
            case MarginTerms.SizeScaled scaled:
                CheckRates(errors, scaled.Initial, scaled.Maintenance, field);
                errors.Require(scaled.PerUnit.Value is >= 0m and <= 1m, $"{field}.perUnit",
                    "What a unit adds must not be negative, nor above 1.");
                break;
            default:
                throw new UnreachableException($"no check for {terms.GetType().Name}");
        }
    }

    private static void CheckContract(DefinitionErrors errors, MarginTerms.PerContract contract, string field)
    {
        errors.Require(contract.UnitsPerContract.Value > 0m, $"{field}.unitsPerContract",
            "A contract must stand for more than zero units.");
        errors.Require(contract.Initial.Currency == contract.Maintenance.Currency, $"{field}.maintenance",
            "Initial and maintenance margin must be of one currency.");
        errors.Require(contract.Maintenance.IsPositive, $"{field}.maintenance",
            "Maintenance margin must be above zero.");
        errors.Require(contract.Initial.Amount >= contract.Maintenance.Amount, $"{field}.initial",
            "Initial margin must not be below maintenance margin.");
    }

    private static void CheckTiers(DefinitionErrors errors, MarginTerms.Tiers tiers, string field)
    {
        errors.Require(tiers.Slices is [{ NotionalFrom: 0m }, ..],
            $"{field}.tiers", "The first tier must start at 0.");
        for (var i = 0; i < tiers.Slices.Length; i++)
        {
            CheckRates(errors, tiers.Slices[i].Initial, tiers.Slices[i].Maintenance, $"{field}.tiers[{i}]");
            errors.Require(i == 0 || tiers.Slices[i].NotionalFrom > tiers.Slices[i - 1].NotionalFrom,
                $"{field}.tiers[{i}].notionalFrom", "Tiers must start at rising notionals.");
        }
    }

    private static void CheckSteps(
        DefinitionErrors errors, Instrument instrument, ImmutableArray<PriceStep> steps, string field)
    {
        if (steps.IsDefaultOrEmpty)
        {
            errors.Require(false, field, "Each side needs at least the step that starts at zero.");
            return;
        }

        for (var i = 0; i < steps.Length; i++)
        {
            var (step, at) = (steps[i], $"{field}[{i}]");
            errors.Require(i > 0 || StartOf(step) == 0m, $"{at}.priceFrom", "The first step must start at zero.");
            errors.Require(i == 0 || StartOf(step) > StartOf(steps[i - 1]), $"{at}.priceFrom",
                "Steps must start at rising prices.");
            errors.Require(step.Maintenance.Value is > 0m and <= LargestStepRate, $"{at}.maintenance",
                "The maintenance rate must be above 0 and at most 10.");
            errors.Require(step.Initial.Value >= step.Maintenance.Value && step.Initial.Value <= LargestStepRate,
                $"{at}.initial", "The initial rate must not be below the maintenance rate, nor above 10.");
            errors.Require(!step.MinimumPerUnit.IsNegative, $"{at}.minimumPerUnit",
                "The least per unit must not be negative.");
            errors.Require(step.MinimumPerUnit.Currency == instrument.QuoteCurrency, $"{at}.minimumPerUnit",
                "The least per unit must be in the quote currency.");
        }
    }

    private static decimal StartOf(PriceStep step) => step.From?.Value ?? 0m;

    private static void CheckRates(DefinitionErrors errors, Ratio initial, Ratio maintenance, string field)
    {
        errors.Require(maintenance.Value is > 0m and <= 1m, $"{field}.maintenance",
            "The maintenance rate must be above 0 and at most 1.");
        errors.Require(initial.Value >= maintenance.Value && initial.Value <= 1m, $"{field}.initial",
            "The initial rate must not be below the maintenance rate, nor above 1.");
    }
}
