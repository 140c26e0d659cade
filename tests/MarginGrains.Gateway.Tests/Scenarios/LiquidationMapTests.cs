namespace MarginGrains.Gateway.Tests.Scenarios;

/// <summary>What would be liquidated at which price, through the API.</summary>
[Collection(SharedDesk.Name)]
public sealed class LiquidationMapTests(Desk desk)
{
    [Fact]
    public async Task EachPosition_StandsInTheStretchOfItsLiquidationPrice_LongsAndShortsApart()
    {
        var symbol = await desk.EurUsdAsync();
        await desk.PriceAsync(symbol, "1.24");
        var (rich, poor, small) = ("2000", "1500", "1200");
        var longs = new[] { rich, poor }.Select(d => HolderAsync(symbol, d, "buy"));
        var shorts = new[] { small }.Select(d => HolderAsync(symbol, d, "sell"));
        string[] accounts = [.. await Task.WhenAll(longs.Concat(shorts))];
        await desk.SettleAsync();

        var map = await MapAsync(symbol, "?from=1.20&to=1.28&buckets=8");
        map.Get("symbol").ShouldBe(symbol);
        map.Get("quoteCurrency").ShouldBe("USD");
        map.Get("mark").ShouldBe("1.24");
        Ends(map).ShouldBe(["1.2", "1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27", "1.28"]);
        var expected = new decimal[2, 8];
        foreach (var account in accounts)
        {
            var position = (await desk.MarginAsync(account)).ShouldBe(200);
            var price = position.Number("positions.0.liquidationPrice");
            var side = position.Get("positions.0.side") == "long" ? 0 : 1;
            expected[side, (int)((price - 1.20m) / 0.01m)] += 100_000m * price;
        }

        for (var n = 0; n < 8; n++)
        {
            map.Number($"buckets.{n}.longs.notional").ShouldBe(Math.Round(expected[0, n], 2));
            map.Number($"buckets.{n}.shorts.notional").ShouldBe(Math.Round(expected[1, n], 2));
        }

        Accounts(map, "longs").ShouldBe(2);
        Accounts(map, "shorts").ShouldBe(1);
        map.Get("running.longs.accounts").ShouldBe("0");
        map.Get("pastLine.shorts.notional").ShouldBe("0.00");
    }

    [Fact]
    public async Task WithoutARange_ItIsTwentyPercentToBothSidesOfTheMark()
    {
        var symbol = await desk.EurUsdAsync();
        await desk.PriceAsync(symbol, "1.25");
        var map = await MapAsync(symbol, "");
        map.Get("from").ShouldBe("1");
        map.Get("to").ShouldBe("1.5");
        map.Json.GetProperty("buckets").GetArrayLength().ShouldBe(20);
        Accounts(map, "longs").ShouldBe(0);
        map.Get("buckets.0.longs.notional").ShouldBe("0.00");
    }

    [Theory]
    [InlineData("?from=2&to=1", "from")]
    [InlineData("?from=1.25&to=1.25", "from")]
    [InlineData("?from=1.6", "from")]
    [InlineData("?to=0.9", "from")]
    [InlineData("?from=0", "from")]
    [InlineData("?to=-1", "to")]
    [InlineData("?to=1e3", "to")]
    [InlineData("?buckets=0", "buckets")]
    [InlineData("?buckets=201", "buckets")]
    [InlineData("?buckets=ten", "buckets")]
    public async Task AWrongRange_IsNamed(string query, string field)
    {
        var symbol = await desk.EurUsdAsync();
        await desk.PriceAsync(symbol, "1.25");
        (await desk.GetAsync($"/v1/risk/liquidation-map/{symbol}{query}")).ShouldBeProblem(400, "parameter_malformed", field);
    }

    [Fact]
    public async Task WithoutAnInstrument_OrAPrice_ThereIsNoMap()
    {
        (await desk.GetAsync("/v1/risk/liquidation-map/unknown-1")).ShouldBeProblem(404, "instrument_unknown");
        (await desk.GetAsync("/v1/risk/liquidation-map/a,b")).ShouldBeProblem(400, "id_malformed", "symbol");
        var symbol = await desk.EurUsdAsync();
        (await desk.GetAsync($"/v1/risk/liquidation-map/{symbol}")).ShouldBeProblem(404, "price_unknown");
        (await desk.GetAsync($"/v1/risk/liquidation-map/{symbol}?bucket=3"))
            .ShouldBeProblem(400, "parameter_unknown", "bucket");
    }

    private async Task<string> HolderAsync(string symbol, string deposit, string side)
    {
        var account = await desk.AccountAsync("fx-retail", deposit);
        (await desk.FillAsync(account, symbol, side, "100000", "1.24")).ShouldBe(201);
        return account;
    }

    private async Task<Answer> MapAsync(string symbol, string query) =>
        (await desk.GetAsync($"/v1/risk/liquidation-map/{symbol}{query}")).ShouldBe(200);

    private static IEnumerable<string> Ends(Answer map)
    {
        var buckets = map.Json.GetProperty("buckets").EnumerateArray().ToList();
        return buckets.Select(b => b.GetProperty("from").GetString()!).Append(buckets[^1].GetProperty("to").GetString()!);
    }

    private static int Accounts(Answer map, string side) => map.Json.GetProperty("buckets").EnumerateArray()
        .Sum(b => b.GetProperty(side).GetProperty("accounts").GetInt32());
}
