using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MarginGrains.Core.Accounts;
using MarginGrains.Grains.Accounts;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Instruments;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Serialization;

/// <summary>
/// What is stored must be readable for ever. A golden file that differs means that stored documents may no longer be
/// read;
/// one is written anew only on purpose, by setting MG_GOLDEN to the folder of the files.
/// </summary>
public sealed class GoldenTests
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static TheoryData<string> EventNames() =>
        [.. Samples.Events.Select(MarginGrains.Contracts.Accounts.EventNames.Of)];

    [Theory]
    [MemberData(nameof(EventNames))]
    public void AnEvent_IsStoredAsItAlwaysWas_AndReadBackExactly(string name)
    {
        var e = Samples.Events.Single(e => MarginGrains.Contracts.Accounts.EventNames.Of(e) == name);
        var text = JsonSerializer.Serialize(e, GrainsJson.Event);
        ShouldBeGolden($"event.{name}", text);
        JsonSerializer.Serialize(JsonSerializer.Deserialize(Golden($"event.{name}"), GrainsJson.Event)!,
            GrainsJson.Event)
            .ShouldBe(text);
    }

    [Fact]
    public void EveryCase_HasAGoldenFile()
    {
        var cases = typeof(AccountEvent).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(AccountEvent)));
        Samples.Events.Select(e => e.GetType()).ShouldBe(cases, ignoreOrder: true);
    }

    [Fact]
    public void AnAccountsDocument_IsStoredAsItAlwaysWas_AndReadBackExactly()
    {
        var row = new AccountRow { Account = Samples.Account, Partition = 3 };
        var text = JsonSerializer.Serialize(row, GrainsJson.Row);
        ShouldBeGolden("account", text);
        var read = JsonSerializer.Deserialize(Golden("account"), GrainsJson.Row)!;
        JsonSerializer.Serialize(read, GrainsJson.Row).ShouldBe(text);
        read.PendingJournal.ShouldBeEmpty();
        read.PendingReplies.ShouldBeEmpty();
        read.Account!.Portfolio.Positions[0].AveragePrice.Value.ShouldBe(200.3333333333333333333333333m);
    }

    [Theory]
    [InlineData("claims", false)]
    [InlineData("judgedMarks", false)]
    [InlineData("realizedPnl", false)]
    [InlineData("portfolio", false)]
    [InlineData("calls", false)]
    [InlineData("buckets", false)]
    [InlineData("restrictedUntil", true)]
    [InlineData("isRestricted", true)]
    [InlineData("callCount", true)]
    [InlineData("withdrawals", true)]
    [InlineData("outgoing", true)]
    [InlineData("unsettledGains", true)]
    [InlineData("topUp", true)]
    [InlineData("debt", true)]
    [InlineData("stops", true)]
    [InlineData("triggeredStops", true)]
    [InlineData("stopOrderCount", true)]
    public void ADocumentThatLacksAProperty_IsReadOnlyWhenNothingIsItsDefault(string property, bool isRead)
    {
        var older = JsonNode.Parse(Golden("account"))!;
        older["account"]!.AsObject().Remove(property).ShouldBeTrue();
        if (isRead)
        {
            older.Deserialize(GrainsJson.Row)!.Account!.Id.ShouldBe(Samples.Account.Id);
            return;
        }

        Should.Throw<JsonException>(() => older.Deserialize(GrainsJson.Row)).Message.ShouldContain(property);
    }

    [Theory]
    [InlineData("multiplier")]
    [InlineData("lotSize")]
    [InlineData("tickSize")]
    public void AnInstrumentThatLacksATerm_IsNotReadAsZero(string property)
    {
        var json = JsonSerializer.SerializeToNode(
            new InstrumentDocument { Definition = Listed.Cfd("CFD") }, GrainsJson.Of<InstrumentDocument>())!;
        json["definition"]!.AsObject().Remove(property).ShouldBeTrue();
        Should.Throw<JsonException>(() => json.Deserialize(GrainsJson.Of<InstrumentDocument>()));
    }

    [Fact]
    public void AnAccountThatWasNeverOpened_IsStoredAndRead()
    {
        var text = JsonSerializer.Serialize(new AccountRow(), GrainsJson.Row);
        var read = JsonSerializer.Deserialize(text, GrainsJson.Row)!;
        read.Account.ShouldBeNull();
        read.Exposed.ShouldBeFalse();
        read.PendingJournal.ShouldBeEmpty();
    }

    private static string Golden(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", $"{name}.json"));

    private static void ShouldBeGolden(string name, string text)
    {
        var pretty = JsonNode.Parse(text)!.ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("MG_GOLDEN") is { } folder)
        {
            File.WriteAllText(Path.Combine(folder, $"{name}.json"), pretty);
            return;
        }

        pretty.ShouldBe(Golden(name).ReplaceLineEndings("\n"));
    }
}
