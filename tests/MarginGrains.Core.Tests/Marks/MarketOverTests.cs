using System.Reflection;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Scenarios;
using MarginGrains.Core.Statements;

namespace MarginGrains.Core.Tests.Marks;

/// <summary>A market over another one leaves no question to a default of the interface.</summary>
public class MarketOverTests
{
    private static readonly Type[] OverAnother = [.. typeof(IMarket).Assembly.GetTypes().Where(t =>
        t is { IsClass: true, IsAbstract: false } && t.IsAssignableTo(typeof(IMarket)) && Holds(t))];

    [Fact]
    public void EveryMarketOverAnother_IsFound() => new[]
    {
        typeof(MarketWithMark), typeof(MarketAhead), typeof(ExMarket), typeof(ClosingMarket), typeof(ScenarioMarket),
        typeof(FrozenMarket),
    }.ShouldBeSubsetOf(OverAnother);

    [Fact]
    [Trait("Rule", "LPRC-001")]
    public void AMarketOverAnother_AnswersEveryQuestionOfAMarket()
    {
        foreach (var type in OverAnother) Unanswered(type).ShouldBeEmpty(type.Name);
    }

    [Fact]
    public void AnAnswerLeftToTheInterface_IsCaught() =>
        Unanswered(typeof(Forgetful), typeof(IQuestions)).ShouldBe([nameof(IQuestions.Forgotten)]);

    private static IEnumerable<string> Unanswered(Type type) => Unanswered(type, typeof(IMarket));

    private static IEnumerable<string> Unanswered(Type type, Type questions) =>
        type.GetInterfaceMap(questions).TargetMethods
            .Where(m => m.DeclaringType != type && m.DeclaringType != typeof(MarketOver)).Select(m => m.Name);

    private static bool Holds(Type? type) => type is not null
        && (type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Any(f => f.FieldType.IsAssignableTo(typeof(IMarket))) || Holds(type.BaseType));

    private interface IQuestions
    {
        int Answered();

        int Forgotten() => 0;
    }

    private sealed class Forgetful : IQuestions
    {
        public int Answered() => 1;
    }
}
