using MarginGrains.Core.Instruments;

namespace MarginGrains.Core.Regimes;

/// <summary>Checks the call rules of a regime: none may call for ever, or for nothing.</summary>
internal static class CallValidation
{
    public static void Check(List<DefinitionError> errors, IReadOnlyList<CallRule> calls)
    {
        for (var i = 0; i < calls.Count; i++)
        {
            var field = $"calls[{i}]";
            RegimeValidation.CheckLine(errors, calls[i].Trigger, $"{field}.trigger");
            RegimeValidation.CheckLine(errors, calls[i].ClearLevel, $"{field}.clearLevel");
            RegimeValidation.CheckLine(errors, calls[i].HoldLine, $"{field}.holdLine");
            if (!Primitives.Identifier.IsValid(calls[i].Name))
            {
                errors.Add(new($"{field}.name", "A call needs a name: 1 to 64 of A-Z a-z 0-9 . _ -"));
            }

            if (calls.Take(i).Any(c => c.Name == calls[i].Name))
            {
                errors.Add(new($"{field}.name", "Each call of a regime needs a name of its own."));
            }

            CheckCure(errors, calls[i], field);
            CheckTime(errors, calls[i], field);
        }
    }

    private static void CheckCure(List<DefinitionError> errors, CallRule call, string field)
    {
        if (call.ClearLevel is { } clear && RegimeValidation.IsLower(clear, call.Trigger))
        {
            errors.Add(new($"{field}.clearLevel", "A call must not clear below the line that opens it."));
        }

        if (call.ClearLevel is null && !call.LiftedByPayment)
        {
            errors.Add(
                new($"{field}.clearLevel", "Nothing would ever cure the call: give a clear level or allow payment."));
        }

        if (call.LiftedByPayment && call.Judged == Judgement.Tick)
        {
            errors.Add(new(
                $"{field}.liftedByPayment",
                    "A call judged at every tick is lifted at its clear level, not by payment."));
        }

        if (call.Restores == CallTarget.ClearLevel && call.ClearLevel is null)
        {
            errors.Add(new($"{field}.restores", "There is no clear level to restore."));
        }

        if (call.SalesCredit is not null && !(call is { LiftedByPayment: true, CuredAt: Judgement.Settlement }))
        {
            errors.Add(new($"{field}.salesCredit",
                "Sales count as payment on the net of a day: allow payment and judge cures at settlement."));
        }

        if (call.SalesCredit is { Value: <= 0m or > 1m })
        {
            errors.Add(new($"{field}.salesCredit", "The share must be above 0 and at most 1."));
        }

        if (call.CuredAt is Judgement.Fill or Judgement.Ahead)
        {
            errors.Add(new($"{field}.curedAt", "A cure is judged at every mark or at settlement."));
        }

        if (call.HoldLine is { } hold && RegimeValidation.IsLower(hold, call.Trigger))
        {
            errors.Add(new($"{field}.holdLine", "A call must not be held below the line that opens it."));
        }
    }

    private static void CheckAhead(List<DefinitionError> errors, CallRule call, string field)
    {
        if ((call.Ahead is not null) != (call.Judged == Judgement.Ahead))
        {
            errors.Add(new($"{field}.ahead", "A call that is judged ahead says of what, and no other."));
        }

        if (call.Ahead is not { } ahead) return;
        if (call.Calendar is null)
        {
            errors.Add(new($"{field}.calendar", "The moments ahead of which it is judged are those of a calendar."));
        }

        if (ahead.Lead < TimeSpan.Zero || ahead.Lead > TimeSpan.FromDays(7))
        {
            errors.Add(new($"{field}.ahead.lead", "It is judged at most 7 days ahead."));
        }

        if (ahead.LeastBreak <= TimeSpan.Zero || ahead.LeastBreak > TimeSpan.FromDays(30))
        {
            errors.Add(new($"{field}.ahead.leastBreak", "A break is longer than nothing and at most 30 days."));
        }

        if (call.CuredAt != Judgement.Tick)
        {
            errors.Add(new($"{field}.curedAt", "What is judged ahead is cured at every mark."));
        }
    }

    private static void CheckTime(List<DefinitionError> errors, CallRule call, string field)
    {
        if (call.LiftedByPayment && call.IncreaseStep is not null)
        {
            errors.Add(
                new($"{field}.increaseStep", "The amount that payment lifts is fixed at the notice; it cannot grow."));
        }

        if (call.IncreaseStep is { Value: <= 0m })
        {
            errors.Add(new($"{field}.increaseStep", "The step by which a call grows must be above zero."));
        }

        if (call.Grace is GracePeriod.Elapsed { Length.Ticks: < 0 } or GracePeriod.BusinessDays { Days: < 0 })
        {
            errors.Add(new($"{field}.grace", "The grace period must not be negative."));
        }

        if (call.Grace is GracePeriod.BusinessDays { Days: > 3_650 }
            || (call.Grace is GracePeriod.Elapsed elapsed && elapsed.Length > RegimeValidation.LongestTime))
        {
            errors.Add(new($"{field}.grace", "The grace period must not be longer than ten years."));
        }

        if (call.Calendar is not null && call.Grace is GracePeriod.BusinessDays { Holidays.IsEmpty: false })
        {
            errors.Add(new($"{field}.grace.holidays", "Holidays are the calendar's where the call names one."));
        }

        CheckAhead(errors, call, field);
        if (call.RestrictionDays > 3_650)
        {
            errors.Add(new($"{field}.restrictionDays", "A restriction must not be longer than ten years."));
        }

        for (var i = 0; i < call.Reminders.Length; i++)
        {
            if (call.Reminders[i] <= TimeSpan.Zero || call.Reminders[i] > RegimeValidation.LongestTime
                || (i > 0 && call.Reminders[i] >= call.Reminders[i - 1]))
            {
                errors.Add(new($"{field}.reminders[{i}]", "Reminders lie before the due time, the longest first."));
            }
        }

        if (call.MaximumExtensions < 0)
        {
            errors.Add(new($"{field}.maximumExtensions", "The number of extensions must not be negative."));
        }

        if ((call.OnExpiry == ExpiryAction.Restrict) != (call.RestrictionDays > 0))
        {
            errors.Add(new($"{field}.restrictionDays", "A call that restricts says for how many days, and no other."));
        }

        if (call.OnExpiry == ExpiryAction.Restrict && call.Judged != Judgement.Fill)
        {
            errors.Add(new($"{field}.onExpiry", "Only a call that fills bring about may end in a restriction."));
        }
    }
}
