using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MarginGrains.Chaos;

/// <summary>
/// Gives the replayed market costs, so that every account that is played pays swap and funding while the server is killed,
/// and says of two accounts that only hold what they must have paid, by sums that share nothing with the product.
/// </summary>
internal static class CostSeed
{
    public const string Loan = "chaos-loan";
    public const string Holder = "chaos-holder";
    public const string Gold = "XAUUSD";
    public const decimal SwapRate = 0.00007m;
    public const decimal ShortSwapRate = -0.00002m;
    public const decimal FundingPrice = 2_500m;
    public const decimal InterestRate = 0.055m;
    public const decimal Borrowed = 9_000m;
    public const decimal Euros = 100_000m;
    public const decimal Ounces = -10m;
    public const decimal Deposit = 10_000_000m;

    private const string Spread = "0.015";
    private const string Published = "0.04";

    /// <summary>When the market begins.</summary>
    public static DateTime Start { get; } = new(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The rate of an hour's funding: above and below zero.</summary>
    public static decimal FundingRate(DateTime hour) => (hour.DayOfYear * 24 + hour.Hour) % 7 * 0.0001m - 0.0002m;

    /// <summary>Defines and publishes into an empty database, and kills the server: what it said is stored is.</summary>
    public static async Task WriteAsync(string database, int ticks)
    {
        using var server = ReplayProcess.Serve(database);
        using var http = new HttpClient { BaseAddress = await server.WhenReadyAsync(), Timeout = TimeSpan.FromSeconds(60) };
        await PutAsync(http, $"instruments/{RandomMarketFile.Symbol}", Pair("forex", "EUR", "1000", "0.00001",
            new { swap = new { mode = "perUnit", valueDays = 2 } }));
        await PutAsync(http, $"instruments/{Gold}", Pair("cfd", "XAU", "1", "0.01", new { funding = new { intervalSeconds = 3600 } }));
        await PutAsync(http, "instruments/ACME", new
        {
            assetClass = "stock", quoteCurrency = "USD", multiplier = "1", lotSize = "1", tickSize = "0.01",
            margin = new[] { new { kind = "rate", initial = "0.5", maintenance = "0.3" } },
        });
        await PutAsync(http, $"regimes/{Loan}", await LoanRegimeAsync(http));
        var at = Text(Start.AddDays(-1));
        await PutAsync(http, "rates/interest", new { subject = "USD", points = new[] { new { at, rate = Published } } });
        await PutAsync(http, "rates/swap", new
        {
            subject = RandomMarketFile.Symbol, points = new[] { new { at, rate = Text(SwapRate), shortRate = Text(ShortSwapRate) } },
        });
        // No tick is more than a minute after the one before.
        var hours = Enumerable.Range(1, ticks / 60 + 2).Select(h => Start.AddHours(h));
        foreach (var part in hours.Chunk(4_000))
        {
            await PutAsync(http, "rates/funding", new
            {
                subject = Gold,
                points = part.Select(h => new { at = Text(h), rate = Text(FundingRate(h)), price = Text(FundingPrice) }),
            });
        }

        await server.KillAsync();
    }

    /// <summary>Opens the accounts that only hold; they are not played, so nothing else happens to them.</summary>
    public static async Task OpenAsync(HttpClient http)
    {
        await PutAsync(http, $"accounts/{Loan}", new { regimeId = Loan, currency = "USD" });
        await PutAsync(http, $"accounts/{Holder}", new { regimeId = "fx-retail", currency = "USD" });
        await PostAsync(http, $"accounts/{Loan}/transfers",
            new { transferId = "t", type = "deposit", amount = "1000.00", currency = "USD" });
        await PostAsync(http, $"accounts/{Holder}/transfers",
            new { transferId = "t", type = "deposit", amount = Text(Deposit), currency = "USD" });
        await FillAsync(http, Loan, "ACME", Borrowed / 100m + 10m, "100");
        await FillAsync(http, Holder, RandomMarketFile.Symbol, Euros, "1.10");
        await FillAsync(http, Holder, Gold, Ounces, "2500");
    }

    private static Task FillAsync(HttpClient http, string account, string symbol, decimal quantity, string price) =>
        PostAsync(http, $"accounts/{account}/fills", new
        {
            fillId = symbol, symbol, side = quantity > 0m ? "buy" : "sell", quantity = Text(Math.Abs(quantity)), price,
            fee = "0.00", time = Text(Start),
        });

    private static object Pair(string assetClass, string baseCurrency, string lotSize, string tickSize, object costs) => new
    {
        assetClass, baseCurrency, quoteCurrency = "USD", multiplier = "1", lotSize, tickSize, costs,
        margin = new[] { new { kind = "leverage", leverage = "100", maintenanceShare = "0.5" } },
    };

    /// A margin loan as it ships, with interest.
    private static async Task<JsonObject> LoanRegimeAsync(HttpClient http)
    {
        var preset = await http.GetFromJsonAsync<JsonObject>(new Uri("/v1/regimes/us-reg-t", UriKind.Relative));
        var regime = preset!["versions"]![0]!.DeepClone().AsObject();
        foreach (var field in regime.Where(f => f.Value is null).Select(f => f.Key).Append("version").ToList()) regime.Remove(field);
        regime["costs"] = JsonSerializer.SerializeToNode(new { dayCount = "act360", spread = Spread });
        return regime;
    }

    private static async Task PutAsync(HttpClient http, string path, object body)
    {
        using var response = await http.PutAsJsonAsync(new Uri($"/v1/{path}", UriKind.Relative), body);
        await RequireAsync(response, path);
    }

    private static async Task PostAsync(HttpClient http, string path, object body)
    {
        using var response = await http.PostAsJsonAsync(new Uri($"/v1/{path}", UriKind.Relative), body);
        await RequireAsync(response, path);
    }

    private static async Task RequireAsync(HttpResponseMessage response, string path)
    {
        if (response.IsSuccessStatusCode) return;
        throw new InvalidOperationException($"{path}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
    }

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTime time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
