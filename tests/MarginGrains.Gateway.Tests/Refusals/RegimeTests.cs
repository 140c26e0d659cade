using System.Text.Json;
using System.Text.Json.Nodes;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Regimes;
using MarginGrains.Gateway.Http;
using MarginGrains.Gateway.Requests;
using MarginGrains.Gateway.Responses;

namespace MarginGrains.Gateway.Tests.Refusals;

/// <summary>Regimes: every field is read back as it was put.</summary>
[Collection(SharedDesk.Name)]
public sealed class RegimeTests(Desk desk)
{
    private const string Line = """{"measure":"equityToInitial","comparator":"atOrBelow","threshold":"0.9"}""";
    private const string Lowest = """{"measure":"equityToInitial","comparator":"below","threshold":"0.5"}""";
    private const string Higher = """{"measure":"equityToInitial","comparator":"atOrBelow","threshold":"1.2"}""";

    private const string Everything = $$$"""
        {"effectiveAt":"2026-01-01T00:00:00Z","description":"All of it.","regimeRatio":"equityToInitial",
         "warning":{"trigger":{{{Line}}},"clearLevel":{{{Higher}}}},
         "calls":[
          {"name":"daily","trigger":{{{Line}}},"restores":"clearLevel","clearLevel":{{{Higher}}},"liftedByPayment":true,
           "salesCredit":"0.5","curedAt":"settlement","holdLine":{{{Line}}},"relapseCutOff":"07:30:00","calendar":null,
           "grace":{"kind":"businessDays","days":3,"cutOff":"16:30:00","holidays":["2026-12-25"]},
           "judged":"settlement","ahead":null,"settlementTime":"20:00:00","increaseStep":null,"remindersSeconds":[86400,3600],
           "maximumExtensions":5,"onExpiry":"liquidate","restrictionDays":0},
          {"name":"bought","trigger":{{{Line}}},"restores":"initial","clearLevel":{{{Higher}}},"liftedByPayment":false,
           "salesCredit":null,"curedAt":"tick","holdLine":null,"relapseCutOff":"21:00:00","calendar":null,
           "grace":{"kind":"elapsed","seconds":86400},
           "judged":"fill","ahead":null,"settlementTime":"21:00:00","increaseStep":"0.1","remindersSeconds":[],
           "maximumExtensions":0,"onExpiry":"restrict","restrictionDays":90},
          {"name":"notice","trigger":{{{Line}}},"restores":"initial","clearLevel":{{{Higher}}},"liftedByPayment":false,
           "salesCredit":null,"curedAt":"tick","holdLine":null,"relapseCutOff":"21:00:00","calendar":null,
           "grace":{"kind":"withoutEnd"},
           "judged":"tick","ahead":null,"settlementTime":"21:00:00","increaseStep":null,"remindersSeconds":[],
           "maximumExtensions":2,"onExpiry":"liquidate","restrictionDays":0}],
         "minimumNoticeIntervalSeconds":600,"sessionWarningSeconds":3600,
         "liquidation":{"stopOut":{{{Lowest}}},"target":{{{Higher}}},"order":"losersOnOpenMarkets","step":"portion",
          "portion":{"share":"0.2","smallestNotional":"100000"},"fee":"0.005",
          "limitPrice":{"bankruptcyAdjustment":"1.5","spreadToMaintenance":"0.1"},
          "startsNextBusinessDayAt":"01:00:00","retryDelaySeconds":7,"cooldownSeconds":30},
         "noNewRisk":{{{Line}}},"usedMargin":"halfInitialFloor","initialBasis":"averagePrice",
         "hedgePolicy":"hedgedShare","hedgedShare":"0.5","valuation":"closing","foreignBalanceHaircut":"0.02",
         "collateral":[{"symbol":"BOND","haircut":"0.1","maximumValue":"100000","bookCap":"500000"},
          {"symbol":"GOLD","haircut":"0","maximumValue":null,"bookCap":null}],
         "concentration":{"byInstrument":{"share":"0.8","surcharge":"0.2"},"byClient":{"above":"10000000","surcharge":"0.2"}},
         "financing":{"longShare":"0.6","shortDeposit":"0.9"},
         "costs":{"dayCount":"act365","spread":"0.01","overdueSpread":"0.03","charged":"monthEnd","calendar":null,"dayEnds":"21:00:00"},
         "leverageCaps":{"instruments":[{"class":"majorForex","leverage":"30"}],"clients":[{"class":"steady","leverage":"50"}]},
         "negativeBalance":"writeOff",
         "debt":{"grace":{"kind":"elapsed","seconds":60},"defaultAfter":{"kind":"elapsed","seconds":120},"calendar":null},
         "topUp":{"line":{{{Line}}},"stopOutWaits":true},"protectionAccount":"client-protection",
         "holdsUnsettledGains":true,"convertsRealizedPnl":true,"rounding":"halfEven","roundingScope":"total",
         "lendsCash":true,"unrealizedGainsWithdrawable":true}
        """;

    public static TheoryData<string> Presets { get; } = [.. RegimePresets.All.Select(r => r.Id.Value)];

    [Theory, MemberData(nameof(Presets))]
    public async Task EveryPreset_CanBePutUnderAnotherName_AndIsReadBackTheSame(string preset)
    {
        var shown = (await desk.GetAsync($"/v1/regimes/{preset}")).ShouldBe(200);
        shown.Get("versionInForce").ShouldBe("1");
        var body = JsonNode.Parse(shown.Text)!["versions"]![0]!.AsObject();
        var id = Desk.New("R");
        var put = (await desk.PutAsync($"/v1/regimes/{id}", body.ToJsonString())).ShouldBe(201);
        JsonNode.Parse(put.Text)!["versions"]!.ToJsonString()
            .ShouldBe(JsonNode.Parse(shown.Text)!["versions"]!.ToJsonString());
        (await desk.PutAsync($"/v1/regimes/{id}", body.ToJsonString())).ShouldBe(200).Get("versionInForce").ShouldBe("1");
        body["description"] = "Another.";
        (await desk.PutAsync($"/v1/regimes/{id}", body.ToJsonString())).ShouldBe(200).Get("versionInForce").ShouldBe("2");
        (await desk.GetAsync("/v1/regimes")).Text.ShouldContain($"\"{id}\"");
    }

    [Theory, MemberData(nameof(Presets))]
    public void EveryPreset_WrittenAndRead_IsTheSameRegime(string preset)
    {
        var regime = RegimePresets.All.Single(r => r.Id.Value == preset);
        var errors = new FieldErrors();
        var read = RegimeRequest.Read(regime.Id, Body(regime, errors));
        errors.ThrowIfAny();
        RegimeValidation.Check(read).ShouldBeEmpty();
        Text(read).ShouldBe(Text(regime));
    }

    [Fact]
    public async Task ARegimeWithEveryFieldSet_IsReadBackTheSame()
    {
        var put = (await desk.PutAsync($"/v1/regimes/{Desk.New("R")}", Everything)).ShouldBe(201);
        var expected = JsonNode.Parse(Everything)!.AsObject();
        expected.Insert(0, "version", 1);
        JsonNode.DeepEquals(JsonNode.Parse(put.Text)!["versions"]![0], expected).ShouldBeTrue(put.Text);
    }

    [Fact]
    public void EveryFieldOfTheDomain_IsAFieldOfTheApi()
    {
        var domain = JsonSerializer.SerializeToNode(RegimePresets.TwFinancing, CoreJson.Options)!.AsObject();
        var api = JsonNode.Parse(Everything)!.AsObject();
        Missing(domain, api).ShouldBe(["id", "version", "minimumNoticeInterval", "sessionWarning"], ignoreOrder: true);
        Missing(domain["calls"]![0]!.AsObject(), api["calls"]![0]!.AsObject()).ShouldBe(["reminders"]);
        Missing(domain["liquidation"]!.AsObject(), api["liquidation"]!.AsObject())
            .ShouldBe(["retryDelay", "cooldown"], ignoreOrder: true);
    }

    [Fact]
    public async Task ARegimeOfTheLeastFields_HasTheDefaultsOfTheDomain()
    {
        var put = (await desk.PutAsync($"/v1/regimes/{Desk.New("R")}", $$$"""
            {"regimeRatio":"equityToInitial","calls":[{"grace":{"kind":"elapsed","seconds":0},"trigger":{{{Line}}},"restores":"initial","clearLevel":{{{Higher}}}}],
             "liquidation":{"target":{{{Higher}}}}}
            """)).ShouldBe(201);
        put.Get("versions.0.calls.0.name").ShouldBe("margin");
        put.Get("versions.0.calls.0.maximumExtensions").ShouldBe("2");
        put.Get("versions.0.calls.0.grace.kind").ShouldBe("elapsed");
        put.Get("versions.0.calls.0.relapseCutOff").ShouldBe("21:00:00");
        put.Get("versions.0.liquidation.retryDelaySeconds").ShouldBe("1");
        put.Get("versions.0.hedgePolicy").ShouldBe("net");
        put.Get("versions.0.hedgedShare").ShouldBeNull();
        put.Get("versions.0.foreignBalanceHaircut").ShouldBe("0");
    }

    private static IEnumerable<string> Missing(JsonObject domain, JsonObject api) =>
        domain.Select(p => p.Key).Where(name => !api.ContainsKey(name));

    private static JsonFields Body(Regime regime, FieldErrors errors)
    {
        var body = JsonSerializer.SerializeToNode(
            RegimeResponse.Of(new(regime.Id, [regime]), DateTimeOffset.MaxValue), GatewayJson.Plain.RegimeResponse)!;
        return new(JsonSerializer.SerializeToElement(body["versions"]![0]), "", errors);
    }

    private static string Text(Regime regime) => JsonSerializer.Serialize(regime, CoreJson.Options);
}
