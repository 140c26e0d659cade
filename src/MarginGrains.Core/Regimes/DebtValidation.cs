using MarginGrains.Core.Instruments;

namespace MarginGrains.Core.Regimes;

/// <summary>Checks what a regime says of debts and of what is written off.</summary>
internal static class DebtValidation
{
    public static void Check(List<DefinitionError> errors, Regime regime)
    {
        if (regime.ProtectionAccount is { } account && !Primitives.Identifier.IsValid(account))
        {
            errors.Add(new("protectionAccount", "An account of the books has a name: 1 to 64 of A-Z a-z 0-9 . _ -"));
        }

        if (regime.Debt is not { } debt) return;
        CheckGrace(errors, debt.Grace, "debt.grace");
        if (debt.DefaultAfter is not { } after) return;
        CheckGrace(errors, after, "debt.defaultAfter");
        var isEarly = (debt.Grace, after) switch
        {
            (GracePeriod.WithoutEnd, _) or (_, GracePeriod.WithoutEnd) => true,
            (GracePeriod.BusinessDays due, GracePeriod.BusinessDays lost) =>
                lost.Days < due.Days || (lost.Days == due.Days && lost.CutOff < due.CutOff),
            (GracePeriod.Elapsed due, GracePeriod.Elapsed lost) => lost.Length < due.Length,
            _ => false,
        };
        if (isEarly) errors.Add(new("debt.defaultAfter", "A debt must be due before it is in default."));
    }

    private static void CheckGrace(List<DefinitionError> errors, GracePeriod grace, string field)
    {
        if (grace is GracePeriod.Elapsed { Length.Ticks: < 0 } or GracePeriod.BusinessDays { Days: < 0 })
        {
            errors.Add(new(field, "The time must not be negative."));
        }

        if (grace is GracePeriod.BusinessDays { Days: > 3_650 }
            || (grace is GracePeriod.Elapsed elapsed && elapsed.Length > RegimeValidation.LongestTime))
        {
            errors.Add(new(field, "The time must not be longer than ten years."));
        }
    }
}
