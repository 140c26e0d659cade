using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Liquidation;

/// <summary>Who pays a part of a deficit.</summary>
public enum LossPayer
{
    /// <summary>The account itself, from what it has elsewhere.</summary>
    Account,

    /// <summary>An account linked to it.</summary>
    LinkedAccount,

    /// <summary>The insurance fund.</summary>
    InsuranceFund,

    /// <summary>The broker.</summary>
    Broker,

    /// <summary>All who hold the instrument, by their units.</summary>
    Socialized,
}

/// <summary>One layer of a waterfall.</summary>
/// <param name="Payer">Who pays.</param>
/// <param name="Available">What it has; nothing when negative; null for without limit.</param>
/// <param name="MostPerEvent">The most it pays for one deficit; null for all it has.</param>
public sealed record LossLayer(LossPayer Payer, Money? Available, Money? MostPerEvent = null);

/// <summary>What one layer pays.</summary>
/// <param name="Payer">Who pays.</param>
/// <param name="Amount">How much, not negative.</param>
/// <param name="Why">Why so much, in words.</param>
public sealed record LossShare(LossPayer Payer, Money Amount, string Why);

/// <summary>Who pays a deficit.</summary>
/// <param name="Shares">A share for each layer, in the layers' order, nothing where nothing is paid.</param>
/// <param name="Uncovered">What no layer pays; with the shares it is exactly the deficit.</param>
public sealed record LossPlan(ImmutableArray<LossShare> Shares, Money Uncovered);

/// <summary>
/// Shares a deficit out over layers, each as much as it can before the next pays anything (rule LIQD-011).
/// </summary>
public static class LossWaterfall
{
    /// <summary>Plans who pays a deficit, which is not negative; nothing is booked.</summary>
    public static LossPlan Plan(Money deficit, ImmutableArray<LossLayer> layers)
    {
        if (deficit.IsNegative) throw new ArgumentOutOfRangeException(nameof(deficit), $"{deficit} is no deficit");
        var shares = ImmutableArray.CreateBuilder<LossShare>(layers.Length);
        var left = deficit;
        foreach (var layer in layers)
        {
            var share = Share(layer, left);
            shares.Add(share);
            left -= share.Amount;
        }

        return new(shares.MoveToImmutable(), left);
    }

    private static LossShare Share(LossLayer layer, Money left)
    {
        var nothing = Money.Zero(left.Currency);
        if (!left.IsPositive) return new(layer.Payer, nothing, "nothing was left to pay");
        var (amount, why) = (left, $"all of the {left} that were left");
        if (layer.Available is { } available && available < amount)
        {
            amount = Money.Max(nothing, available);
            why = $"all it has, of {left} that were left";
        }

        if (layer.MostPerEvent is { } most && most < amount)
        {
            amount = Money.Max(nothing, most);
            why = $"the most it pays for one deficit, of {left} that were left";
        }

        return new(layer.Payer, amount, why);
    }
}
