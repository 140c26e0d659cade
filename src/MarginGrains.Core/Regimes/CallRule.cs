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

/// <summary>When a call may be opened.</summary>
public enum Judgement
{
    /// <summary>At every mark.</summary>
    Tick,

    /// <summary>Once a business day, at the settlement time.</summary>
    Settlement,
}

/// <summary>How a regime calls for margin, and what ends a call (rules CALL-001 to CALL-006).</summary>
public sealed record CallRule
{
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

    /// <summary>Time to cure.</summary>
    public GracePeriod Grace { get; init; } = GracePeriod.Immediate;

    /// <summary>At every mark, or once a day.</summary>
    public Judgement Judged { get; init; } = Judgement.Tick;

    /// <summary>The settlement time, UTC, for calls judged at settlement.</summary>
    public TimeOnly SettlementTime { get; init; } = new(21, 0);

    /// <summary>
    /// The call grows once what is needed exceeds the amount due by this share of it: 0.25 for a quarter. Null when the
    /// noticed amount is fixed.
    /// </summary>
    public Ratio? IncreaseStep { get; init; }
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
    /// <param name="CutOff">Time of day, UTC.</param>
    /// <param name="Holidays">Days that do not count.</param>
    public sealed record BusinessDays(int Days, TimeOnly CutOff, ImmutableArray<DateOnly> Holidays) : GracePeriod;
}
