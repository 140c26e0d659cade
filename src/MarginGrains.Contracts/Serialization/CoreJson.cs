using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Regimes;
using MarginGrains.Core.Scenarios;
using MarginGrains.Core.Statements;

namespace MarginGrains.Contracts.Serialization;

/// <summary>Core's types as JSON: in documents, in the journal and between silos. One form for all three.</summary>
public static class CoreJson
{
    /// <summary>The options for Core's types alone.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>The options for Core's types and those of another source-generated context.</summary>
    public static JsonSerializerOptions Create(params IJsonTypeInfoResolver[] others)
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            RespectRequiredConstructorParameters = true,
            TypeInfoResolver = JsonTypeInfoResolver
                .Combine([.. others, CoreJsonContext.Default])
                .WithAddedModifier(ClosedSets.Describe)
                .WithAddedModifier(Derived.Leave)
                .WithAddedModifier(Absences.Refuse),
        };
        PrimitiveConverters.AddTo(options);
        options.Converters.Add(new MarginFiguresConverter());
        options.MakeReadOnly();
        return options;
    }
}

/// <summary>Tells the serializer the cases of Core's closed sets, whose types know nothing of JSON.</summary>
internal static class ClosedSets
{
    private static readonly HashSet<Type> Known =
        [typeof(AccountEvent), typeof(AccountCommand), typeof(MarginTerms), typeof(GracePeriod)];

    public static void Describe(JsonTypeInfo info)
    {
        // One instance per type info: the serializer refuses one that belongs to other options already.
        if (Known.Contains(info.Type)) info.PolymorphismOptions = Cases(info.Type);
    }

    /// The case is named after its type; a case that is renamed is a new one, which a golden file of the tests would
    /// show.
    private static JsonPolymorphismOptions Cases(Type set)
    {
        var options = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "$case" };
        foreach (var type in set.GetNestedTypes().Where(t => t.IsSubclassOf(set)))
        {
            options.DerivedTypes.Add(new(type, JsonNamingPolicy.CamelCase.ConvertName(type.Name)));
        }

        return options;
    }
}

/// <summary>
/// Generated readers set every init property, with nothing where the document has none: a multiplier of 1 would
/// become 0. So a property whose own default is something has to be there; one that is nothing by default may be
/// missing, and so may one that takes nothing for its own default: what came into the document later is written so.
/// </summary>
internal static class Absences
{
    public static void Refuse(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object) return;
        var blank = !info.Type.IsAbstract && info.Type.GetConstructor(Type.EmptyTypes) is not null
            ? Activator.CreateInstance(info.Type)
            : null;
        foreach (var property in info.Properties)
        {
            if (property.AssociatedParameter is not { IsMemberInitializer: true, IsNullable: false }) continue;
            if (property.Get is null || property.IsRequired) continue;
            var isValue = property.PropertyType.IsValueType;
            var nothing = isValue ? Activator.CreateInstance(property.PropertyType) : null;
            property.IsRequired = blank is null
                ? !isValue
                : !Equals(property.Get(blank), nothing) && !TakesNothing(property, info.Type, nothing);
        }
    }

    /// Whether a value of nothing reads as the property's own default.
    private static bool TakesNothing(JsonPropertyInfo property, Type type, object? nothing)
    {
        if (nothing is null || property.AttributeProvider is not PropertyInfo member) return false;
        var blank = Activator.CreateInstance(type)!;
        var own = member.GetValue(blank);
        member.SetValue(blank, nothing);
        return Equals(member.GetValue(blank), own);
    }
}

/// <summary>
/// What a record computes from the rest is not stored: nothing reads it back, and it would be stale data that looks
/// true.
/// </summary>
internal static class Derived
{
    public static void Leave(JsonTypeInfo info)
    {
        if (info.Kind != JsonTypeInfoKind.Object || info.Properties.All(p => p.AssociatedParameter is null)) return;
        for (var i = info.Properties.Count - 1; i >= 0; i--)
        {
            var property = info.Properties[i];
            if (property.Set is null && property.AssociatedParameter is null) info.Properties.RemoveAt(i);
        }
    }
}

/// <summary>Source-generated metadata of Core's types.</summary>
[JsonSerializable(typeof(Account))]
[JsonSerializable(typeof(Instrument))]
[JsonSerializable(typeof(Regime))]
[JsonSerializable(typeof(RegimeHistory))]
[JsonSerializable(typeof(Mark))]
[JsonSerializable(typeof(TradingCalendar))]
[JsonSerializable(typeof(MarketChange))]
[JsonSerializable(typeof(RateSeries))]
[JsonSerializable(typeof(CorporateAction))]
[JsonSerializable(typeof(PricePost))]
[JsonSerializable(typeof(PostResult))]
[JsonSerializable(typeof(Fill))]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(LookAhead))]
[JsonSerializable(typeof(DailyStatement))]
[JsonSerializable(typeof(BookDay))]
[JsonSerializable(typeof(Core.Guards.Guard))]
[JsonSerializable(typeof(DefinitionError))]
[JsonSerializable(typeof(CompensationClaim))]
[JsonSerializable(typeof(AccountCommand))]
[JsonSerializable(typeof(AccountCommand.Open))]
[JsonSerializable(typeof(AccountCommand.Transfer))]
[JsonSerializable(typeof(AccountCommand.RecordFill))]
[JsonSerializable(typeof(AccountCommand.Assess))]
[JsonSerializable(typeof(AccountCommand.RecordExecution))]
[JsonSerializable(typeof(AccountCommand.RecordOrderEnd))]
[JsonSerializable(typeof(AccountCommand.ConfirmClaim))]
[JsonSerializable(typeof(AccountCommand.ChangeClass))]
[JsonSerializable(typeof(AccountCommand.PreferLast))]
[JsonSerializable(typeof(AccountCommand.MoveCollateral))]
[JsonSerializable(typeof(AccountCommand.MoveMargin))]
[JsonSerializable(typeof(AccountCommand.PlaceOrder))]
[JsonSerializable(typeof(AccountCommand.CancelOrder))]
[JsonSerializable(typeof(AccountCommand.ExtendCall))]
[JsonSerializable(typeof(AccountCommand.WaiveCall))]
[JsonSerializable(typeof(AccountCommand.Reinstate))]
[JsonSerializable(typeof(AccountEvent))]
[JsonSerializable(typeof(AccountEvent.Opened))]
[JsonSerializable(typeof(AccountEvent.TransferBooked))]
[JsonSerializable(typeof(AccountEvent.FillBooked))]
[JsonSerializable(typeof(AccountEvent.IncidentRaised))]
[JsonSerializable(typeof(AccountEvent.Restricted))]
[JsonSerializable(typeof(AccountEvent.WarningRaised))]
[JsonSerializable(typeof(AccountEvent.WarningCleared))]
[JsonSerializable(typeof(AccountEvent.SettlementJudged))]
[JsonSerializable(typeof(AccountEvent.CallOpened))]
[JsonSerializable(typeof(AccountEvent.CallIncreased))]
[JsonSerializable(typeof(AccountEvent.CallMet))]
[JsonSerializable(typeof(AccountEvent.CallExpired))]
[JsonSerializable(typeof(AccountEvent.CallCancelled))]
[JsonSerializable(typeof(AccountEvent.LiquidationStarted))]
[JsonSerializable(typeof(AccountEvent.LiquidationOrdered))]
[JsonSerializable(typeof(AccountEvent.LiquidationFilled))]
[JsonSerializable(typeof(AccountEvent.LiquidationOrderEnded))]
[JsonSerializable(typeof(AccountEvent.LiquidationPaused))]
[JsonSerializable(typeof(AccountEvent.LiquidationResumed))]
[JsonSerializable(typeof(AccountEvent.LiquidationCompleted))]
[JsonSerializable(typeof(AccountEvent.DeficitRecorded))]
[JsonSerializable(typeof(AccountEvent.BalancesConverted))]
[JsonSerializable(typeof(AccountEvent.Compensated))]
[JsonSerializable(typeof(AccountEvent.ClaimConfirmed))]
[JsonSerializable(typeof(AccountEvent.DeficitRepaid))]
[JsonSerializable(typeof(AccountEvent.ClassChanged))]
[JsonSerializable(typeof(AccountEvent.LastPreferred))]
[JsonSerializable(typeof(AccountEvent.CollateralMoved))]
[JsonSerializable(typeof(AccountEvent.MarginMoved))]
[JsonSerializable(typeof(AccountEvent.OrderPlaced))]
[JsonSerializable(typeof(AccountEvent.OrderCancelled))]
[JsonSerializable(typeof(AccountEvent.OrderCancelRequested))]
[JsonSerializable(typeof(AccountEvent.FillJudged))]
[JsonSerializable(typeof(AccountEvent.Reinstated))]
[JsonSerializable(typeof(AccountEvent.CallReminded))]
[JsonSerializable(typeof(AccountEvent.CallHeld))]
[JsonSerializable(typeof(AccountEvent.CallRelapsed))]
[JsonSerializable(typeof(AccountEvent.CallExtended))]
[JsonSerializable(typeof(AccountEvent.CallWaived))]
[JsonSerializable(typeof(AccountEvent.LiquidationFeeCharged))]
[JsonSerializable(typeof(AccountCommand.HoldWithdrawal))]
[JsonSerializable(typeof(AccountCommand.ConfirmWithdrawal))]
[JsonSerializable(typeof(AccountCommand.ReleaseWithdrawal))]
[JsonSerializable(typeof(AccountEvent.WithdrawalHeld))]
[JsonSerializable(typeof(AccountEvent.WithdrawalConfirmed))]
[JsonSerializable(typeof(AccountEvent.WithdrawalReleased))]
[JsonSerializable(typeof(AccountCommand.GrantCredit))]
[JsonSerializable(typeof(AccountCommand.RevokeCredit))]
[JsonSerializable(typeof(AccountEvent.CreditGranted))]
[JsonSerializable(typeof(AccountEvent.CreditRevoked))]
[JsonSerializable(typeof(AccountEvent.DebtOpened))]
[JsonSerializable(typeof(AccountEvent.DebtGrown))]
[JsonSerializable(typeof(AccountEvent.DebtReduced))]
[JsonSerializable(typeof(AccountEvent.DebtOverdue))]
[JsonSerializable(typeof(AccountEvent.DebtDefaulted))]
[JsonSerializable(typeof(AccountCommand.SetTopUpSources))]
[JsonSerializable(typeof(AccountCommand.CompleteTopUp))]
[JsonSerializable(typeof(AccountCommand.GiveTopUp))]
[JsonSerializable(typeof(AccountCommand.ConfirmTopUp))]
[JsonSerializable(typeof(AccountEvent.TopUpSourcesSet))]
[JsonSerializable(typeof(AccountEvent.TopUpRequested))]
[JsonSerializable(typeof(AccountEvent.TopUpCompleted))]
[JsonSerializable(typeof(AccountEvent.TopUpExhausted))]
[JsonSerializable(typeof(AccountEvent.TopUpRearmed))]
[JsonSerializable(typeof(AccountEvent.TopUpGiven))]
[JsonSerializable(typeof(AccountEvent.TopUpDelivered))]
[JsonSerializable(typeof(AccountEvent.CostsAccrued))]
[JsonSerializable(typeof(AccountEvent.CostsCharged))]
[JsonSerializable(typeof(AccountEvent.PnlSettled))]
[JsonSerializable(typeof(AccountEvent.SplitApplied))]
[JsonSerializable(typeof(AccountEvent.DividendBooked))]
[JsonSerializable(typeof(AccountCommand.PlaceStop))]
[JsonSerializable(typeof(AccountCommand.CancelStop))]
[JsonSerializable(typeof(AccountEvent.StopPlaced))]
[JsonSerializable(typeof(AccountEvent.StopCancelled))]
[JsonSerializable(typeof(AccountEvent.StopMoved))]
[JsonSerializable(typeof(AccountEvent.StopTriggered))]
[JsonSerializable(typeof(AccountEvent.StopOrdered))]
[JsonSerializable(typeof(AccountEvent.StopFilled))]
[JsonSerializable(typeof(AccountEvent.StopOrderEnded))]
[JsonSerializable(typeof(AccountEvent.StopGuaranteed))]
[JsonSerializable(typeof(MarginTerms.Rate))]
[JsonSerializable(typeof(MarginTerms.PerContract))]
[JsonSerializable(typeof(MarginTerms.Tiers))]
[JsonSerializable(typeof(MarginTerms.Leverage))]
[JsonSerializable(typeof(MarginTerms.PriceSteps))]
[JsonSerializable(typeof(MarginTerms.SizeScaled))]
[JsonSerializable(typeof(WhatIfChanges))]
[JsonSerializable(typeof(WhatIfStep))]
[JsonSerializable(typeof(AccountImpact))]
[JsonSerializable(typeof(StressScenario))]
[JsonSerializable(typeof(StressSettings))]
[JsonSerializable(typeof(StressOutcome))]
[JsonSerializable(typeof(CascadedPrice))]
[JsonSerializable(typeof(RatioRange))]
[JsonSerializable(typeof(SizeQuestion))]
[JsonSerializable(typeof(SizeResult))]
[JsonSerializable(typeof(GracePeriod.Elapsed))]
[JsonSerializable(typeof(GracePeriod.BusinessDays))]
[JsonSerializable(typeof(GracePeriod.WithoutEnd))]
internal sealed partial class CoreJsonContext : JsonSerializerContext;
