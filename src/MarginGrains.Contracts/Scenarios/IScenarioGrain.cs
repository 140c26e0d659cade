using System.Collections.Immutable;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Regimes;
using MarginGrains.Core.Scenarios;

namespace MarginGrains.Contracts.Scenarios;

/// <summary>
/// Questions about the whole book: one at a time, over what is stored, without waking an account. Its key is 0. What
/// was answered is kept in memory and gone with the silo that keeps it.
/// </summary>
[Alias("scenarios")]
public interface IScenarioGrain : IGrainWithIntegerKey
{
    /// <summary>Starts to look what a draft would do.</summary>
    [Alias("impact")]
    Task<ScenarioTicket> StartImpactAsync([Immutable] ImpactQuestion question);

    /// <summary>Starts a stress test.</summary>
    [Alias("stress")]
    Task<ScenarioTicket> StartStressAsync([Immutable] StressQuestion question);

    /// <summary>How far it is and what came of it; null when there is none of this id.</summary>
    [Alias("find")]
    Task<ScenarioView?> FindAsync(string id);

    /// <summary>Gives one up that runs.</summary>
    [Alias("cancel")]
    Task CancelAsync(string id);
}

/// <summary>A draft: one of the two.</summary>
/// <param name="Instrument">A whole definition, or null.</param>
/// <param name="Regime">A version, or null.</param>
/// <param name="MostAccounts">How many accounts are named.</param>
[GenerateSerializer, Immutable, Alias("impactQuestion")]
public sealed record ImpactQuestion(
    [property: Id(0)] Instrument? Instrument, [property: Id(1)] Regime? Regime, [property: Id(2)] int MostAccounts);

/// <summary>A stress test.</summary>
/// <param name="Scenarios">At least one.</param>
/// <param name="Settings">How it runs.</param>
[GenerateSerializer, Immutable, Alias("stressQuestion")]
public sealed record StressQuestion(
    [property: Id(0)] ImmutableArray<StressScenario> Scenarios, [property: Id(1)] StressSettings Settings);

/// <summary>Whether a question was taken.</summary>
/// <param name="Id">Its id; null when it was not taken.</param>
/// <param name="Errors">Why it cannot be asked.</param>
/// <param name="Busy">Whether another one runs.</param>
[GenerateSerializer, Immutable, Alias("scenarioTicket")]
public sealed record ScenarioTicket(
    [property: Id(0)] string? Id, [property: Id(1)] ImmutableArray<DefinitionError> Errors,
    [property: Id(2)] bool Busy);

/// <summary>Where a question about the book stands.</summary>
public enum ScenarioState
{
    /// <summary>It is being answered.</summary>
    Running,

    /// <summary>It is answered.</summary>
    Done,

    /// <summary>It was given up.</summary>
    Cancelled,

    /// <summary>It could not be answered.</summary>
    Failed,
}

/// <summary>A question about the book, and its answer when it is done.</summary>
[GenerateSerializer, Immutable, Alias("scenarioView")]
public sealed record ScenarioView
{
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required ScenarioState State { get; init; }

    /// <summary>Market time at which it was asked.</summary>
    [Id(2)] public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Accounts judged so far.</summary>
    [Id(3)] public long Done { get; init; }

    /// <summary>How many there will be, where that is known.</summary>
    [Id(4)] public long? Total { get; init; }

    /// <summary>The scenario that runs, or null.</summary>
    [Id(5)] public string? Scenario { get; init; }

    /// <summary>Its round, from 1.</summary>
    [Id(6)] public int Round { get; init; }

    /// <summary>Of an impact that is done.</summary>
    [Id(7)] public ImpactView? Impact { get; init; }

    /// <summary>Of a stress test that is done, one per scenario.</summary>
    [Id(8)] public ImmutableArray<StressView> Stress { get; init; } = [];
}
