using MarginGrains.Core.Primitives;

namespace MarginGrains.Contracts.Calendars;

/// <summary>Events of markets, which stand in the journal beside those of accounts.</summary>
public static class MarketEvents
{
    /// <summary>A market opened.</summary>
    public const string Opened = "market.opened";

    /// <summary>A market closed.</summary>
    public const string Closed = "market.closed";

    /// <summary>Whose events they are: no account can have such an id, because of its colon.</summary>
    public static string OwnerOf(CalendarId id) => $"calendar:{id}";

    /// <summary>Whether an event of the journal is one of a market.</summary>
    public static bool Is(string type) => type is Opened or Closed;
}
