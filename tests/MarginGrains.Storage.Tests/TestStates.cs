using System.Text.Json.Serialization;
using MarginGrains.Grains.Ports;

namespace MarginGrains.Storage.Tests;

/// <summary>A state with events and replies; without a partition it stands for an owner that is no account.</summary>
public sealed class LedgerState : ICommitsTogether
{
    public decimal Balance { get; set; }

    public int? Partition { get; set; }

    public bool Exposed { get; set; }

    [JsonIgnore]
    public IReadOnlyList<JournalRow> PendingJournal { get; set; } = [];

    [JsonIgnore]
    public IReadOnlyList<StoredReply> PendingReplies { get; set; } = [];
}

/// <summary>A state without anything beside it.</summary>
public sealed class InstrumentState
{
    public string Name { get; set; } = "";
}

internal static class Rows
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static JournalRow Event(string account, long sequence, int partition = 0) =>
        new(account, sequence, partition, "funds.deposited", Noon, $$"""{"n":{{sequence}}}""");

    public static StoredReply Reply(string owner, string id, string body = "{}") =>
        new(owner, "transfer", id, "fingerprint", body);
}
