using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Instruments;

/// <summary>One thing wrong with a definition.</summary>
/// <param name="Field">Where, as a path in the definition.</param>
/// <param name="Reason">What, as a sentence.</param>
public sealed record DefinitionError(string Field, string Reason);

/// <summary>Checks an instrument before it is stored; a missing or senseless term never becomes zero margin.</summary>
public static class InstrumentValidation
{
    /// <summary>Everything wrong with the instrument; empty when it may be stored.</summary>
    public static IReadOnlyList<DefinitionError> Check(Instrument instrument)
    {
        var errors = new List<DefinitionError>();
        Require(errors, instrument.Multiplier.Value > 0m, "multiplier", "The multiplier must be above zero.");
        Require(errors, instrument.Multiplier.Value <= Limits.LargestMultiplier, "multiplier",
            "The multiplier is beyond what can be computed exactly.");
        Require(errors, instrument.LotSize.Value > 0m, "lotSize", "The lot size must be above zero.");
        Require(errors, instrument.TickSize.Value > 0m, "tickSize", "The tick size must be above zero.");
        Require(errors, instrument.MaximumMarkAge is null || instrument.MaximumMarkAge > TimeSpan.Zero,
            "maximumMarkAgeSeconds", "The largest age of a mark must be above zero.");
        Require(errors, instrument.PriceBand is null || instrument.PriceBand.Value.Value > 0m,
            "priceBand", "The price band must be above zero.");
        Require(errors, instrument.BaseCurrency != instrument.QuoteCurrency, "baseCurrency",
            "A pair needs two different currencies.");
        Require(errors, instrument.AssetClass != AssetClass.Forex || instrument.BaseCurrency is not null,
            "baseCurrency", "A currency pair must name its base currency.");
        Require(errors, instrument.Margin.Dated.Length > 0, "margin", "At least one set of margin terms is needed.");
        for (var i = 0; i < instrument.Margin.Dated.Length; i++)
        {
            CheckTerms(errors, instrument.Margin.Dated[i].Terms, $"margin[{i}]");
        }

        return errors;
    }

    /// <summary>
    /// What a new definition must not change, because positions in the instrument were booked by it: everything but
    /// margin terms, steps and limits.
    /// </summary>
    public static IReadOnlyList<DefinitionError> CheckChange(Instrument before, Instrument after)
    {
        var errors = new List<DefinitionError>();
        const string Fixed = "It cannot change once the instrument is defined; define another instrument.";
        Require(errors, after.Symbol == before.Symbol, "symbol", Fixed);
        Require(errors, after.AssetClass == before.AssetClass, "assetClass", Fixed);
        Require(errors, after.QuoteCurrency == before.QuoteCurrency, "quoteCurrency", Fixed);
        Require(errors, after.BaseCurrency == before.BaseCurrency, "baseCurrency", Fixed);
        Require(errors, after.Multiplier == before.Multiplier, "multiplier", Fixed);
        return errors;
    }

    private static void CheckTerms(List<DefinitionError> errors, MarginTerms terms, string field)
    {
        switch (terms)
        {
            case MarginTerms.Rate rate:
                CheckRates(errors, rate.Initial, rate.Maintenance, field);
                break;
            case MarginTerms.Leverage leverage:
                Require(errors, leverage.Maximum.Value >= 1m, $"{field}.leverage", "Leverage must be at least 1.");
                Require(errors, leverage.MaintenanceShare.Value is > 0m and <= 1m, $"{field}.maintenanceShare",
                    "The maintenance share must be above 0 and at most 1.");
                break;
            case MarginTerms.PerContract contract:
                Require(errors, contract.UnitsPerContract.Value > 0m, $"{field}.unitsPerContract",
                    "A contract must stand for more than zero units.");
                Require(errors, contract.Initial.Currency == contract.Maintenance.Currency, $"{field}.maintenance",
                    "Initial and maintenance margin must be of one currency.");
                Require(errors, contract.Maintenance.IsPositive, $"{field}.maintenance",
                    "Maintenance margin must be above zero.");
                Require(errors, contract.Initial.Amount >= contract.Maintenance.Amount, $"{field}.initial",
                    "Initial margin must not be below maintenance margin.");
                break;
            case MarginTerms.Tiers tiers:
                CheckTiers(errors, tiers, field);
                break;
        }
    }

    private static void CheckTiers(List<DefinitionError> errors, MarginTerms.Tiers tiers, string field)
    {
        Require(errors, tiers.Slices is [{ NotionalFrom: 0m }, ..],
            $"{field}.tiers", "The first tier must start at 0.");
        for (var i = 0; i < tiers.Slices.Length; i++)
        {
            CheckRates(errors, tiers.Slices[i].Initial, tiers.Slices[i].Maintenance, $"{field}.tiers[{i}]");
            Require(errors, i == 0 || tiers.Slices[i].NotionalFrom > tiers.Slices[i - 1].NotionalFrom,
                $"{field}.tiers[{i}].notionalFrom", "Tiers must start at rising notionals.");
        }
    }

    private static void CheckRates(List<DefinitionError> errors, Ratio initial, Ratio maintenance, string field)
    {
        Require(errors, maintenance.Value is > 0m and <= 1m, $"{field}.maintenance",
            "The maintenance rate must be above 0 and at most 1.");
        Require(errors, initial.Value >= maintenance.Value && initial.Value <= 1m, $"{field}.initial",
            "The initial rate must not be below the maintenance rate, nor above 1.");
    }

    private static void Require(List<DefinitionError> errors, bool holds, string field, string reason)
    {
        if (!holds) errors.Add(new(field, reason));
    }
}
