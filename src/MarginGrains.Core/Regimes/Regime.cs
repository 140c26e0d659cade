using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Regimes;

/// <summary>What the regime reserves as used margin.</summary>
public enum UsedMarginRule
{
    /// <summary>The sum of initial margins.</summary>
    SumOfInitial,

    /// <summary>max(Σ maintenance, ½ Σ initial): the close-out floor of European retail rules.</summary>
    HalfInitialFloor,
}

/// <summary>On which price a requirement is computed.</summary>
public enum RequirementBasis
{
    /// <summary>The current mark.</summary>
    Mark,

    /// <summary>The average price at which the position was opened; initial margin stays frozen.</summary>
    AveragePrice,
}

/// <summary>How positions in both directions of one instrument count together.</summary>
public enum HedgePolicy
{
    /// <summary>They net; only the difference is held.</summary>
    Net,

    /// <summary>Both legs count in full.</summary>
    Sum,

    /// <summary>The larger leg counts.</summary>
    Maximum,
}

/// <summary>Who bears what is missing when the last position is gone and equity is below zero.</summary>
public enum NegativeBalanceRule
{
    /// <summary>The client owes it.</summary>
    Debt,

    /// <summary>It is written off, the insurance fund first.</summary>
    WriteOff,
}

/// <summary>A line with the level at which it clears again.</summary>
/// <param name="Trigger">Crossed: the account is warned.</param>
/// <param name="ClearLevel">No longer crossed: the warning ends. Not below the trigger.</param>
public sealed record WarningRule(RegimeLine Trigger, RegimeLine ClearLevel);

/// <summary>
/// A margin regime as data: the calculator and the decider read it, and nothing else knows which regime an account is
/// under.
/// </summary>
public sealed record Regime
{
    /// <summary>The regime's name, unique.</summary>
    public required RegimeId Id { get; init; }

    /// <summary>Counts its definitions, from 1.</summary>
    public long Version { get; init; } = 1;

    /// <summary>First instant at which this version holds.</summary>
    public DateTimeOffset EffectiveAt { get; init; } = DateTimeOffset.MinValue;

    /// <summary>One sentence for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>The ratio that is shown as the regime's own.</summary>
    public required Measure RegimeRatio { get; init; }

    /// <summary>Early warning, or null.</summary>
    public WarningRule? Warning { get; init; }

    /// <summary>Margin calls, or null for a regime that liquidates without one.</summary>
    public CallRule? Call { get; init; }

    /// <summary>Liquidation.</summary>
    public required LiquidationRule Liquidation { get; init; }

    /// <summary>While this line is crossed no order that adds risk is allowed; null for no such line.</summary>
    public RegimeLine? NoNewRisk { get; init; }

    /// <summary>What used margin is.</summary>
    public UsedMarginRule UsedMargin { get; init; }

    /// <summary>The price of the initial requirement.</summary>
    public RequirementBasis InitialBasis { get; init; }

    /// <summary>Long and short of one instrument.</summary>
    public HedgePolicy HedgePolicy { get; init; }

    /// <summary>Negative equity at the end.</summary>
    public NegativeBalanceRule NegativeBalance { get; init; }

    /// <summary>
    /// Whether the realised gain of what is margined is booked in the account's currency, at the rate of the moment;
    /// otherwise it stays in the quote currency.
    /// </summary>
    public bool ConvertsRealizedPnl { get; init; }

    /// <summary>How amounts round.</summary>
    public RoundingMode Rounding { get; init; }

    /// <summary>
    /// Whether cash may be withdrawn that is not there, as a loan against what is held; otherwise a withdrawal never
    /// exceeds the balance of its currency.
    /// </summary>
    public bool LendsCash { get; init; }

    /// <summary>Whether an unrealised gain may be withdrawn against; false for most.</summary>
    public bool UnrealizedGainsWithdrawable { get; init; }
}

/// <summary>All versions of one regime, in rising order of their effective instants.</summary>
/// <param name="Id">The regime.</param>
/// <param name="Versions">At least one.</param>
public sealed record RegimeHistory(RegimeId Id, ImmutableArray<Regime> Versions)
{
    /// <summary>The version in force, or null before the first.</summary>
    public Regime? At(DateTimeOffset now)
    {
        for (var i = Versions.Length - 1; i >= 0; i--)
        {
            if (Versions[i].EffectiveAt <= now) return Versions[i];
        }

        return null;
    }

    /// <summary>With one more version, which takes the next number.</summary>
    public RegimeHistory With(Regime version)
    {
        var numbered = version with { Version = Versions.Length == 0 ? 1 : Versions.Max(v => v.Version) + 1 };
        return this with { Versions = [.. Versions.Add(numbered).OrderBy(v => v.EffectiveAt).ThenBy(v => v.Version)] };
    }

    /// <summary>The next instant after <paramref name="now"/> at which another version takes effect, or null.</summary>
    public DateTimeOffset? NextChange(DateTimeOffset now)
    {
        foreach (var version in Versions)
        {
            if (version.EffectiveAt > now) return version.EffectiveAt;
        }

        return null;
    }
}
