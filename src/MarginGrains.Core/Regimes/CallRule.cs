using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Regimes;

/// <summary>What a margin call asks for.</summary>
public enum CallTarget
{
    /// <summary>Equity back to maintenance margin.</summary>
    Maintenance,

    /// <summary>Equity back to initial margin.</summary>
    Initial,

    /// <summary>Back to the line on which the call clears.</summary>
    ClearLevel,
}

/// <summary>When something is judged.</summary>
public enum Judgement
{
    /// <summary>At every mark.</summary>
    Tick,

    /// <summary>Once a business day, at the settlement time.</summary>
    Settlement,

    /// <summary>Only when a fill has added to a position.</summary>
    Fill,

    /// <summary>Once ahead of certain moments of a calendar, such as a weekend (rule CALL-013).</summary>
    Ahead,
}

/// <summary>What follows when a call is not cured in time.</summary>
public enum ExpiryAction
{
    /// <summary>Positions are reduced by force.</summary>
    Liquidate,

    /// <summary>Only orders that reduce are allowed for a number of days.</summary>
    Restrict,
}

/// <summary>
/// How a regime calls for margin, and what ends a call (rules CALL-001 to CALL-012). What opens a call and what cures
/// it are separate data.
/// </summary>
public sealed record CallRule
{
    /// <summary>
    /// Names the rule within its regime, such as <c>maintenance</c>; at most one call of each is open.
    /// </summary>
    public string Name { get; init; } = "margin";

    /// <summary>The line that opens a call.</summary>
    public required RegimeLine Trigger { get; init; }

    /// <summary>What the amount due restores.</summary>
    public required CallTarget Restores { get; init; }

    /// <summary>
    /// The line at which a call is lifted whatever the reason; null when a better price does not lift it.
    /// </summary>
    public RegimeLine? ClearLevel { get; init; }

    /// <summary>Whether paying the noticed amount ends the call.</summary>
    public bool LiftedByPayment { get; init; }

    /// <summary>
    /// The share of net sales of securities during the call that counts as paid, 0.50 where selling frees one half;
    /// null when only cash does. Judged on the net of a day: it needs <see cref="CuredAt"/> at settlement.
    /// </summary>
    public Ratio? SalesCredit { get; init; }

    /// <summary>When payment and clear level are looked at: at every mark, or once a day.</summary>
    public Judgement CuredAt { get; init; } = Judgement.Tick;

    /// <summary>
    /// At its due time a call is held rather than expired while this line is not crossed; null when it always expires.
    /// </summary>
    public RegimeLine? HoldLine { get; init; }

    /// <summary>
    /// When the hold line is crossed again, the call is due at this time, UTC or its calendar's, of the same business
    /// day (or of the next, when it has passed), without a new grace period.
    /// </summary>
    public TimeOnly RelapseCutOff { get; init; } = new(21, 0);

    /// <summary>
    /// The calendar whose business days and local times hold for every time of this rule and for the start of a
    /// liquidation that follows it; null for Monday to Friday in UTC, without the holidays of the grace period.
    /// </summary>
    public CalendarId? Calendar { get; init; }

    /// <summary>Time to cure.</summary>
    public GracePeriod Grace { get; init; } = GracePeriod.Immediate;

    /// <summary>When a call may be opened.</summary>
    public Judgement Judged { get; init; } = Judgement.Tick;

    /// <summary>Ahead of what a call is judged that is judged ahead; null for every other.</summary>
    public AheadOf? Ahead { get; init; }

    /// <summary>The settlement time, UTC or its calendar's, for what is judged at settlement.</summary>
    public TimeOnly SettlementTime { get; init; } = new(21, 0);

    /// <summary>
    /// The client is told again once what is needed exceeds what was told last by this share of it: 0.25 for a quarter.
    /// The amount due stays what was noticed. Null when it is told once.
    /// </summary>
    public Ratio? IncreaseStep { get; init; }

    /// <summary>How long before the due time the client is reminded, the longest first.</summary>
    public ImmutableArray<TimeSpan> Reminders { get; init; } = [];

    /// <summary>How often the due time may be moved by an operator.</summary>
    public int MaximumExtensions { get; init; } = 2;

    /// <summary>What follows when it is not cured in time.</summary>
    public ExpiryAction OnExpiry { get; init; }

    /// <summary>For how many days an expired call restricts, where it does.</summary>
    public int RestrictionDays { get; init; }
}

/// <summary>The time a client has to cure a call. A closed set.</summary>
public abstract record GracePeriod
{
    private GracePeriod()
    {
    }

    /// <summary>No time at all: due at once.</summary>
    public static GracePeriod Immediate { get; } = new Elapsed(TimeSpan.Zero);

    /// <summary>A length of time from the notice, around the clock.</summary>
    /// <param name="Length">Not negative.</param>
    public sealed record Elapsed(TimeSpan Length) : GracePeriod;

    /// <summary>Until the cut-off of a business day (Monday to Friday without the holidays) after the notice.</summary>
    /// <param name="Days">Business days after the day of the notice.</param>
    /// <param name="CutOff">Time of day, UTC or its calendar's.</param>
    /// <param name="Holidays">Days that do not count; empty where the rule names a calendar.</param>
    public sealed record BusinessDays(int Days, TimeOnly CutOff, ImmutableArray<DateOnly> Holidays) : GracePeriod;

    /// <summary>No due time: the call stands until it is cured, or a graver line is crossed.</summary>
    public sealed record WithoutEnd : GracePeriod;
}
