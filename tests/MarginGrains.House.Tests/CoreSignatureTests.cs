using System.Reflection;
using System.Runtime.CompilerServices;
using MarginGrains.Core.Accounts;

namespace MarginGrains.House.Tests;

/// <summary>Public numbers of Core have a type that says what they are.</summary>
public class CoreSignatureTests
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<string, string> BareDecimals = new()
    {
        ["MarginTier.NotionalFrom"] = "in the instrument's quote currency, which a tier does not know",
        ["MarginRequirement.Initial"] = "not rounded yet; its currency stands beside it",
        ["MarginRequirement.Maintenance"] = "not rounded yet; its currency stands beside it",
        ["EligibleCollateral.MaximumValue"] = "in the account's currency, which a regime does not know",
        ["ClientConcentration.Above"] = "in the account's currency, which a regime does not know",
        ["PortionRule.SmallestNotional"] = "in the settlement currency, which a regime does not know",
    };

    [Fact]
    public void OutsidePrimitives_NoPublicSignatureHasABareDecimal() => Found().Except(BareDecimals.Keys).ShouldBeEmpty();

    [Fact]
    public void EveryException_IsStillNeeded() => BareDecimals.Keys.Except(Found()).ShouldBeEmpty();

    [Fact]
    public void EveryPublicRecordOfEventsAndCommands_IsSealedOrClosed()
    {
        foreach (var closed in new[] { typeof(AccountEvent), typeof(AccountCommand) })
        {
            closed.IsAbstract.ShouldBeTrue();
            closed.GetConstructors(Declared).ShouldBeEmpty("nobody else may add a kind");
            var kinds = closed.Assembly.GetTypes().Where(t => t.BaseType == closed).ToList();
            kinds.ShouldAllBe(t => t.IsSealed && t.DeclaringType == closed);
            kinds.Count.ShouldBeGreaterThan(5);
        }
    }

    private static IEnumerable<string> Found() =>
        from type in typeof(Account).Assembly.GetExportedTypes()
        where !type.Namespace!.EndsWith(".Primitives", StringComparison.Ordinal)
        from name in Bare(type)
        select $"{type.Name}.{name}";

    private static IEnumerable<string> Bare(Type type)
    {
        var properties = type.GetProperties(Declared).Where(p => IsBare(p.PropertyType)).Select(p => p.Name);
        var fields = type.GetFields(Declared).Where(f => IsBare(f.FieldType)).Select(f => f.Name);
        var methods = type.GetMethods(Declared)
            .Where(m => !m.IsSpecialName && m.GetCustomAttribute<CompilerGeneratedAttribute>() is null && m.Name != "Deconstruct")
            .Where(m => IsBare(m.ReturnType) || m.GetParameters().Any(p => IsBare(p.ParameterType)))
            .Select(m => $"{m.Name}()");
        return properties.Concat(fields).Concat(methods).Distinct();
    }

    private static bool IsBare(Type type) => References.Flatten(type).Contains(typeof(decimal));
}
