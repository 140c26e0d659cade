using System.Text.Json;

namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>Calls over all accounts, one with its history, and what operators do with them.</summary>
[Collection(SharedDesk.Name)]
public sealed class CallTests(Desk desk)
{
    [Fact]
    public async Task AnOpenCall_IsListed_AndIsMetWithItsHistory()
    {
        var (account, symbol) = await CalledAsync();
        var id = $"{account}:call-1";
        var row = (await RowAsync(account, "?state=open&limit=500")).ShouldNotBeNull();
        row.GetProperty("id").GetString().ShouldBe(id);
        row.GetProperty("amountDue").GetString().ShouldBe("300.00");
        var margin = await desk.MarginAsync(account);
        margin.Get("calls.0.rule").ShouldBe("margin");
        margin.Get("calls.0.state").ShouldBe("open");
        margin.Get("calls.0.amountNeeded").ShouldBe("300.00");
        margin.Get("calls.0.outstanding").ShouldBe("300.00");
        margin.Get("calls.0.dueRule").ShouldBe("24 hours after notice");
        margin.Get("call.callId").ShouldBe("call-1");
        (await desk.GetAsync($"/v1/calls/{id}")).ShouldBe(200).Get("state").ShouldBe("open");

        await desk.PriceAsync(symbol, "1.2400");

        (await RowAsync(account, "?limit=500")).ShouldBeNull();
        var met = (await desk.GetAsync($"/v1/calls/{id}")).ShouldBe(200);
        met.Get("state").ShouldBe("met");
        met.Get("endedBy").ShouldBe("clearLevelReached");
        met.Json.GetProperty("history").EnumerateArray().Select(e => e.GetProperty("type").GetString())
            .ShouldBe(["call.opened", "call.met"]);
        (await desk.GetAsync($"/v1/accounts/{account}/calls/call-1")).Text.ShouldBe(met.Text);
        var list = (await desk.GetAsync($"/v1/accounts/{account}/calls?state=met")).ShouldBe(200);
        list.Json.GetProperty("data").GetArrayLength().ShouldBe(1);
        (await desk.GetAsync($"/v1/accounts/{account}/calls?state=open")).Json.GetProperty("data").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task TheCallsOfAnAccount_ArePaged_TheNewestFirst()
    {
        var (account, symbol) = await CalledAsync();
        await desk.PriceAsync(symbol, "1.2400");
        await desk.PriceAsync(symbol, "1.2370");
        var first = (await desk.GetAsync($"/v1/accounts/{account}/calls?limit=1")).ShouldBe(200);
        first.Get("data.0.callId").ShouldBe("call-2");
        first.Get("hasMore").ShouldBe("true");
        var second = (await desk.GetAsync($"/v1/accounts/{account}/calls?limit=1&cursor={first.Get("nextCursor")}")).ShouldBe(200);
        second.Get("data.0.callId").ShouldBe("call-1");
        second.Get("hasMore").ShouldBe("false");
    }

    [Fact]
    public async Task OpenCalls_ArePaged_WithoutAGapOrARepetition()
    {
        var accounts = new List<string>();
        for (var i = 0; i < 3; i++) accounts.Add((await CalledAsync()).Account);
        var found = new List<string>();
        var path = "/v1/calls?limit=2";
        while (true)
        {
            var page = (await desk.GetAsync(path)).ShouldBe(200);
            found.AddRange(page.Json.GetProperty("data").EnumerateArray().Select(c => c.GetProperty("id").GetString()!));
            if (page.Get("nextCursor") is not { } cursor) break;
            path = $"/v1/calls?limit=2&cursor={cursor}";
        }

        found.ShouldBeUnique();
        
        accounts.Select(a => $"{a}:call-1").ShouldBeSubsetOf(found);
        (await desk.GetAsync("/v1/calls?cursor=abc")).ShouldBeProblem(400, "cursor_malformed", "cursor");
        (await desk.GetAsync("/v1/calls?state=late")).ShouldBeProblem(400, "parameter_malformed", "state");
    }

    [Fact]
    public async Task AnExtension_MovesTheDueTime_AsOftenAsTheRuleAllows()
    {
        var (account, _) = await CalledAsync();
        var path = $"/v1/calls/{account}:call-1:extend";
        (await desk.PostAsync(path, Extension("2026-01-01T00:00:00Z"))).ShouldBeProblem(422, "due_not_later");
        var extended = (await desk.PostAsync(path, Extension("2026-04-01T00:00:00Z"))).ShouldBe(200);
        extended.Get("dueAt").ShouldBe("2026-04-01T00:00:00Z");
        extended.Get("extensions").ShouldBe("1");
        (await desk.PostAsync(path, Extension("2026-04-01T00:00:00Z"))).ShouldBe(200).IsReplayed.ShouldBeTrue();
        (await desk.PostAsync($"/v1/accounts/{account}/calls/call-1:extend", Extension("2026-04-02T00:00:00Z"))).ShouldBe(200);
        (await desk.PostAsync(path, Extension("2026-04-03T00:00:00Z"))).ShouldBeProblem(422, "extension_not_allowed");
        var e = await desk.EventAsync(account, "call.extended", 1);
        e.Get("data.by").ShouldBe("ann");
        e.Get("data.dueAt").ShouldBe("2026-04-02T00:00:00Z");
    }

    [Fact]
    public async Task AWaiver_NeedsASecondPerson_AndEndsTheDemand()
    {
        var (account, _) = await CalledAsync();
        var path = $"/v1/calls/{account}:call-1:waive";
        (await desk.PostAsync(path, """{"by":"ann","reason":"Sent by wire.","approvedBy":"ann"}"""))
            .ShouldBeProblem(422, "waiver_needs_second_person");
        (await desk.PostAsync(path, """{"by":"ann","reason":" "}""")).ShouldBeProblem(400, "field_malformed", "reason");
        const string Waiver = """{"by":"ann","reason":"Sent by wire.","approvedBy":"bob"}""";
        (await desk.PostAsync(path, Waiver)).ShouldBe(200).Get("state").ShouldBe("waived");
        (await desk.PostAsync(path, Waiver)).ShouldBe(200).IsReplayed.ShouldBeTrue();
        var margin = await desk.MarginAsync(account);
        margin.Get("call").ShouldBeNull();
        margin.Get("calls.0.state").ShouldBe("waived");
        margin.Get("stage").ShouldNotBe("call");
        (await RowAsync(account, "?state=waived&limit=500")).ShouldNotBeNull();
        (await desk.EventAsync(account, "call.waived")).Get("data.approvedBy").ShouldBe("bob");
    }

    [Fact]
    public async Task ACallThatIsNotThere_IsUnknown()
    {
        var account = await desk.AccountAsync("fx-retail");
        (await desk.GetAsync($"/v1/calls/{account}:call-9")).ShouldBeProblem(404, "call_unknown");
        (await desk.GetAsync($"/v1/calls/{account}")).ShouldBeProblem(400, "id_malformed", "callId");
        (await desk.GetAsync("/v1/calls/nobody:call-1")).ShouldBeProblem(404, "account_unknown");
        (await desk.GetAsync("/v1/accounts/nobody/calls")).ShouldBeProblem(404, "account_unknown");
        (await desk.PostAsync($"/v1/calls/{account}:call-9:extend", Extension("2026-04-03T00:00:00Z")))
            .ShouldBeProblem(404, "call_unknown");
    }

    private static string Extension(string dueAt) =>
        $$"""{"dueAt":"{{dueAt}}","by":"ann","reason":"The transfer is on its way."}""";

    private async Task<JsonElement?> RowAsync(string account, string query)
    {
        await desk.SettleAsync();
        var list = (await desk.GetAsync($"/v1/calls{query}")).ShouldBe(200);
        var rows = list.Json.GetProperty("data").EnumerateArray()
            .Where(c => c.GetProperty("accountId").GetString() == account).ToList();
        return rows.Count == 0 ? null : rows.ShouldHaveSingleItem();
    }

    private async Task<(string Account, string Symbol)> CalledAsync()
    {
        var symbol = await desk.EurUsdAsync();
        var account = await desk.AccountAsync("fx-retail", "1000");
        await desk.PriceAsync(symbol, "1.2400");
        (await desk.FillAsync(account, symbol, "buy", "100000", "1.2400")).ShouldBe(201);
        await desk.PriceAsync(symbol, "1.2370");
        return (account, symbol);
    }
}
