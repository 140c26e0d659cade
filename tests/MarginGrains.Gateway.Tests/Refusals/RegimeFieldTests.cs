using System.Text.Json.Nodes;

namespace MarginGrains.Gateway.Tests.Refusals;

/// <summary>Each regime is right but for one field, which the answer names.</summary>
[Collection(SharedDesk.Name)]
public sealed class RegimeFieldTests(Desk desk)
{
    private const string Line = """{"measure":"equityToInitial","comparator":"below","threshold":"0.9"}""";
    private const string Lower = """{"measure":"equityToInitial","comparator":"below","threshold":"0.5"}""";

    private const string Right = $$$"""
        {"regimeRatio":"equityToInitial","description":"Right.",
         "warning":{"trigger":{{{Line}}},"clearLevel":{{{Line}}}},
         "calls":[{"name":"margin","grace":{"kind":"elapsed","seconds":0},"trigger":{{{Line}}},"restores":"initial","clearLevel":{{{Line}}}},
          {"name":"daily","grace":{"kind":"elapsed","seconds":0},"trigger":{{{Line}}},"restores":"initial","liftedByPayment":true,"judged":"settlement"}],
         "liquidation":{"stopOut":{{{Lower}}},"target":{{{Line}}}}}
        """;

    /// The field, what stands there instead, the code, and the field that is named when it is another.
    public static TheoryData<string, string, string, string> Wrong { get; } = new()
    {
        { "regimeRatio", "\"equity\"", "value_unknown", "" },
        { "regimeRatio", "null", "field_missing", "" },
        { "description", "7", "field_malformed", "" },
        { "effectiveAt", "\"2026-02-30T00:00:00Z\"", "time_malformed", "" },
        { "effectiveAt", "\"2026-02-03T00:00:00+08:00\"", "time_malformed", "" },
        { "colour", "\"red\"", "field_unknown", "" },
        { "liquidation", "null", "field_missing", "" },
        { "liquidation.target", "null", "field_missing", "" },
        { "liquidation.target.threshold", "0.9", "decimal_must_be_string", "" },
        { "liquidation.target.threshold", "\"0\"", "definition_invalid", "liquidation.target" },
        { "liquidation.target.threshold", "\"0.5\"", "definition_invalid", "liquidation.target" },
        { "liquidation.order", "\"smallest\"", "value_unknown", "" },
        { "liquidation.step", "\"portion\"", "definition_invalid", "liquidation.portion" },
        { "liquidation.portion", """{"share":"0.5"}""", "definition_invalid", "" },
        { "liquidation.portion", """{"part":"0.5"}""", "field_missing", "liquidation.portion.share" },
        { "liquidation.fee", "\"1\"", "definition_invalid", "" },
        { "liquidation.fee", "\"1e-3\"", "decimal_malformed", "" },
        { "liquidation.limitPrice", """{"bankruptcyAdjustment":"0.5","spreadToMaintenance":"1"}""", "definition_invalid", "liquidation.limitPrice.bankruptcyAdjustment" },
        { "liquidation.startsNextBusinessDayAt", "\"25:00\"", "time_malformed", "" },
        { "liquidation.retryDelaySeconds", "0", "definition_invalid", "" },
        { "liquidation.cooldownSeconds", "\"30\"", "field_malformed", "" },
        { "liquidation.cooldownSeconds", "-1", "field_malformed", "" },
        { "calls", "{}", "field_malformed", "" },
        { "calls.0", "\"margin\"", "field_malformed", "calls[0]" },
        { "calls.0.name", "\"a name\"", "id_malformed", "calls[0].name" },
        { "calls.0.name", "\"daily\"", "definition_invalid", "calls[1].name" },
        { "calls.0.trigger", "null", "field_missing", "calls[0].trigger" },
        { "calls.0.trigger.comparator", "\"above\"", "value_unknown", "calls[0].trigger.comparator" },
        { "calls.1.restores", "\"clearLevel\"", "definition_invalid", "calls[1].restores" },
        { "calls.0.clearLevel", "null", "definition_invalid", "calls[0].clearLevel" },
        { "calls.0.clearLevel.threshold", "\"0.8\"", "definition_invalid", "calls[0].clearLevel" },
        { "calls.0.liftedByPayment", "\"yes\"", "field_malformed", "calls[0].liftedByPayment" },
        { "calls.0.liftedByPayment", "true", "definition_invalid", "calls[0].liftedByPayment" },
        { "calls.0.salesCredit", "\"0.5\"", "definition_invalid", "calls[0].salesCredit" },
        { "calls.0.curedAt", "\"fill\"", "definition_invalid", "calls[0].curedAt" },
        { "calls.0.judged", "\"daily\"", "value_unknown", "calls[0].judged" },
        { "calls.0.settlementTime", "\"9 pm\"", "time_malformed", "calls[0].settlementTime" },
        { "calls.0.relapseCutOff", "\"24:00:00\"", "time_malformed", "calls[0].relapseCutOff" },
        { "calls.0.holdLine", Lower, "definition_invalid", "calls[0].holdLine" },
        { "calls.0.grace", "null", "field_missing", "calls[0].grace" },
        { "calls.0.grace", """{"kind":"elapsed"}""", "field_missing", "calls[0].grace.seconds" },
        { "calls.0.grace", """{"kind":"businessDays","days":1}""", "field_missing", "calls[0].grace.cutOff" },
        { "calls.0.grace", """{"kind":"businessDays","cutOff":"12:00"}""", "field_missing", "calls[0].grace.days" },
        { "concentration", "{}", "definition_invalid", "concentration" },
        { "noNewRisk", """{"measure":"equityToInitial","comparator":"below","threshold":"1001"}""", "definition_invalid", "noNewRisk" },
        { "calls.0.grace", """{"kind":"never"}""", "value_unknown", "calls[0].grace.kind" },
        { "calls.0.grace", """{"kind":"withoutEnd","seconds":1}""", "field_unknown", "calls[0].grace.seconds" },
        { "calls.0.grace", """{"kind":"elapsed","seconds":99999999999}""", "field_malformed", "calls[0].grace.seconds" },
        { "calls.0.grace", """{"kind":"businessDays","days":1,"cutOff":"12:00","holidays":["2026-02-29"]}""", "time_malformed", "calls[0].grace.holidays[0]" },
        { "calls.0.increaseStep", "\"0\"", "definition_invalid", "calls[0].increaseStep" },
        { "calls.0.remindersSeconds", "[3600,86400]", "definition_invalid", "calls[0].remindersSeconds[1]" },
        { "calls.0.remindersSeconds", "[\"1h\"]", "field_malformed", "calls[0].remindersSeconds[0]" },
        { "calls.0.remindersSeconds", "[11,10,9,8,7,6,5,4,3,2,1]", "field_malformed", "calls[0].remindersSeconds" },
        { "calls.0.maximumExtensions", "1.5", "field_malformed", "calls[0].maximumExtensions" },
        { "calls.0.onExpiry", "\"restrict\"", "definition_invalid", "calls[0].restrictionDays" },
        { "calls.0.restrictionDays", "90", "definition_invalid", "calls[0].restrictionDays" },
        { "calls.1.increaseStep", "\"0.25\"", "definition_invalid", "calls[1].increaseStep" },
        { "hedgePolicy", "\"both\"", "value_unknown", "" },
        { "hedgePolicy", "\"hedgedShare\"", "definition_invalid", "hedgedShare" },
        { "hedgedShare", "\"0.5\"", "definition_invalid", "" },
        { "valuation", "\"last\"", "value_unknown", "" },
        { "roundingScope", "\"account\"", "value_unknown", "" },
        { "foreignBalanceHaircut", "\"1\"", "definition_invalid", "" },
        { "minimumNoticeIntervalSeconds", "-1", "field_malformed", "" },
        { "sessionWarningSeconds", "0", "definition_invalid", "" },
        { "sessionWarningSeconds", "-1", "field_malformed", "" },
        { "sessionWarningSeconds", "604801", "definition_invalid", "" },
        { "sessionWarningSeconds", "\"1h\"", "field_malformed", "" },
        { "collateral", """[{"symbol":"A B","haircut":"0.1"}]""", "id_malformed", "collateral[0].symbol" },
        { "collateral", """[{"symbol":"A","haircut":"1"}]""", "definition_invalid", "collateral[0].haircut" },
        { "collateral", """[{"symbol":"A","haircut":"0"},{"symbol":"A","haircut":"0"}]""", "definition_invalid", "collateral[1].symbol" },
        { "collateral", """[{"symbol":"A","haircut":"0","maximumValue":"0"}]""", "definition_invalid", "collateral[0].maximumValue" },
        { "concentration", """{"byInstrument":{"share":"1","surcharge":"0.2"}}""", "definition_invalid", "concentration.byInstrument.share" },
        { "concentration", """{"byClient":{"surcharge":"0.2"}}""", "field_missing", "concentration.byClient.above" },
        { "financing", """{"longShare":"1.5","shortDeposit":"0.9"}""", "definition_invalid", "financing.longShare" },
        { "leverageCaps", """{"instruments":[{"class":"none","leverage":"5"}]}""", "definition_invalid", "leverageCaps.instruments[0].class" },
        { "leverageCaps", """{"clients":[{"class":"retail","leverage":"0.5"}]}""", "definition_invalid", "leverageCaps.clients[0].leverage" },
        { "leverageCaps", """{"clients":[{"class":"vip","leverage":"5"}]}""", "value_unknown", "leverageCaps.clients[0].class" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task ARegimeWithOneWrongField_IsRefused_AndTheFieldIsNamed(string path, string value, string code, string field)
    {
        var answer = await desk.PutAsync($"/v1/regimes/{Desk.New("R")}", With(path, value));
        answer.ShouldBeProblem(400, code, field.Length == 0 ? path : field);
        answer.Json.GetProperty("errors").EnumerateArray()
            .ShouldAllBe(e => e.GetProperty("reason").GetString()!.Length > 0);
    }

    [Fact]
    public async Task TheRegimeWithoutAWrongField_IsTaken() =>
        (await desk.PutAsync($"/v1/regimes/{Desk.New("R")}", Right)).ShouldBe(201);

    [Fact]
    public async Task MoreCallsThanAnybodyReads_AreRefused()
    {
        var calls = string.Join(',', Enumerable.Range(0, 21).Select(
            i => $$$"""{"name":"c{{{i}}}","grace":{"kind":"elapsed","seconds":0},"trigger":{{{Line}}},"restores":"initial","clearLevel":{{{Line}}}}"""));
        (await desk.PutAsync($"/v1/regimes/{Desk.New("R")}", With("calls", $"[{calls}]")))
            .ShouldBeProblem(400, "field_malformed", "calls");
    }

    private static string With(string path, string value)
    {
        var body = JsonNode.Parse(Right)!;
        var steps = path.Split('.');
        var place = steps[..^1].Aggregate(body, (node, step) => int.TryParse(step, out var i) ? node[i]! : node[step]!);
        if (int.TryParse(steps[^1], out var index)) place[index] = JsonNode.Parse(value);
        else place[steps[^1]] = JsonNode.Parse(value);
        return body.ToJsonString();
    }
}
