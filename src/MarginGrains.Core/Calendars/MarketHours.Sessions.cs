using MarginGrains.Core.Instruments;

namespace MarginGrains.Core.Calendars;

/// <summary>A stretch of time in which one session lasts.</summary>
/// <param name="Session">The session.</param>
/// <param name="From">An instant from which on it is known to last.</param>
/// <param name="Until">When another begins; null when none is in sight.</param>
/// <param name="Next">The session that begins then.</param>
/// <param name="LeadTime">How long before a close the session of the closed time begins.</param>
public sealed record SessionSpan(
    TradingSession Session, DateTimeOffset From, DateTimeOffset? Until, TradingSession Next, TimeSpan LeadTime)
{
    /// <summary>Whether an instant is known to lie in it.</summary>
    public bool Contains(DateTimeOffset at) => at >= From && !(at >= Until);
}

/// <content>Sessions by which margin terms change (rule SESS-002).</content>
public sealed partial class MarketHours
{
    private const int MostChanges = 400;

    private static readonly TimeSpan LongestNight = TimeSpan.FromHours(24);

    private SessionSpan? lastSession;

    /// <summary>The session at an instant, and until when it lasts.</summary>
    /// <param name="at">The instant.</param>
    /// <param name="leadTime">How long before a close the session of the closed time begins.</param>
    public SessionSpan SessionAt(DateTimeOffset at, TimeSpan leadTime)
    {
        var known = lastSession;
        if (known is not null && known.LeadTime == leadTime && known.Contains(at)) return known;
        var session = FindSession(at, leadTime);
        var next = session;
        var until = NextEdge(at, leadTime);
        for (var i = 0; i < MostChanges && until is { } edge; i++)
        {
            next = FindSession(edge, leadTime);
            if (next != session) break;
            until = NextEdge(edge, leadTime);
        }

        return lastSession = new(session, at, until, next, leadTime);
    }

    /// The next instant at which the session may be another: an opening, a close, or the lead time before one.
    private DateTimeOffset? NextEdge(DateTimeOffset at, TimeSpan leadTime)
    {
        var span = SpanAt(at);
        return span is { IsOpen: true, Until: { } close } && close - leadTime > at ? close - leadTime : span.Until;
    }

    private TradingSession FindSession(DateTimeOffset at, TimeSpan leadTime)
    {
        var span = SpanAt(at);
        if (!span.IsOpen) return SessionOf(span);
        return span.Until is { } close && at >= close - leadTime ? SessionOf(SpanAt(close)) : TradingSession.Intraday;
    }

    /// Of a closed stretch.
    private TradingSession SessionOf(MarketSpan closed)
    {
        if (closed is not { From: { } from, Until: { } until }) return TradingSession.Weekend;
        if (until - from >= LongestNight) return TradingSession.Weekend;
        for (var day = DayOf(from); day <= DayOf(until.AddTicks(-1)); day = day.AddDays(1))
        {
            if (!IsBusinessDay(day)) return TradingSession.Weekend;
        }

        return NextDayEnd(from.AddTicks(-1)) <= until ? TradingSession.Overnight : TradingSession.Intraday;
    }
}
