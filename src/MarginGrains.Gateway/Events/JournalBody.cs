using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MarginGrains.Contracts.Journal;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Margin;

namespace MarginGrains.Gateway.Events;

/// <summary>Reads the stored form of an event.</summary>
internal static class JournalBody
{
    private static readonly JsonTypeInfo<AccountEvent> Type =
        (JsonTypeInfo<AccountEvent>)CoreJson.Options.GetTypeInfo(typeof(AccountEvent));

    public static AccountEvent Read(JournalEvent entry) => JsonSerializer.Deserialize(entry.Body, Type)
        ?? throw new JsonException($"The body of event {entry.Position} is null.");

    public static MarketChange ReadMarket(JournalEvent entry) => JsonSerializer.Deserialize(
        entry.Body, (JsonTypeInfo<MarketChange>)CoreJson.Options.GetTypeInfo(typeof(MarketChange)))
        ?? throw new JsonException($"The body of event {entry.Position} is null.");

    /// <summary>The explanation that was stored with the event, or null.</summary>
    public static Explanation? ExplanationOf(AccountEvent e) => e switch
    {
        AccountEvent.CallOpened opened => opened.Explanation,
        AccountEvent.LiquidationStarted started => started.Explanation,
        _ => null,
    };
}
