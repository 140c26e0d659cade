using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Instruments;

/// <summary>Initial and maintenance margin of one position, not rounded, in <paramref name="Currency"/>.</summary>
/// <param name="Initial">Needed to open, not negative.</param>
/// <param name="Maintenance">Needed to keep, not negative.</param>
/// <param name="Currency">The settlement currency, or that of the amounts per contract.</param>
public readonly record struct MarginRequirement(decimal Initial, decimal Maintenance, Currency Currency)
{
    /// What an isolated position puts aside to open: initial margin, rounded up.
    internal Money SetAside =>
        new(Rounding.Requirement(Initial, Currency, RoundingMode.AgainstAccount), Currency);

    /// <summary>What terms ask of a position (rules MARG-004 to MARG-007, MARG-013 to MARG-015).</summary>
    public static MarginRequirement Of(MarginTerms terms, Instrument instrument, Quantity quantity, Price mark)
    {
        var notional = instrument.Notional(quantity, mark).Amount;
        var currency = instrument.SettlementCurrency;
        switch (terms)
        {
            case MarginTerms.Rate rate:
                return new(notional * rate.Initial.Value, notional * rate.Maintenance.Value, currency);
            case MarginTerms.Leverage leverage:
                var initial = notional / leverage.Maximum.Value;
                return new(initial, initial * leverage.MaintenanceShare.Value, currency);
            case MarginTerms.PerContract contract:
                var contracts = Math.Abs(quantity.Value) / contract.UnitsPerContract.Value;
                return new(
                    contracts * contract.Initial.Amount,
                    contracts * contract.Maintenance.Amount,
                    contract.Initial.Currency);
            case MarginTerms.Tiers tiers:
                return Tiered(tiers, notional, currency);
            case MarginTerms.PriceSteps steps:
                return Stepped(steps.At(quantity, mark), notional, instrument.UnderlyingOf(quantity, mark), currency);
            case MarginTerms.SizeScaled scaled:
                var added = instrument.UnderlyingOf(quantity, mark) * scaled.PerUnit.Value;
                return new(
                    notional * Math.Min(1m, scaled.Initial.Value + added),
                    notional * Math.Min(1m, scaled.Maintenance.Value + added),
                    currency);
            default:
                throw new InvalidOperationException($"no rule for {terms.GetType().Name}");
        }
    }

    private static MarginRequirement Stepped(PriceStep step, decimal notional, decimal units, Currency currency)
    {
        var least = units * step.MinimumPerUnit.Amount;
        return new(
            Math.Max(notional * step.Initial.Value, least),
            Math.Max(notional * step.Maintenance.Value, least),
            currency);
    }

    private static MarginRequirement Tiered(MarginTerms.Tiers tiers, decimal notional, Currency currency)
    {
        decimal initial = 0m, maintenance = 0m;
        for (var i = 0; i < tiers.Slices.Length; i++)
        {
            var slice = tiers.Slices[i];
            if (notional <= slice.NotionalFrom) break;
            var end = i + 1 < tiers.Slices.Length ? Math.Min(notional, tiers.Slices[i + 1].NotionalFrom) : notional;
            initial += (end - slice.NotionalFrom) * slice.Initial.Value;
            maintenance += (end - slice.NotionalFrom) * slice.Maintenance.Value;
        }

        return new(initial, maintenance, currency);
    }
}
