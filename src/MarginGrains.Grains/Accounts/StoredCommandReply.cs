using System.Collections.Immutable;
using System.Text.Json;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Ports;

namespace MarginGrains.Grains.Accounts;

/// <summary>A command's answer as it is stored with the state that it changed.</summary>
public sealed record StoredCommandReply(Refusal? Refusal, long Version, ImmutableArray<string> Incidents)
{
    /// <summary>What a source gave.</summary>
    public Core.Primitives.Money? Given { get; init; }

    internal static StoredReply Of(string accountId, NaturalId id, CommandReply reply) => new(
        accountId, id.Kind, id.Id, id.Fingerprint,
        JsonSerializer.Serialize(
            new(reply.Refusal, reply.Version, reply.Incidents) { Given = reply.Given }, GrainsJson.Reply));

    internal static CommandReply Replay(StoredReply stored, NaturalId id)
    {
        var reply = JsonSerializer.Deserialize(stored.Body, GrainsJson.Reply)!;
        return stored.Fingerprint == id.Fingerprint
            ? new(reply.Refusal, reply.Version, false, reply.Incidents) { IsReplayed = true, Given = reply.Given }
            : new(null, reply.Version, false, []) { IsIdReused = true };
    }
}
