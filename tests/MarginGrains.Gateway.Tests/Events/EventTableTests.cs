using System.Diagnostics;
using System.Runtime.CompilerServices;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Core.Accounts;
using MarginGrains.Gateway.Events;

namespace MarginGrains.Gateway.Tests.Events;

/// <summary>Every event of the domain is known here.</summary>
public sealed class EventTableTests
{
    public static TheoryData<Type> Cases { get; } =
        [.. typeof(AccountEvent).GetNestedTypes().Where(t => t.IsSubclassOf(typeof(AccountEvent)))];

    [Theory, MemberData(nameof(Cases))]
    public void EveryEvent_MayBeAskedForByName(Type type) =>
        EventTypes.All.ShouldContain(EventNames.Of((AccountEvent)RuntimeHelpers.GetUninitializedObject(type)));

    [Theory, MemberData(nameof(Cases))]
    public void EveryEvent_HasFields(Type type)
    {
        // An event without its values may fail on them, but not for the lack of an entry in the table.
        var failure = Record.Exception(
            () => { EventFields.Of((AccountEvent)RuntimeHelpers.GetUninitializedObject(type)); });
        failure.ShouldNotBeOfType<UnreachableException>();
    }
}
