using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>A position that has to be closed against those who hold the other side.</summary>
public sealed record DeleveragingNeed
{
    /// <summary>Units to close, of the position's sign, not zero.</summary>
    public required Quantity Quantity { get; init; }

    /// <summary>The position's bankruptcy price, at which all of it is closed.</summary>
    public required Price BankruptcyPrice { get; init; }

    /// <summary>The mark, by which candidates are ranked.</summary>
    public required Price Mark { get; init; }
}

/// <summary>One reduction of a plan.</summary>
/// <param name="Rank">Its place in the ranking, from 1.</param>
/// <param name="AccountId">Whose position is reduced.</param>
/// <param name="Quantity">Units that account buys (above zero) or sells (below zero); it always reduces.</param>
/// <param name="Why">Why this account and this much, in words.</param>
public sealed record DeleveragingStep(int Rank, AccountId AccountId, Quantity Quantity, string Why);

/// <summary>
/// Who has to give up how much so that a position is closed which neither the book nor the fund takes. Nothing of it is
/// carried out.
/// </summary>
/// <param name="Price">The bankruptcy price, at which every step is done.</param>
/// <param name="Steps">In the order of their ranks.</param>
/// <param name="Unplaced">Units for which no candidate was left, of the position's sign.</param>
public sealed record DeleveragingPlan(Price Price, ImmutableArray<DeleveragingStep> Steps, Quantity Unplaced)
{
    /// <summary>
    /// Reduces the highest score first, of equal ones the ordinally first account, each by no more than it holds (rule
    /// LIQD-013). Candidates of the position's own side take no part; no account may be named twice.
    /// </summary>
    /// <remarks>
    /// Source of the ranking: the auto-deleveraging pages of perpetual venues, profit share × effective leverage.
    /// </remarks>
    public static DeleveragingPlan Of(DeleveragingNeed need, ImmutableArray<DeleveragingCandidate> candidates)
    {
        ArgumentOutOfRangeException.ThrowIfZero(need.Quantity.Value, nameof(need));
        var steps = ImmutableArray.CreateBuilder<DeleveragingStep>();
        var left = need.Quantity.Absolute;
        foreach (var candidate in Ranked(need, candidates))
        {
            if (left.IsZero) break;
            var held = candidate.Quantity.Absolute;
            var taken = held.CompareTo(left) < 0 ? held : left;
            var rank = steps.Count + 1;
            // Whoever takes the position over trades in its direction: against his own.
            steps.Add(new(rank, candidate.AccountId, Signed(need, taken), Why(need, candidate, taken)));
            left -= taken;
        }

        return new(need.BankruptcyPrice, steps.ToImmutable(), Signed(need, left));
    }

    private static IEnumerable<DeleveragingCandidate> Ranked(
        DeleveragingNeed need, ImmutableArray<DeleveragingCandidate> candidates)
    {
        var named = new HashSet<AccountId>();
        foreach (var candidate in candidates)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(candidate.EffectiveLeverage.Value, nameof(candidates));
            if (!named.Add(candidate.AccountId))
            {
                throw new ArgumentException($"{candidate.AccountId} is named twice", nameof(candidates));
            }
        }

        return candidates
            .Where(c => Math.Sign(c.Quantity.Value) == -Math.Sign(need.Quantity.Value))
            .OrderByDescending(c => c.Score(need.Mark))
            .ThenBy(c => c.AccountId.Value, StringComparer.Ordinal);
    }

    private static Quantity Signed(DeleveragingNeed need, Quantity units) => need.Quantity.IsLong ? units : -units;

    private static string Why(DeleveragingNeed need, DeleveragingCandidate candidate, Quantity taken)
    {
        var share = candidate.GainShare(need.Mark).Value;
        var how = share > 0m
            ? $"gain {Percent(share)} × leverage {Short(candidate.EffectiveLeverage.Value)}"
            : $"loss {Percent(-share)} ÷ leverage {Short(candidate.EffectiveLeverage.Value)}";
        var whole = candidate.Quantity.Absolute;
        var much = taken == whole ? $"all of its {whole}" : $"{taken} of its {whole}";
        return $"{candidate.AccountId} gives up {much} at the bankruptcy price {need.BankruptcyPrice} because of its "
            + $"score {Short(candidate.Score(need.Mark).Value)}: {how} at the mark {need.Mark}";
    }

    private static string Percent(decimal share) => $"{Short(share * 100m)} %";

    private static string Short(decimal value) => DecimalText.Format(Rounding.DownToLot(value, 0.0001m));
}
