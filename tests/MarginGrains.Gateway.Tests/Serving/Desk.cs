using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using MarginGrains.Grains.Hosting;
using MarginGrains.Host.Server;
using Microsoft.Extensions.DependencyInjection;

namespace MarginGrains.Gateway.Tests.Serving;

/// <summary>
/// A real server on a free port with a database of its own. Marks are the clock, so that nothing depends on how long a
/// test
/// takes; ids and times are given out once, so that tests can share it.
/// </summary>
public sealed class Desk : IAsyncLifetime, IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 14, 0, 0, TimeSpan.Zero);
    private static int named;

    private readonly string folder = Directory.CreateTempSubdirectory("margingrains-gateway-").FullName;
    private EmbeddedServer? server;
    private Action<IServiceCollection> replaced = _ => { };
    private long seconds;

    /// <summary>No test waits longer for anything.</summary>
    public static CancellationToken Deadline => new CancellationTokenSource(TimeSpan.FromSeconds(90)).Token;

    public HttpClient Client { get; private set; } = null!;

    public Uri Address => server!.Address;

    internal IServiceProvider Services => server!.Services;

    /// <summary>A name that nothing else has.</summary>
    public static string New(string kind) =>
        string.Create(CultureInfo.InvariantCulture, $"{kind}-{Interlocked.Increment(ref named)}");

    public static async Task<Desk> StartAsync(Action<IServiceCollection>? services = null)
    {
        var desk = new Desk { replaced = services ?? (_ => { }) };
        await desk.InitializeAsync();
        return desk;
    }

    public async Task InitializeAsync()
    {
        server = await EmbeddedServer.StartAsync(
            new() { DatabasePath = Path.Combine(folder, "desk.db"), Partitions = 4, Clock = ClockSource.Marks, Services = replaced },
            Deadline);
        Client = new() { BaseAddress = server.Address, Timeout = TimeSpan.FromSeconds(60) };
    }

    /// <summary>Stops the server and starts another on the same database.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await InitializeAsync();
    }

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The next second of market time.</summary>
    public string NextTime() => Start.AddSeconds(Interlocked.Increment(ref seconds))
        .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<Answer> PutAsync(string path, string json) => SendAsync(HttpMethod.Put, path, json);

    public Task<Answer> PostAsync(string path, string json) => SendAsync(HttpMethod.Post, path, json);

    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body, string contentType = "application/json")
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        using var response = await Client.SendAsync(request);
        return new(
            (int)response.StatusCode, await response.Content.ReadAsStringAsync(), response.Headers,
            response.Content.Headers.ContentType?.MediaType);
    }

    /// <summary>Completes when everything posted so far is judged, orders and claims answered.</summary>
    public Task SettleAsync() => Services.GetRequiredService<Settlement>().SettleAsync().WaitAsync(Deadline);

    private async Task StopAsync()
    {
        Client.Dispose();
        await server!.DisposeAsync();
    }
}

/// <summary>Tests that share one server.</summary>
[CollectionDefinition(Name)]
public sealed class SharedDesk : ICollectionFixture<Desk>
{
    public const string Name = "desk";
}
