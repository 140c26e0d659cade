using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MarginGrains.Contracts.Insurance;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Accounts;
using MarginGrains.Grains.Accounts;
using MarginGrains.Grains.Calendars;
using MarginGrains.Grains.Instruments;
using MarginGrains.Grains.Insurance;
using MarginGrains.Grains.Marks;
using MarginGrains.Grains.Monitors;
using MarginGrains.Grains.Rates;
using MarginGrains.Grains.Regimes;
using MarginGrains.Grains.Statements;

namespace MarginGrains.Grains.Hosting;

/// <summary>The documents that grains store, as JSON.</summary>
public static class GrainsJson
{
    /// <summary>For storage: documents and journal bodies.</summary>
    public static JsonSerializerOptions Options { get; } = CoreJson.Create(GrainsJsonContext.Default);

    internal static JsonTypeInfo<StoredCommandReply> Reply { get; } =
        (JsonTypeInfo<StoredCommandReply>)Options.GetTypeInfo(typeof(StoredCommandReply));

    internal static JsonTypeInfo<AccountEvent> Event { get; } =
        (JsonTypeInfo<AccountEvent>)Options.GetTypeInfo(typeof(AccountEvent));

    internal static JsonTypeInfo<AccountRow> Row { get; } =
        (JsonTypeInfo<AccountRow>)Options.GetTypeInfo(typeof(AccountRow));

    internal static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
}

[JsonSerializable(typeof(AccountRow))]
[JsonSerializable(typeof(StoredCommandReply))]
[JsonSerializable(typeof(InstrumentDocument))]
[JsonSerializable(typeof(BoardDocument))]
[JsonSerializable(typeof(CollateralBookDocument))]
[JsonSerializable(typeof(RegimeDocument))]
[JsonSerializable(typeof(DayMarksDocument))]
[JsonSerializable(typeof(RateDocument))]
[JsonSerializable(typeof(CorporateActionDocument))]
[JsonSerializable(typeof(CalendarDocument))]
[JsonSerializable(typeof(InsuranceFundDocument))]
[JsonSerializable(typeof(ClaimReply))]
internal sealed partial class GrainsJsonContext : JsonSerializerContext;
