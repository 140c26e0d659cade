namespace MarginGrains.Gateway.Tests.Refusals;

/// <summary>Addresses, methods and parameters.</summary>
[Collection(SharedDesk.Name)]
public sealed class AddressTests(Desk desk)
{
    [Theory]
    [InlineData("GET", "/v1/nothing")]
    [InlineData("GET", "/v2/accounts")]
    [InlineData("POST", "/v1/accounts/a/orders:guess")]
    [InlineData("GET", "/problems/no_such_code")]
    [InlineData("GET", "/nothing.js")]
    public async Task AnUnknownAddress_IsNotFound(string method, string path) =>
        (await desk.SendAsync(HttpMethod.Parse(method), path, method == "POST" ? "{}" : null)).ShouldBeProblem(404, "not_found");

    [Theory]
    [InlineData("DELETE", "/v1/accounts/a")]
    [InlineData("POST", "/v1/risk/summary")]
    [InlineData("GET", "/v1/accounts/a/transfers")]
    [InlineData("PATCH", "/v1/instruments/S")]
    public async Task AnotherMethod_IsNotAllowed(string method, string path) =>
        (await desk.SendAsync(HttpMethod.Parse(method), path, null)).ShouldBeProblem(405, "method_not_allowed");

    [Theory]
    [InlineData("/v1/accounts/a%20b", "accountId")]
    [InlineData("/v1/accounts/a%2Fb/margin", "accountId")]
    [InlineData("/v1/accounts/%C3%A4/margin/explain", "accountId")]
    [InlineData("/v1/accounts/a%20b/journal", "accountId")]
    [InlineData("/v1/instruments/a,b", "symbol")]
    [InlineData("/v1/prices/a,b", "symbol")]
    [InlineData("/v1/regimes/a,b", "regimeId")]
    public async Task AnIdThatIsNone_IsMalformed(string path, string field) =>
        (await desk.GetAsync(path)).ShouldBeProblem(400, "id_malformed", field);

    [Fact]
    public async Task AnIdOf65Characters_IsMalformed() =>
        (await desk.GetAsync($"/v1/accounts/{new string('a', 65)}")).ShouldBeProblem(400, "id_malformed", "accountId");

    [Theory]
    [InlineData("/v1/accounts/unknown-1", "account_unknown")]
    [InlineData("/v1/accounts/unknown-1/margin", "account_unknown")]
    [InlineData("/v1/accounts/unknown-1/margin/explain", "account_unknown")]
    [InlineData("/v1/accounts/unknown-1/journal", "account_unknown")]
    [InlineData("/v1/accounts/unknown-1/journal?afterSequence=5", "account_unknown")]
    [InlineData("/v1/instruments/unknown-1", "instrument_unknown")]
    [InlineData("/v1/prices/unknown-1", "instrument_unknown")]
    [InlineData("/v1/regimes/unknown-1", "regime_unknown")]
    public async Task WhatIsNotThere_IsUnknown(string path, string code) => (await desk.GetAsync(path)).ShouldBeProblem(404, code);

    [Theory]
    [InlineData("/v1/accounts?limit=0", "parameter_malformed", "limit")]
    [InlineData("/v1/accounts?limit=501", "parameter_malformed", "limit")]
    [InlineData("/v1/accounts?limit=ten", "parameter_malformed", "limit")]
    [InlineData("/v1/accounts?stage=dead", "parameter_malformed", "stage")]
    [InlineData("/v1/accounts?sort=name", "parameter_malformed", "sort")]
    [InlineData("/v1/accounts?stages=call", "parameter_unknown", "stages")]
    [InlineData("/v1/accounts?stage=call&stage=warning", "parameter_malformed", "stage")]
    [InlineData("/v1/accounts?cursor=abc", "cursor_malformed", "cursor")]
    [InlineData("/v1/accounts?cursor=%25", "cursor_malformed", "cursor")]
    [InlineData("/v1/events?afterId=-1", "parameter_malformed", "afterId")]
    [InlineData("/v1/events?types=call.closed", "parameter_malformed", "types")]
    [InlineData("/v1/events?accountId=a%20b", "id_malformed", "accountId")]
    [InlineData("/v1/events:list?order=random", "parameter_malformed", "order")]
    [InlineData("/v1/accounts/a/journal?afterSequence=x", "parameter_malformed", "afterSequence")]
    [InlineData("/v1/accounts/a/margin/explain?at=now", "parameter_unknown", "at")]
    public async Task AWrongParameter_IsNamed(string path, string code, string field) =>
        (await desk.GetAsync(path)).ShouldBeProblem(400, code, field);

    [Fact]
    public async Task EventsAfterAnIdOfTheFuture_AreRefused() =>
        (await desk.GetAsync("/v1/events?afterId=999999999")).ShouldBeProblem(400, "event_id_unknown");
}
