using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Margin;

/// <summary>Which session an instrument is in, and when that changes.</summary>
public static class SessionTerms
{
    /// Nothing that trades keeps one multiplier through more sessions, unless it has only one.
    private const int MostSessions = 16;

    /// <summary>
    /// Whether the session in force is known: an instrument whose calendar is unknown has no terms (rule SESS-003).
    /// </summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="market">Its calendar.</param>
    /// <param name="now">The instant.</param>
    /// <param name="factor">Null when its terms know no sessions.</param>
    public static bool TryFind(
        Instrument instrument, IMarket market, DateTimeOffset now, out SessionFactor? factor)
    {
        factor = null;
        if (instrument.SessionMargin is not { } sessions) return true;
        if (instrument.Calendar is not { } calendar || market.FindHours(calendar) is not { } hours) return false;
        var session = hours.SessionAt(now, sessions.LeadTime).Session;
        factor = new(session, sessions.Of(session), sessions.Step);
        return true;
    }

    /// <summary>When another multiplier takes effect after an instant; null when none is in sight.</summary>
    public static DateTimeOffset? NextSwitch(Instrument instrument, IMarket market, DateTimeOffset now)
    {
        if (instrument is not { SessionMargin: { } sessions, Calendar: { } calendar }) return null;
        if (market.FindHours(calendar) is not { } hours) return null;
        var span = hours.SessionAt(now, sessions.LeadTime);
        for (var i = 0; i < MostSessions && span.Until is { } until; i++)
        {
            if (sessions.Of(span.Next) != sessions.Of(span.Session)) return until;
            span = hours.SessionAt(until, sessions.LeadTime);
        }

        return null;
    }

    /// <summary>
    /// The next switch of each instrument that needs margin, up to an instant: in rising order, each once.
    /// </summary>
    public static IReadOnlyCollection<DateTimeOffset> Switches(
        Portfolio portfolio, IMarket market, DateTimeOffset now, DateTimeOffset until)
    {
        var switches = new SortedSet<DateTimeOffset>();
        foreach (var symbol in Margined(portfolio))
        {
            if (market.FindInstrument(symbol) is not { } instrument) continue;
            if (NextSwitch(instrument, market, now) is { } at && at <= until) switches.Add(at);
        }

        return switches;
    }

    /// What needs margin by its terms: positions and working orders.
    internal static IEnumerable<Symbol> Margined(Portfolio portfolio) =>
        portfolio.Positions.Select(p => p.Symbol).Concat(portfolio.Orders.Select(o => o.Symbol)).Distinct();
}
