using System.Globalization;
using MarginGrains.Core.Accounts;
using MarginGrains.Host.Output;

namespace MarginGrains.Host.Play;

/// <summary>The events that people at a console want to see, one sentence each.</summary>
internal static class EventSentences
{
    /// <summary>Null for events that are not worth a line.</summary>
    public static OutputEvent? Of(FollowedEvent followed)
    {
        var text = followed.Event switch
        {
            AccountEvent.CallOpened opened =>
                $"call of {opened.Call.AmountDue}, {Due(opened.Call.DueAt)}",
            AccountEvent.CallIncreased increased => $"call now needs {increased.AmountNeeded}",
            AccountEvent.CallMet met => $"call cured: {Words(met.Cure.ToString())}",
            AccountEvent.CallExpired => "call not cured in time",
            AccountEvent.LiquidationStarted started => $"liquidation: {Words(started.Reason.ToString())}",
            AccountEvent.LiquidationFilled filled =>
                (filled.Fill.Quantity.IsLong ? "bought" : "sold")
                + $" {filled.Fill.Quantity.Absolute} {filled.Fill.Symbol} at {filled.Fill.Price}",
            AccountEvent.StopTriggered { Stop: { Terms: var terms } stop } triggered =>
                $"stop {stop.StopId} of {triggered.Units} {terms.Symbol} reached at {triggered.By}",
            AccountEvent.StopFilled stopped =>
                (stopped.Fill.Quantity.IsLong ? "bought" : "sold")
                + $" {stopped.Fill.Quantity.Absolute} {stopped.Fill.Symbol} at {stopped.Fill.Price} by a stop",
            AccountEvent.StopGuaranteed stopped =>
                $"closed {stopped.Fill.Quantity.Absolute} {stopped.Fill.Symbol} at the guaranteed {stopped.Fill.Price}",
            AccountEvent.LiquidationCompleted completed =>
                completed.TargetReached
                    ? "liquidation done, target reached" : "liquidation done, nothing is held any more",
            AccountEvent.DeficitRecorded deficit =>
                $"deficit of {deficit.Amount}, {(deficit.IsWrittenOff ? "written off" : "owed by the client")}",
            AccountEvent.IncidentRaised incident => $"incident: {incident.Detail}",
            _ => null,
        };
        return text is null ? null : new(followed.Event.Time, followed.Type, followed.AccountId, text);
    }

    private static string Due(DateTimeOffset? dueAt) => dueAt is { } due ? $"due {Time(due)}" : "without a due time";

    private static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Words(string name) => string.Concat(
        name.Select((c, i) =>
            char.IsUpper(c) && i > 0 ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
