using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using Shouldly;

namespace MarginGrains.Testing.Core;

/// <summary>What a decision came to, and what a test says about it.</summary>
public sealed class Outcome(AccountScenario scenario, Account? before, Decision decision)
{
    /// <summary>The decision.</summary>
    public Decision Decision { get; } = decision;

    /// <summary>Goes on with the scenario.</summary>
    public AccountScenario And { get; } = scenario;

    /// <summary>The events, named and in order, are exactly these.</summary>
    public Outcome Then(params Type[] kinds)
    {
        Decision.Refusal.ShouldBeNull();
        Decision.Events.Select(e => e.GetType().Name).ShouldBe(kinds.Select(k => k.Name));
        return this;
    }

    /// <summary>The only event of its kind.</summary>
    public TEvent Event<TEvent>()
        where TEvent : AccountEvent => Decision.Events.OfType<TEvent>().ShouldHaveSingleItem();

    /// <summary>There is one event of the kind, and this holds of it.</summary>
    public Outcome Then<TEvent>(Action<TEvent>? holds = null)
        where TEvent : AccountEvent
    {
        Decision.Refusal.ShouldBeNull();
        var e = Event<TEvent>();
        holds?.Invoke(e);
        return this;
    }

    /// <summary>There is no event of the kind.</summary>
    public Outcome ThenNo<TEvent>()
        where TEvent : AccountEvent
    {
        Decision.Events.OfType<TEvent>().ShouldBeEmpty();
        return this;
    }

    /// <summary>Nothing changed.</summary>
    public Outcome ThenNothing()
    {
        Decision.Refusal.ShouldBeNull();
        Decision.Events.Select(e => e.GetType().Name).ShouldBeEmpty();
        return this;
    }

    /// <summary>It was refused for this reason, and nothing changed.</summary>
    public Outcome ThenRefused(Rejection code, Money? limit = null)
    {
        Decision.Refusal.ShouldNotBeNull().Code.ShouldBe(code);
        if (limit is not null) Decision.Refusal.Limit.ShouldBe(limit);
        Decision.Events.ShouldBeEmpty();
        Exactly.Same(Decision.Account, before);
        return this;
    }

    /// <summary>The account is at this stage.</summary>
    public Outcome ThenStage(Stage stage)
    {
        And.Account.Stage.ShouldBe(stage);
        return this;
    }
}
