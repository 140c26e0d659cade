namespace MarginGrains.Gateway.Tests.Accounts;

/// <summary>Prices: each item is accepted, ignored or rejected for itself.</summary>
[Collection(SharedDesk.Name)]
public sealed class PriceTests(Desk desk)
{
    [Fact]
    public async Task EachItemOfABatch_HasItsOwnAnswer()
    {
        var symbol = await desk.InstrumentAsync(DeskSteps.Leverage("10"));
        var (earlier, now) = (desk.NextTime(), desk.NextTime());
        var answer = (await desk.PostAsync("/v1/prices", $$"""
            {"prices":[
              {"symbol":"{{symbol}}","bid":"99","ask":"101","time":"{{now}}"},
              {"symbol":"{{symbol}}","last":"5","time":"{{earlier}}"},
              {"symbol":"{{symbol}}","mark":"0","time":"{{now}}"},
              {"symbol":"{{symbol}}","last":"-1","time":"{{now}}"},
              {"symbol":"{{symbol}}","bid":"3","ask":"2","time":"{{now}}"},
              {"symbol":"{{symbol}}","time":"{{now}}"},
              {"symbol":"{{symbol}}","last":"999999999999999","time":"{{now}}"},
              {"symbol":"not-there","last":"1","time":"{{now}}"},
              {"symbol":"{{symbol}}","last":"102","time":"{{now}}"}]}
            """)).ShouldBe(200);
        answer.Json.GetProperty("results").EnumerateArray()
            .Select(r => $"{r.GetProperty("outcome").GetString()} {r.GetProperty("code").GetString()}".Trim()).ShouldBe(
            [
                "accepted", "ignored time_going_back", "rejected price_not_positive", "rejected price_not_positive",
                "rejected bid_above_ask", "rejected price_missing", "rejected price_too_large",
                "rejected instrument_unknown", "accepted",
            ]);
        answer.Get("accepted").ShouldBe("2");
        answer.Get("ignored").ShouldBe("1");
        answer.Get("rejected").ShouldBe("6");

        await desk.SettleAsync();
        var price = (await desk.GetAsync($"/v1/prices/{symbol}")).ShouldBe(200);
        price.Get("mark").ShouldBe("102");
        price.Get("kind").ShouldBe("last");
        price.Get("time").ShouldBe(now);
        price.Get("stale").ShouldBe("false");
    }

    [Fact]
    public async Task ASequenceThatDoesNotRise_IsIgnored()
    {
        var symbol = await desk.InstrumentAsync(DeskSteps.Leverage("10"));
        var time = desk.NextTime();
        string Post(int sequence) => $$"""{"prices":[{"symbol":"{{symbol}}","mark":"1","sequence":{{sequence}},"time":"{{time}}"}]}""";
        (await desk.PostAsync("/v1/prices", Post(7))).Get("results.0.sequence").ShouldBe("7");
        (await desk.PostAsync("/v1/prices", Post(7))).Get("results.0.code").ShouldBe("sequence_not_rising");
    }

    [Fact]
    public async Task AnInstrumentWithoutAPrice_SaysSo() =>
        (await desk.GetAsync($"/v1/prices/{await desk.InstrumentAsync(DeskSteps.Leverage("10"))}")).ShouldBeProblem(404, "price_unknown");
}
