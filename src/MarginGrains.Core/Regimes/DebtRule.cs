using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Regimes;

/// <summary>
/// Until when a debt has to be paid (rules DEBT-001, DEBT-003). Both times are counted from its opening and fixed then.
/// Source: TAIFEX, where a shortfall is due on the next business day and reported as a default after three.
/// </summary>
/// <param name="Grace">Time until it is due.</param>
/// <param name="DefaultAfter">Time until it is in default, not before it is due; null when it never is.</param>
public sealed record DebtRule(GracePeriod Grace, GracePeriod? DefaultAfter)
{
    /// <summary>The calendar of both times; null for Monday to Friday in UTC, without the holidays of each.</summary>
    public CalendarId? Calendar { get; init; }
}
