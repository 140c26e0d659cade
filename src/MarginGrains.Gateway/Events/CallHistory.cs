using MarginGrains.Contracts.Journal;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Responses;

namespace MarginGrains.Gateway.Events;

/// <summary>The calls of an account, those that are over too, as its journal has them.</summary>
internal static class CallHistory
{
    /// <summary>Every call in the order of their opening; null when there is no such account.</summary>
    public static async Task<List<CallResponse>?> ReadAsync(IJournalGrain journal, string accountId)
    {
        var calls = new Dictionary<string, Entry>(StringComparer.Ordinal);
        Account? account = null;
        await foreach (var step in AccountHistory.ReadAsync(journal, accountId))
        {
            account = AccountFold.Evolve(step.Before, step.Event);
            if (CallIdOf(step.Event) is not { } callId) continue;
            if (step.Event is AccountEvent.CallOpened opened) calls[callId] = new(opened.Call);
            if (!calls.TryGetValue(callId, out var entry)) continue;
            entry.Events.Add(step.Entry);
            entry.Take(step, callId);
        }

        if (account is null) return null;
        foreach (var call in account.Calls) calls[call.CallId].Call = call;
        return [.. calls.Values.Select(c => c.Answer(account))];
    }

    private static string? CallIdOf(AccountEvent e) => e switch
    {
        AccountEvent.CallOpened opened => opened.Call.CallId,
        AccountEvent.CallIncreased increased => increased.CallId,
        AccountEvent.CallReminded reminded => reminded.CallId,
        AccountEvent.CallHeld held => held.CallId,
        AccountEvent.CallRelapsed relapsed => relapsed.CallId,
        AccountEvent.CallExtended extended => extended.CallId,
        AccountEvent.CallWaived waived => waived.CallId,
        AccountEvent.CallMet met => met.CallId,
        AccountEvent.CallExpired expired => expired.CallId,
        AccountEvent.CallCancelled cancelled => cancelled.CallId,
        _ => null,
    };

    private sealed class Entry(MarginCall call)
    {
        private string? state;
        private string? endedBy;
        private DateTimeOffset? endedAt;

        public MarginCall Call { get; set; } = call;

        public List<JournalEvent> Events { get; } = [];

        /// What a call was like when it ended is what it was before the event that ended it.
        public void Take(HistoricEvent step, string callId)
        {
            (state, endedBy) = step.Event switch
            {
                AccountEvent.CallMet met => ("met", Words.Of(met.Cure)),
                AccountEvent.CallExpired => ("expired", null),
                AccountEvent.CallCancelled cancelled => ("cancelled", cancelled.Reason),
                _ => (null, (string?)null),
            };
            if (state is null) return;
            endedAt = step.Event.Time;
            Call = step.Before?.Calls.FirstOrDefault(c => c.CallId == callId) ?? Call;
        }

        public CallResponse Answer(Account account)
        {
            var answer = CallResponse.Of(Call, null).Named(account.Id.Value, account.RegimeId.Value) with
            {
                Currency = account.Currency.Code, History = [.. Events.Select(EventResponse.Of)],
            };
            return state is null
                ? answer
                : answer with { State = state, EndedBy = endedBy, EndedAt = Wire.Time(endedAt) };
        }
    }
}
