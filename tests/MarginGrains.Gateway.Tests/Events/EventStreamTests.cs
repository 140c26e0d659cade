using System.Globalization;

namespace MarginGrains.Gateway.Tests.Events;

/// <summary>The event stream as a client sees it, byte by byte and over interruptions.</summary>
[Collection(SharedDesk.Name)]
public sealed class EventStreamTests(Desk desk)
{
    [Fact]
    public async Task AnEvent_HasItsIdItsTypeAndItsData_OnLinesOfTheirOwn()
    {
        var account = await desk.AccountAsync("fx-retail");
        await using var stream = await SseReader.OpenAsync(desk, $"?afterId=0&accountId={account}");
        stream.ContentType.ShouldBe("text/event-stream");
        (await stream.LineAsync()).ShouldBe("retry: 1000");
        (await stream.LineAsync()).ShouldBe("");
        var id = await stream.LineAsync();
        id.ShouldMatch("^id: [0-9]+$");
        (await stream.LineAsync()).ShouldBe("event: account.opened");
        var data = await stream.LineAsync();
        data.ShouldStartWith($$"""data: {"id":"{{id[4..]}}","type":"account.opened","accountId":"{{account}}","accountSequence":1,""");
        data.ShouldContain("""data":{"regimeId":"fx-retail","currency":"USD","clientClass":"retail"}""");
        (await stream.LineAsync()).ShouldBe("");
    }

    [Fact]
    public async Task ALiveCall_ArrivesWithItsAmountItsFiguresAndItsCause()
    {
        var symbol = await desk.EurUsdAsync();
        var account = await desk.AccountAsync("fx-retail", "1000");
        await desk.PriceAsync(symbol, "1.24");
        await desk.FillAsync(account, symbol, "buy", "100000", "1.24");
        await using var stream = await SseReader.OpenAsync(desk, $"?accountId={account}&types=call.opened");

        await desk.PriceAsync(symbol, "1.2370");

        var opened = await stream.NextAsync();
        opened.Event.ShouldBe("call.opened");
        opened.Json.Number("data.amountDue").ShouldBe(300m);
        opened.Json.Get("data.currency").ShouldBe("USD");
        opened.Json.Get("data.dueAt")!.ShouldEndWith("Z");
        opened.Json.Number("margin.equity").ShouldBe(700m);
        opened.Json.Get("margin.marks.0.mark").ShouldBe("1.237");
        opened.Json.Get("cause.kind").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task AStreamThatBreaksAgainAndAgain_ResumesWithoutGapOrDuplicate()
    {
        const int Transfers = 120;
        var account = await desk.AccountAsync("fx-retail");
        var writing = Task.Run(async () =>
        {
            for (var i = 1; i <= Transfers; i++) (await desk.TransferAsync(account, "deposit", "1")).ShouldBe(201);
        });

        var sequences = new List<string>();
        string? last = null;
        while (sequences.Count < Transfers + 1)
        {
            // The header wins over the address, which still says where this reader once began.
            await using var stream = await SseReader.OpenAsync(desk, $"?afterId=0&accountId={account}", last);
            for (var i = 0; i < 17 && sequences.Count < Transfers + 1; i++)
            {
                var message = await stream.NextAsync();
                sequences.Add(message.Json.Get("accountSequence")!);
                message.Json.Get("id").ShouldBe(message.Id);
                last = message.Id;
            }
        }

        await writing;
        sequences.ShouldBe(Enumerable.Range(1, Transfers + 1).Select(i => i.ToString(CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task EventsOfManyAccounts_ArriveInTheOrderOfTheJournal()
    {
        await using var stream = await SseReader.OpenAsync(desk, "?types=transfer.booked");
        var accounts = new List<string>();
        for (var i = 0; i < 12; i++) accounts.Add(await desk.AccountAsync("fx-retail"));
        await Task.WhenAll(accounts.SelectMany(a => Enumerable.Range(1, 10).Select(_ => desk.TransferAsync(a, "deposit", "1"))));

        var seen = new Dictionary<string, List<long>>();
        long position = 0;
        while (accounts.Sum(a => seen.GetValueOrDefault(a)?.Count ?? 0) < 120)
        {
            var message = await stream.NextAsync();
            message.Event.ShouldBe("transfer.booked");
            var id = long.Parse(message.Id!, CultureInfo.InvariantCulture);
            id.ShouldBeGreaterThan(position);
            position = id;
            var account = message.Json.Get("accountId")!;
            if (!seen.TryGetValue(account, out var list)) seen[account] = list = [];
            list.Add(long.Parse(message.Json.Get("accountSequence")!, CultureInfo.InvariantCulture));
        }

        foreach (var account in accounts) seen[account].ShouldBe(Enumerable.Range(2, 10).Select(i => (long)i));
    }

    [Fact]
    public async Task WithoutFilters_BookingsStayOut_AndTheSummaryNamesTheNewestThatComes()
    {
        var symbol = await desk.EurUsdAsync();
        var account = await desk.AccountAsync("fx-retail", "1000");
        await desk.PriceAsync(symbol, "1.24");
        await using var stream = await SseReader.OpenAsync(desk, "");
        await desk.FillAsync(account, symbol, "buy", "100000", "1.24");
        await desk.PriceAsync(symbol, "1.2370");
        var first = await stream.NextAsync();
        first.Event.ShouldBe("call.opened");
        first.Json.Get("accountId").ShouldBe(account);
        await desk.TransferAsync(account, "deposit", "1");
        await desk.UntilAsync("/v1/risk/summary", "lastEventId", first.Id!);
    }

    [Fact]
    public async Task TheList_GoesBothWays_InPages_AndAgreesWithTheStream()
    {
        var account = await desk.AccountAsync("fx-retail");
        for (var i = 0; i < 9; i++) await desk.TransferAsync(account, "deposit", "1");
        var oldest = await PagesAsync($"/v1/events:list?order=oldest&accountId={account}&limit=3");
        var newest = await PagesAsync($"/v1/events:list?order=newest&accountId={account}&limit=4");
        oldest.Count.ShouldBe(10);
        newest.ShouldBe(oldest.AsEnumerable().Reverse());
        (await PagesAsync($"/v1/events:list?order=oldest&accountId={account}&afterId={oldest[6]}")).ShouldBe(oldest[7..]);
        (await PagesAsync($"/v1/events:list?order=newest&accountId={account}&afterId={oldest[6]}"))
            .ShouldBe(oldest[7..].AsEnumerable().Reverse());
        (await PagesAsync($"/v1/events:list?types=account.opened&accountId={account}")).ShouldBe(oldest[..1]);

        await using var stream = await SseReader.OpenAsync(desk, $"?accountId={account}&afterId={oldest[8]}");
        (await stream.NextAsync()).Id.ShouldBe(oldest[9]);
    }

    private async Task<List<string>> PagesAsync(string path)
    {
        var ids = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await desk.GetAsync(cursor is null ? path : $"{path}&cursor={cursor}")).ShouldBe(200);
            ids.AddRange(page.Json.GetProperty("data").EnumerateArray().Select(e => e.GetProperty("id").GetString()!));
            cursor = page.Get("nextCursor");
        }
        while (cursor is not null);
        return ids;
    }
}
