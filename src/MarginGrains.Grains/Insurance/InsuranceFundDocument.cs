using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Ports;

namespace MarginGrains.Grains.Insurance;

/// <summary>
/// What an insurance fund stores; the answers to claims are stored beside it, so that it does not grow.
/// </summary>
public sealed class InsuranceFundDocument : OwnerDocument
{
    /// <summary>The state's name in storage.</summary>
    public const string StateName = "insurance-fund";

    /// <summary>What it has; null before the first claim.</summary>
    public Money? Balance { get; init; }

    /// <summary>What it has paid.</summary>
    public Money? Paid { get; init; }

    /// <summary>What it has received as liquidation fees.</summary>
    public Money? Received { get; init; }

    /// <summary>What the broker has paid because the fund was empty.</summary>
    public Money? BrokerLoss { get; init; }

    /// <summary>How many claims.</summary>
    public long Claims { get; init; }
}
