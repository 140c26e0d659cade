using System.Text.Json.Nodes;
using MarginGrains.Core.Calendars;
using MarginGrains.Grains.Marks;
using Microsoft.Extensions.DependencyInjection;

namespace MarginGrains.Gateway.Tests.Serving;

/// <summary>What most tests begin with.</summary>
public static class DeskSteps
{
    /// <summary>Defines an instrument and returns its symbol.</summary>
    public static async Task<string> InstrumentAsync(
        this Desk desk, string margin, string assetClass = "cfd", string multiplier = "1", string lotSize = "1",
        string quote = "USD", string? symbol = null, string? baseCurrency = null)
    {
        symbol ??= Desk.New("I");
        var pair = baseCurrency is null ? "" : $"\"baseCurrency\":\"{baseCurrency}\",";
        (await desk.PutAsync($"/v1/instruments/{symbol}", $$"""
            {"assetClass":"{{assetClass}}","quoteCurrency":"{{quote}}",{{pair}}"multiplier":"{{multiplier}}",
             "lotSize":"{{lotSize}}","tickSize":"0.00001","margin":[{{margin}}]}
            """)).ShouldBe(201);
        return symbol;
    }

    public static string Rate(string initial, string maintenance) =>
        $$"""{"kind":"rate","initial":"{{initial}}","maintenance":"{{maintenance}}"}""";

    public static string PerContract(string initial, string maintenance, string units = "1") =>
        $$"""{"kind":"perContract","initial":"{{initial}}","maintenance":"{{maintenance}}","unitsPerContract":"{{units}}"}""";

    public static string Leverage(string leverage, string share = "0.5") =>
        $$"""{"kind":"leverage","leverage":"{{leverage}}","maintenanceShare":"{{share}}"}""";

    /// <summary>Publishes the calendar of an exchange that trades from Monday to Friday between two full hours, UTC.</summary>
    public static Task CalendarAsync(this Desk desk, string calendarId, int opens, int closes) =>
        desk.Services.GetRequiredService<MarkFeed>().PublishThroughAsync(new()
        {
            Calendar = new TradingCalendar
            {
                Id = new(calendarId),
                Zone = ZoneOffsets.Utc,
                Week = [.. Enumerable.Range(1, 5).Select(day => new WeekdayHours(
                    (DayOfWeek)day, [new(TimeSpan.FromHours(opens), TimeSpan.FromHours(closes))]))],
            },
        }).AsTask();

    /// <summary>The pair of U06: one lot needs exactly 1,000.</summary>
    public static Task<string> EurUsdAsync(this Desk desk) =>
        desk.InstrumentAsync(PerContract("1000", "500", "100000"), lotSize: "1000");

    /// <summary>Opens an account with a deposit and returns its id.</summary>
    public static async Task<string> AccountAsync(
        this Desk desk, string regimeId, string? deposit = null, string currency = "USD")
    {
        var accountId = Desk.New("A");
        (await desk.PutAsync($"/v1/accounts/{accountId}", $$"""{"regimeId":"{{regimeId}}","currency":"{{currency}}"}"""))
            .ShouldBe(201);
        if (deposit is not null) (await desk.TransferAsync(accountId, "deposit", deposit, currency)).ShouldBe(201);
        return accountId;
    }

    public static Task<Answer> TransferAsync(
        this Desk desk, string accountId, string type, string amount, string currency = "USD", string? transferId = null) =>
        desk.PostAsync($"/v1/accounts/{accountId}/transfers", $$"""
            {"transferId":"{{transferId ?? Desk.New("T")}}","type":"{{type}}","amount":"{{amount}}","currency":"{{currency}}"}
            """);

    public static Task<Answer> FillAsync(
        this Desk desk, string accountId, string symbol, string side, string quantity, string price, string? fillId = null) =>
        desk.PostAsync($"/v1/accounts/{accountId}/fills", FillJson(symbol, side, quantity, price, fillId));

    public static string FillJson(string symbol, string side, string quantity, string price, string? fillId = null) => $$"""
        {"fillId":"{{fillId ?? Desk.New("F")}}","symbol":"{{symbol}}","side":"{{side}}","quantity":"{{quantity}}",
         "price":"{{price}}","time":"2026-03-02T14:00:00Z"}
        """;

    /// <summary>Posts a mark and waits until everybody has judged it.</summary>
    public static async Task PriceAsync(this Desk desk, string symbol, string mark)
    {
        (await desk.PostAsync("/v1/prices", PriceJson(symbol, mark, desk.NextTime()))).ShouldBe(200).Get("accepted").ShouldBe("1");
        await desk.SettleAsync();
    }

    public static string PriceJson(string symbol, string mark, string time) =>
        $$"""{"prices":[{"symbol":"{{symbol}}","mark":"{{mark}}","time":"{{time}}"}]}""";

    public static Task<Answer> MarginAsync(this Desk desk, string accountId) => desk.GetAsync($"/v1/accounts/{accountId}/margin");

    public static Task<Answer> CheckAsync(
        this Desk desk, string accountId, string symbol, string side, string quantity) =>
        desk.PostAsync($"/v1/accounts/{accountId}/orders:check",
            $$"""{"symbol":"{{symbol}}","side":"{{side}}","quantity":"{{quantity}}"}""");

    /// <summary>Asks again until the answer has a value, which the desk learns a moment after the journal.</summary>
    public static async Task UntilAsync(this Desk desk, string path, string field, string value)
    {
        var deadline = Desk.Deadline;
        while ((await desk.GetAsync(path)).Get(field) != value) deadline.ThrowIfCancellationRequested();
    }

    /// <summary>All events of an account.</summary>
    public static async Task<List<Answer>> JournalAsync(this Desk desk, string accountId)
    {
        var journal = (await desk.GetAsync($"/v1/accounts/{accountId}/journal?limit=500")).ShouldBe(200);
        return [.. journal.Json.GetProperty("data").EnumerateArray()
            .Select(e => new Answer(200, e.GetRawText(), journal.Headers, "application/json"))];
    }

    /// <summary>Defines fx-retail with some fields changed under a name of its own and returns that.</summary>
    public static async Task<string> RegimeAsync(
        this Desk desk, string field, string json, params (string Field, string Json)[] others)
    {
        var shown = (await desk.GetAsync("/v1/regimes/fx-retail")).ShouldBe(200);
        var body = JsonNode.Parse(shown.Text)!["versions"]![0]!.AsObject();
        body.Remove("version");
        foreach (var (name, value) in others.Prepend((field, json))) body[name] = JsonNode.Parse(value);
        var regime = Desk.New("R");
        (await desk.PutAsync($"/v1/regimes/{regime}", body.ToJsonString())).ShouldBe(201);
        return regime;
    }

    /// <summary>The n-th event of a type, from 0.</summary>
    public static async Task<Answer> EventAsync(this Desk desk, string accountId, string type, int index) =>
        (await desk.JournalAsync(accountId)).Where(e => e.Get("type") == type).ElementAt(index);

    /// <summary>The one event of a type.</summary>
    public static async Task<Answer> EventAsync(this Desk desk, string accountId, string type) =>
        (await desk.JournalAsync(accountId)).Where(e => e.Get("type") == type).ShouldHaveSingleItem();
}
