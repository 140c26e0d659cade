using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace MarginGrains.Chaos;

/// <summary>
/// Moves money and reports fills on accounts of its own, one request after the other, and remembers what was acknowledged.
/// What was under way when the server died is sent again under its id to the next one.
/// </summary>
internal sealed class AcknowledgingClient
{
    private readonly List<string> transfers = [];
    private readonly List<string> fills = [];
    private int count;
    private bool opened;

    public const string AccountId = "chaos-client";

    /// <summary>Ids of transfers that were acknowledged.</summary>
    public IReadOnlyList<string> Transfers => transfers;

    /// <summary>Ids of fills that were acknowledged.</summary>
    public IReadOnlyList<string> Fills => fills;

    /// <summary>Acknowledgements so far.</summary>
    public int Acknowledged => transfers.Count + fills.Count;

    /// <summary>Goes on until so many more are acknowledged.</summary>
    public async Task WorkAsync(Uri server, int acknowledgements)
    {
        using var http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
        if (!opened) await OpenAsync(http);
        for (var target = Acknowledged + acknowledgements; Acknowledged < target; count++) await SendAsync(http);
    }

    /// <summary>Goes on until the server has taken so many prices since it was started.</summary>
    public async Task WorkUntilAsync(Uri server, long prices)
    {
        using var http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
        long taken;
        do
        {
            for (var i = 0; i < 5; i++, count++) await SendAsync(http);
            using var summary = JsonDocument.Parse(await http.GetStringAsync(new Uri("/v1/risk/summary", UriKind.Relative)));
            taken = summary.RootElement.GetProperty("prices").GetInt64();
        }
        while (taken < prices);
    }

    /// <summary>
    /// Sends some of what was acknowledged once more, the newest and others evenly; every answer must say that it is not new.
    /// The database says of all of them that they were booked once.
    /// </summary>
    public async Task<int> RepeatAsync(Uri server)
    {
        using var http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(30) };
        var executedAgain = 0;
        var all = transfers.Concat(fills).OrderBy(Number).ToList();
        foreach (var id in all.Where((_, i) => i % (1 + all.Count / 40) == 0).Concat(all.TakeLast(10)))
        {
            using var response = await PostAsync(http, Number(id));
            response.EnsureSuccessStatusCode();
            if (!response.Headers.Contains("Idempotent-Replayed")) executedAgain++;
        }

        return executedAgain;
    }

    private async Task OpenAsync(HttpClient http)
    {
        using var account = await http.PutAsJsonAsync(
            $"/v1/accounts/{AccountId}", new { regimeId = "fx-retail", currency = "USD" });
        account.EnsureSuccessStatusCode();
        await CostSeed.OpenAsync(http);
        opened = true;
    }

    private async Task SendAsync(HttpClient http)
    {
        using var response = await PostAsync(http, count);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(
                $"{(int)response.StatusCode} for operation {count}: {await response.Content.ReadAsStringAsync()}");
        }

        (IsFill(count) ? fills : transfers).Add(Id(count));
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, int number) => IsFill(number)
        ? http.PostAsJsonAsync($"/v1/accounts/{AccountId}/fills", new
        {
            fillId = Id(number), symbol = RandomMarketFile.Symbol, side = number % 2 == 0 ? "buy" : "sell",
            quantity = "1000", price = "1.10", fee = "0.01", time = "2026-03-02T00:00:00Z",
        })
        : http.PostAsJsonAsync($"/v1/accounts/{AccountId}/transfers", new
        {
            transferId = Id(number), type = "deposit", amount = "1000.00", currency = "USD",
        });

    /// The first operations are deposits, so that the account is never short of margin.
    private static bool IsFill(int number) => number > 5 && number % 3 == 0;

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"chaos-{number}");

    private static int Number(string id) => int.Parse(id["chaos-".Length..], CultureInfo.InvariantCulture);
}
