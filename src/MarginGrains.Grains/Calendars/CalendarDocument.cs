using MarginGrains.Core.Calendars;
using MarginGrains.Grains.Ports;

namespace MarginGrains.Grains.Calendars;

/// <summary>What a calendar grain stores; openings and closings go into the journal in the same transaction.</summary>
public sealed class CalendarDocument : OwnerDocument
{
    /// <summary>The state's name in storage.</summary>
    public const string StateName = "calendar";

    /// <summary>The definition in force; null before the first.</summary>
    public TradingCalendar? Definition { get; init; }

    /// <summary>What was said of the market last; null before anything was.</summary>
    public MarketStanding? Standing { get; init; }

    /// <summary>Its events so far.</summary>
    public long Sequence { get; init; }
}
