namespace MarginGrains.Core.Instruments;

/// <summary>Checks what an instrument costs over time.</summary>
internal static class CostsValidation
{
    private const decimal LargestFactor = 1_000m;

    public static void Check(DefinitionErrors errors, Instrument instrument, InstrumentCosts costs)
    {
        var isPaid = instrument.AssetClass.IsPaidInFull();
        errors.Require(!costs.ChargesBorrow || isPaid, "costs.chargesBorrow",
            "Only securities that are paid in full are borrowed.");
        errors.Require(!costs.SettlesDaily || !isPaid, "costs.settlesDaily",
            "What is paid in full has no unrealised P&L to settle.");
        errors.Require(!costs.SettlesDaily || instrument.Contract == ContractKind.Linear, "costs.settlesDaily",
            "An inverse contract is not settled daily.");
        if (costs.Swap is { } swap)
        {
            errors.Require(!isPaid, "costs.swap", "What is paid in full has no swap.");
            errors.Require(swap.ValueDays is >= 0 and <= SwapTerms.MostValueDays, "costs.swap.valueDays",
                $"The value date lies 0 to {SwapTerms.MostValueDays} business days after the trade.");
            errors.Require(swap.Mode != SwapMode.PerUnit || instrument.Contract == ContractKind.Linear,
                "costs.swap.mode", "A swap per unit is in the quote currency, which an inverse contract does not pay.");
        }

        if (costs.Funding is { } funding) CheckFunding(errors, instrument, funding);
    }

    private static void CheckFunding(DefinitionErrors errors, Instrument instrument, FundingTerms funding)
    {
        errors.Require(!instrument.AssetClass.IsPaidInFull(), "costs.funding", "What is paid in full has no funding.");
        errors.Require(
            funding.Interval >= TimeSpan.FromMinutes(1) && funding.Interval <= TimeSpan.FromDays(1)
                && TimeSpan.TicksPerDay % funding.Interval.Ticks == 0,
            "costs.funding.intervalSeconds", "The interval must be at least a minute and fill a day.");
        errors.Require(funding.MarginFactor.Value is >= 0m and <= LargestFactor, "costs.funding.marginFactor",
            "The factor must be from 0 to 1,000.");
        if (funding.CapFactor is not { } cap) return;
        errors.Require(cap.Value is > 0m and <= LargestFactor, "costs.funding.capFactor",
            "The factor must be above 0 and at most 1,000.");
        errors.Require(instrument.Margin.Dated.All(d => FundingTerms.Spread(d.Terms) is not null),
            "costs.funding.capFactor", "A cap needs margin terms that are rates of the notional.");
    }
}
