using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace MarginGrains.Chaos;

/// <summary>
/// Moves money, in two phases too, and reports fills on an account of its own, one request after the other, and remembers what
/// was acknowledged.
/// What was under way when the server died is sent again under its id to the next one.
/// </summary>
internal sealed class AcknowledgingClient
{
    private readonly List<string> transfers = [];
    private readonly List<string> fills = [];
    private readonly List<string> holds = [];
    private readonly List<string> ends = [];
    private int count;
    private bool opened;

    public const string AccountId = "chaos-client";

    /// <summary>Ids of transfers that were acknowledged.</summary>
    public IReadOnlyList<string> Transfers => transfers;

    /// <summary>Ids of fills that were acknowledged.</summary>
    public IReadOnlyList<string> Fills => fills;

    /// <summary>Ids of withdrawals whose hold was acknowledged.</summary>
    public IReadOnlyList<string> Holds => holds;

    /// <summary>Ids of operations that ended a hold, acknowledged.</summary>
    public IReadOnlyList<string> Ends => ends;

    /// <summary>Ids of withdrawals that are still held.</summary>
    public IEnumerable<string> StillHeld => holds.Except(ends.Select(e => Id(Number(e) - 1)));

    /// <summary>What the balance must be but for the costs of what was held.</summary>
    public decimal Balance => 1_000m * transfers.Count - 0.01m * fills.Count
        - 7m * (holds.Count - ends.Count(e => !IsPaidOut(Number(e))));

    /// <summary>Acknowledgements so far.</summary>
    public int Acknowledged => transfers.Count + fills.Count + holds.Count + ends.Count;

    /// <summary>The operation that held what an operation ends.</summary>
    public static string HoldOf(string endId) => Id(Number(endId) - 1);

    /// <summary>Units that a fill bought, below zero sold.</summary>
    public static decimal UnitsOf(string fillId) => IsBuy(Number(fillId)) ? 1_000m : -1_000m;

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
        var all = transfers.Concat(fills).Concat(holds).Concat(ends).OrderBy(Number).ToList();
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
        var kind = KindOf(count);
        if (kind == Operation.End && !holds.Contains(Id(count - 1))) return;
        using var response = await PostAsync(http, count);

        // Before the first price nothing can be withdrawn, and a refusal is no promise.
        if (kind == Operation.Hold && response.StatusCode == HttpStatusCode.UnprocessableEntity) return;
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(
                $"{(int)response.StatusCode} for operation {count}: {await response.Content.ReadAsStringAsync()}");
        }

        (kind switch
        {
            Operation.Fill => fills, Operation.Hold => holds, Operation.End => ends, _ => transfers,
        }).Add(Id(count));
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, int number) => KindOf(number) switch
    {
        Operation.Fill => http.PostAsJsonAsync($"/v1/accounts/{AccountId}/fills", new
        {
            fillId = Id(number), symbol = RandomMarketFile.Symbol, side = IsBuy(number) ? "buy" : "sell",
            quantity = "1000", price = "1.10", fee = "0.01", time = "2026-03-02T00:00:00Z",
        }),
        Operation.Hold => http.PostAsJsonAsync($"/v1/accounts/{AccountId}/transfers", new
        {
            transferId = Id(number), type = "withdrawal", amount = "7.00", currency = "USD", hold = true,
        }),
        Operation.End => http.PostAsync(
            new Uri($"/v1/accounts/{AccountId}/transfers/{Id(number - 1)}:{(IsPaidOut(number) ? "confirm" : "release")}",
                UriKind.Relative),
            null),
        _ => http.PostAsJsonAsync($"/v1/accounts/{AccountId}/transfers", new
        {
            transferId = Id(number), type = "deposit", amount = "1000.00", currency = "USD",
        }),
    };

    /// The first operations are deposits, so that the account is never short of margin. Of three holds one is never ended.
    private static Operation KindOf(int number) => number <= 5 ? Operation.Deposit
        : number % 3 == 0 ? Operation.Fill
        : number % 8 == 1 ? Operation.Hold
        : number % 8 == 2 && KindOf(number - 1) == Operation.Hold ? Operation.End
        : Operation.Deposit;

    private static bool IsBuy(int fillNumber) => fillNumber % 2 == 0;

    private static bool IsPaidOut(int endNumber) => endNumber % 16 == 2;

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"chaos-{number}");

    private static int Number(string id) => int.Parse(id["chaos-".Length..], CultureInfo.InvariantCulture);

    private enum Operation
    {
        Deposit,
        Fill,
        Hold,
        End,
    }
}
