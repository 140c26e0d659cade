using MarginGrains.Core.Instruments;

namespace MarginGrains.Core.Regimes;

/// <summary>Checks what a regime says of positions, collateral and clients.</summary>
internal static class PortfolioRulesValidation
{
    private static readonly TimeSpan LongestSessionWarning = new(7, 0, 0, 0);

    public static void Check(List<DefinitionError> errors, Regime regime)
    {
        if ((regime.HedgePolicy == HedgePolicy.HedgedShare) != (regime.HedgedShare.Value != 0m))
        {
            errors.Add(new("hedgedShare", "A share belongs to the policy 'hedgedShare', and to no other."));
        }

        if (regime.HedgedShare.Value is < 0m or > 1m)
        {
            errors.Add(new("hedgedShare", "The share must be above 0 and at most 1."));
        }

        CheckHaircut(errors, regime.ForeignBalanceHaircut.Value, "foreignBalanceHaircut");
        if (regime.MinimumNoticeInterval < TimeSpan.Zero || regime.MinimumNoticeInterval > RegimeValidation.LongestTime)
        {
            errors.Add(new("minimumNoticeIntervalSeconds", "The interval must be from 0 to ten years."));
        }

        if (regime.SessionWarning <= TimeSpan.Zero || regime.SessionWarning > LongestSessionWarning)
        {
            errors.Add(new("sessionWarningSeconds", "The warning must come above 0 and at most a week before."));
        }

        CheckCollateral(errors, regime);
        CheckConcentration(errors, regime.Concentration);
        CheckCaps(errors, regime.LeverageCaps);
        DebtValidation.Check(errors, regime);
        CheckCosts(errors, regime.Costs);
        if (regime.Financing is not { } financing) return;
        if (financing.LongShare.Value is <= 0m or > 1m)
        {
            errors.Add(new("financing.longShare", "The share must be above 0 and at most 1."));
        }

        if (financing.ShortDeposit.Value <= 0m)
        {
            errors.Add(new("financing.shortDeposit", "The deposit must be above zero."));
        }
    }

    private static void CheckCollateral(List<DefinitionError> errors, Regime regime)
    {
        for (var i = 0; i < regime.Collateral.Length; i++)
        {
            var (eligible, field) = (regime.Collateral[i], $"collateral[{i}]");
            CheckHaircut(errors, eligible.Haircut.Value, $"{field}.haircut");
            if (eligible.MaximumValue is <= 0m)
            {
                errors.Add(new($"{field}.maximumValue", "The most it counts for must be above zero."));
            }

            if (eligible.BookCap is { Value: <= 0m })
            {
                errors.Add(new($"{field}.bookCap", "The cap over the book must be above zero."));
            }

            if (regime.Collateral.Take(i).Any(c => c.Symbol == eligible.Symbol))
            {
                errors.Add(new($"{field}.symbol", "Each security is listed once."));
            }
        }
    }

    private static void CheckConcentration(List<DefinitionError> errors, ConcentrationRule? rule)
    {
        if (rule is { ByInstrument: null, ByClient: null })
        {
            errors.Add(new("concentration", "Say what concentration costs: by instrument, by client, or both."));
        }

        if (rule?.ByInstrument is { } single)
        {
            if (single.Share.Value is <= 0m or >= 1m)
            {
                errors.Add(new("concentration.byInstrument.share", "The share must be between 0 and 1."));
            }

            CheckSurcharge(errors, single.Surcharge.Value, "concentration.byInstrument.surcharge");
        }

        if (rule?.ByClient is not { } client) return;
        if (client.Above <= 0m) errors.Add(new("concentration.byClient.above", "The amount must be above zero."));
        CheckSurcharge(errors, client.Surcharge.Value, "concentration.byClient.surcharge");
    }

    private static void CheckCaps(List<DefinitionError> errors, LeverageCaps caps)
    {
        for (var i = 0; i < caps.Instruments.Length; i++)
        {
            var (cap, field) = (caps.Instruments[i], $"leverageCaps.instruments[{i}]");
            if (cap.Leverage.Value < 1m) errors.Add(new($"{field}.leverage", "A cap must be at least 1."));
            if (cap.Class == InstrumentClass.None || caps.Instruments.Take(i).Any(c => c.Class == cap.Class))
            {
                errors.Add(new($"{field}.class", "Each class has one cap, and 'none' has no cap."));
            }
        }

        for (var i = 0; i < caps.Clients.Length; i++)
        {
            var (cap, field) = (caps.Clients[i], $"leverageCaps.clients[{i}]");
            if (cap.Leverage.Value < 1m) errors.Add(new($"{field}.leverage", "A cap must be at least 1."));
            if (caps.Clients.Take(i).Any(c => c.Class == cap.Class))
            {
                errors.Add(new($"{field}.class", "Each class has one cap."));
            }
        }
    }

    private static void CheckCosts(List<DefinitionError> errors, CostRule? costs)
    {
        if (costs is null) return;
        if (costs.Spread.Value is < 0m or > 10m)
        {
            errors.Add(new("costs.spread", "The spread must be from 0 to 10."));
        }

        if (costs.OverdueSpread.Value is < 0m or > 10m)
        {
            errors.Add(new("costs.overdueSpread", "The spread must be from 0 to 10."));
        }

        if (costs.Calendar is not null && costs.DayEnds is not null)
        {
            errors.Add(new("costs.dayEnds", "A calendar says itself when its days end."));
        }
    }

    private static void CheckHaircut(List<DefinitionError> errors, decimal haircut, string field)
    {
        if (haircut is < 0m or >= 1m) errors.Add(new(field, "A haircut must be from 0 to below 1."));
    }

    private static void CheckSurcharge(List<DefinitionError> errors, decimal surcharge, string field)
    {
        if (surcharge is <= 0m or > 1m) errors.Add(new(field, "A surcharge must be above 0 and at most 1."));
    }
}
