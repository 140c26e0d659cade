namespace MarginGrains.Gateway.Tests.Refusals;

/// <summary>What is wrong with a request is said before anybody is asked, at every door in the same words.</summary>
[Collection(SharedDesk.Name)]
public sealed class MalformedBodyTests(Desk desk)
{
    /// <summary>Every endpoint that takes a body, with a body that is right.</summary>
    private static readonly Dictionary<string, (string Path, string Body)> Doors = new()
    {
        ["account"] = ("PUT /v1/accounts/acct-x", """{"regimeId":"fx-retail","currency":"USD"}"""),
        ["transfer"] = ("POST /v1/accounts/acct-x/transfers",
            """{"transferId":"t","type":"deposit","amount":"1","currency":"USD"}"""),
        ["fill"] = ("POST /v1/accounts/acct-x/fills",
            """{"fillId":"f","symbol":"S","side":"buy","quantity":"1","price":"1","fee":"0","time":"2026-03-02T14:00:00Z"}"""),
        ["fills"] = ("POST /v1/fills",
            """{"fills":[{"accountId":"a","fillId":"f","symbol":"S","side":"buy","quantity":"1","price":"1","time":"2026-03-02T14:00:00Z"}]}"""),
        ["check"] = ("POST /v1/accounts/acct-x/orders:check",
            """{"symbol":"S","side":"buy","quantity":"1","price":"1","fee":"0"}"""),
        ["prices"] = ("POST /v1/prices",
            """{"prices":[{"symbol":"S","bid":"1","ask":"1","last":"1","mark":"1","sequence":1,"time":"2026-03-02T14:00:00Z"}]}"""),
        ["instrument"] = ("PUT /v1/instruments/S",
            """{"assetClass":"cfd","quoteCurrency":"USD","multiplier":"1","lotSize":"1","tickSize":"0.01","priceBand":"0.1","margin":[{"kind":"rate","effectiveAt":"2026-01-01T00:00:00Z","initial":"0.1","maintenance":"0.05"}]}"""),
        ["regime"] = ("PUT /v1/regimes/R",
            """{"regimeRatio":"equityToUsedMargin","liquidation":{"stopOut":{"measure":"equityToUsedMargin","comparator":"below","threshold":"0.5"},"target":{"measure":"equityToUsedMargin","comparator":"below","threshold":"0.6"}}}"""),
    };

    public static TheoryData<string> EveryDoor { get; } = [.. Doors.Keys];

    public static TheoryData<string, string, string, string, string> WrongFields { get; } = new()
    {
        // door, what is replaced, by what, code, field
        { "account", "\"USD\"", "\"usd\"", "currency_malformed", "currency" },
        { "account", "\"fx-retail\"", "\"fx retail\"", "id_malformed", "regimeId" },
        { "account", "\"fx-retail\"", "7", "field_malformed", "regimeId" },
        { "transfer", "\"amount\":\"1\"", "\"amount\":1", "decimal_must_be_string", "amount" },
        { "transfer", "\"amount\":\"1\"", "\"amount\":\"1e3\"", "decimal_malformed", "amount" },
        { "transfer", "\"amount\":\"1\"", "\"amount\":\"1,000\"", "decimal_malformed", "amount" },
        { "transfer", "\"amount\":\"1\"", "\"amount\":\"\"", "decimal_malformed", "amount" },
        { "transfer", "\"amount\":\"1\"", "\"amount\":\"1000000000000000\"", "decimal_out_of_range", "amount" },
        { "transfer", "\"amount\":\"1\"", "\"amount\":\"0.0000000000001\"", "decimal_out_of_range", "amount" },
        { "transfer", "\"deposit\"", "\"gift\"", "value_unknown", "type" },
        { "transfer", "\"deposit\"", "\"Deposit\"", "value_unknown", "type" },
        { "transfer", "\"USD\"", "\"US\"", "currency_malformed", "currency" },
        { "transfer", "\"transferId\":\"t\",", "", "idempotency_key_missing", "transferId" },
        { "transfer", "\"t\"", "\"t 1\"", "id_malformed", "transferId" },
        { "transfer", "\"amount\":\"1\",", "", "field_missing", "amount" },
        { "transfer", "\"amount\":\"1\"", "\"amount\":null", "field_missing", "amount" },
        { "fill", "\"fillId\":\"f\",", "", "idempotency_key_missing", "fillId" },
        { "fill", "\"price\":\"1\"", "\"price\":\"0\"", "price_not_positive", "price" },
        { "fill", "\"price\":\"1\"", "\"price\":\"-1\"", "price_not_positive", "price" },
        { "fill", "\"price\":\"1\"", "\"price\":1.5", "decimal_must_be_string", "price" },
        { "fill", "\"quantity\":\"1\"", "\"quantity\":\"-1\"", "quantity_negative", "quantity" },
        { "fill", "\"fee\":\"0\"", "\"fee\":0", "decimal_must_be_string", "fee" },
        { "fill", "14:00:00Z", "14:00:00", "time_malformed", "time" },
        { "fill", "14:00:00Z", "14:00:00+00:00", "time_malformed", "time" },
        { "fill", "2026-03-02T", "2026-02-30T", "time_malformed", "time" },
        { "fill", "\"buy\"", "\"long\"", "value_unknown", "side" },
        { "fill", "\"S\"", "\"S/T\"", "id_malformed", "symbol" },
        { "fills", "\"price\":\"1\"", "\"price\":1", "decimal_must_be_string", "fills[0].price" },
        { "fills", "\"accountId\":\"a\"", "\"accountId\":\"a b\"", "id_malformed", "fills[0].accountId" },
        { "fills", "\"fillId\":\"f\",", "", "idempotency_key_missing", "fills[0].fillId" },
        { "fills", "14:00:00Z", "noon", "time_malformed", "fills[0].time" },
        { "fills", "\"side\"", "\"sides\"", "field_missing", "fills[0].side" },
        { "check", "\"quantity\":\"1\"", "\"quantity\":1", "decimal_must_be_string", "quantity" },
        { "check", "\"price\":\"1\"", "\"price\":\"0\"", "price_not_positive", "price" },
        { "prices", "\"bid\":\"1\"", "\"bid\":1", "decimal_must_be_string", "prices[0].bid" },
        { "prices", "\"mark\":\"1\"", "\"mark\":\"1e0\"", "decimal_malformed", "prices[0].mark" },
        { "prices", "14:00:00Z", "14:00", "time_malformed", "prices[0].time" },
        { "prices", "\"sequence\":1", "\"sequence\":1.5", "field_malformed", "prices[0].sequence" },
        { "prices", "\"symbol\":\"S\"", "\"symbol\":\"\"", "id_malformed", "prices[0].symbol" },
        { "instrument", "\"multiplier\":\"1\"", "\"multiplier\":50", "decimal_must_be_string", "multiplier" },
        { "instrument", "\"initial\":\"0.1\"", "\"initial\":0.1", "decimal_must_be_string", "margin[0].initial" },
        { "instrument", "\"cfd\"", "\"bond\"", "value_unknown", "assetClass" },
        { "instrument", "\"rate\"", "\"percent\"", "value_unknown", "margin[0].kind" },
        { "instrument", "2026-01-01T00:00:00Z", "2026-01-01", "time_malformed", "margin[0].effectiveAt" },
        { "instrument", "\"USD\"", "\"$\"", "currency_malformed", "quoteCurrency" },
        { "regime", "\"0.5\"", "0.5", "decimal_must_be_string", "liquidation.stopOut.threshold" },
        { "regime", "\"below\"", "\"under\"", "value_unknown", "liquidation.stopOut.comparator" },
    };

    [Theory]
    [InlineData("""{"regimeId":"\ud800","currency":"USD"}""")]
    [InlineData("""{"\ud800":"fx-retail","currency":"USD"}""")]
    public async Task HalfACharacter_IsNoJson(string body) =>
        (await desk.PutAsync("/v1/accounts/half", body)).ShouldBe(400).Get("code").ShouldBe("json_malformed");

    [Fact]
    public async Task EveryBodyOfTheseTests_IsRightAsItStands()
    {
        foreach (var (door, (_, body)) in Doors)
        {
            // Refused for what it asks, or carried out; never for its form.
            (await SendAsync(door, body)).Status.ShouldNotBe(400, door);
        }
    }

    [Theory, MemberData(nameof(WrongFields))]
    public async Task AWrongField_IsNamedWithItsCode(string door, string right, string wrong, string code, string field)
    {
        Doors[door].Body.ShouldContain(right);
        (await SendAsync(door, Doors[door].Body.Replace(right, wrong, StringComparison.Ordinal)))
            .ShouldBeProblem(400, code, field);
    }

    [Theory, MemberData(nameof(EveryDoor))]
    public async Task MalformedJson_IsToldWithLineAndPosition(string door) =>
        (await SendAsync(door, "{\n  \"a\": ]"))
            .ShouldBeProblem(400, "json_malformed").Get("detail")!.ShouldContain("line 2, position 8");

    [Theory, MemberData(nameof(EveryDoor))]
    public async Task AFieldGivenTwice_IsMalformed(string door) =>
        (await SendAsync(door, """{"a":"1","a":"2"}""")).ShouldBeProblem(400, "json_malformed");

    [Theory, MemberData(nameof(EveryDoor))]
    public async Task NoBody_IsMissing(string door) => (await SendAsync(door, "")).ShouldBeProblem(400, "body_missing");

    [Theory, MemberData(nameof(EveryDoor))]
    public async Task ABodyThatIsNoObject_IsRefused(string door) =>
        (await SendAsync(door, "[1]")).ShouldBeProblem(400, "field_malformed");

    [Theory, MemberData(nameof(EveryDoor))]
    public async Task AnUnknownField_IsNamed(string door) =>
        (await SendAsync(door, $$"""{"surprise":1,{{Doors[door].Body[1..]}}""")).ShouldBeProblem(400, "field_unknown", "surprise");

    [Theory, MemberData(nameof(EveryDoor))]
    public async Task NoFieldAtAll_NamesEveryMissingOne(string door)
    {
        var answer = await SendAsync(door, "{}");
        answer.Status.ShouldBe(400);
        answer.Code.ShouldBeOneOf("field_missing", "idempotency_key_missing");
        answer.Json.GetProperty("errors").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Theory, MemberData(nameof(EveryDoor))]
    public async Task AnotherContentType_IsNotSupported(string door)
    {
        var (method, path) = Split(door);
        (await desk.SendAsync(method, path, Doors[door].Body, "text/plain")).ShouldBeProblem(415, "content_type_unsupported");
    }

    [Theory, MemberData(nameof(EveryDoor))]
    public async Task ABodyBeyondTheLimit_IsTooLarge(string door) =>
        (await SendAsync(door, new string(' ', 4 * 1024 * 1024 + 1))).ShouldBeProblem(413, "body_too_large");

    [Fact]
    public async Task JsonNestedTooDeep_IsMalformed() =>
        (await SendAsync("account", $"{{\"a\":{new string('[', 40)}{new string(']', 40)}}}")).ShouldBeProblem(400, "json_malformed");

    [Fact]
    public async Task TooManyItems_AreRefusedAsAWhole()
    {
        var prices = string.Join(',', Enumerable.Repeat("{}", 10_001));
        (await SendAsync("prices", $"{{\"prices\":[{prices}]}}")).ShouldBeProblem(413, "batch_too_large", "prices");
        var fills = string.Join(',', Enumerable.Repeat("{}", 1_001));
        (await SendAsync("fills", $"{{\"fills\":[{fills}]}}")).ShouldBeProblem(413, "batch_too_large", "fills");
    }

    [Theory]
    [InlineData("prices")]
    [InlineData("fills")]
    public async Task AnEmptyBatch_IsRefused(string batch) =>
        (await SendAsync(batch, $"{{\"{batch}\":[]}}")).ShouldBeProblem(400, "batch_empty", batch);

    [Fact]
    public async Task EveryWrongField_IsListedAtOnce()
    {
        var answer = (await SendAsync("transfer", """{"type":"gift","amount":1,"currency":"x","more":true}"""))
            .ShouldBeProblem(400, "idempotency_key_missing", "transferId");
        answer.Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("code").GetString()).ShouldBe(
            ["idempotency_key_missing", "value_unknown", "decimal_must_be_string", "currency_malformed", "field_unknown"]);
    }

    private Task<Answer> SendAsync(string door, string body)
    {
        var (method, path) = Split(door);
        return desk.SendAsync(method, path, body);
    }

    private static (HttpMethod Method, string Path) Split(string door)
    {
        var parts = Doors[door].Path.Split(' ');
        return (HttpMethod.Parse(parts[0]), parts[1]);
    }
}
