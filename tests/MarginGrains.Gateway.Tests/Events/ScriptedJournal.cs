using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Journal;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Accounts;

namespace MarginGrains.Gateway.Tests.Events;

/// <summary>A journal of as many events as a test wants.</summary>
internal sealed class ScriptedJournal
{
    private readonly List<JournalEvent> entries = [];

    public int Reads { get; private set; }

    public long Last => entries.Count;

    /// <summary>Appends an event and returns it.</summary>
    public JournalEvent Append()
    {
        var number = entries.Count + 1;
        AccountEvent body = new AccountEvent.Restricted(string.Create(CultureInfo.InvariantCulture, $"reason {number}"))
        {
            Sequence = number, Time = DateTimeOffset.UnixEpoch,
        };
        entries.Add(new(number, "acct-1", number, EventNames.Of(body), body.Time, JsonSerializer.Serialize(body, CoreJson.Options)));
        return entries[^1];
    }

    public ImmutableArray<JournalEvent> Append(int count) => [.. Enumerable.Range(0, count).Select(_ => Append())];

    public Task<ImmutableArray<JournalEvent>> ReadAsync(long after, int limit)
    {
        Reads++;
        return Task.FromResult(entries.Where(e => e.Position > after).Take(limit).ToImmutableArray());
    }
}
