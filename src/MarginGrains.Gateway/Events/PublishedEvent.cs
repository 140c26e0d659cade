using System.Text.Json;
using MarginGrains.Contracts.Journal;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Responses;

namespace MarginGrains.Gateway.Events;

/// <summary>An event on its way to followers; its JSON is made once for all of them.</summary>
internal sealed class PublishedEvent(JournalEvent entry)
{
    private readonly Lazy<byte[]> json = new(
        () => JsonSerializer.SerializeToUtf8Bytes(EventResponse.Of(entry), GatewayJson.Plain.EventResponse));

    public JournalEvent Entry => entry;

    public long Position => entry.Position;

    public ReadOnlyMemory<byte> Json => json.Value;
}
