namespace MarginGrains.Gateway.Tests.Serving;

/// <summary>One message of an event stream, as its lines said.</summary>
public sealed record SseMessage(string? Id, string? Event, string Data)
{
    public Answer Json => new(200, Data, new HttpResponseMessage().Headers, "application/json");
}

/// <summary>Reads an event stream line by line.</summary>
public sealed class SseReader : IAsyncDisposable
{
    private readonly HttpResponseMessage response;
    private readonly StreamReader lines;

    private SseReader(HttpResponseMessage response, StreamReader lines)
    {
        this.response = response;
        this.lines = lines;
    }

    public string? ContentType => response.Content.Headers.ContentType?.ToString();

    public static async Task<SseReader> OpenAsync(Desk desk, string query, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/events{query}");
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await desk.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Desk.Deadline);
        ((int)response.StatusCode).ShouldBe(200);
        return new(response, new(await response.Content.ReadAsStreamAsync(Desk.Deadline)));
    }

    /// <summary>The next line as it came.</summary>
    public async Task<string> LineAsync() =>
        await lines.ReadLineAsync(Desk.Deadline) ?? throw new EndOfStreamException("The event stream has ended.");

    /// <summary>The next message; comments and settings are passed over.</summary>
    public async Task<SseMessage> NextAsync()
    {
        string? id = null, type = null, data = null;
        while (true)
        {
            var line = await LineAsync();
            if (line.Length == 0 && data is not null) return new(id, type, data);
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            if (line.StartsWith("event: ", StringComparison.Ordinal)) type = line[7..];
            if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
        }
    }

    /// <summary>The next message of a type.</summary>
    public async Task<SseMessage> NextAsync(string type)
    {
        while (true)
        {
            var message = await NextAsync();
            if (message.Event == type) return message;
        }
    }

    public ValueTask DisposeAsync()
    {
        lines.Dispose();
        response.Dispose();
        return ValueTask.CompletedTask;
    }
}
