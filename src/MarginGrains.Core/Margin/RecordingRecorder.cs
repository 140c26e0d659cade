using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Margin;

/// <summary>A balance in an evaluation.</summary>
/// <param name="Balance">The settled cash.</param>
/// <param name="Conversion">To the account's currency.</param>
/// <param name="Value">What it counts, in the account's currency.</param>
public sealed record BalanceLine(Money Balance, Conversion Conversion, Money Value);

/// <summary>Something that could not be valued.</summary>
/// <param name="Subject">The instrument or the currency.</param>
/// <param name="Status">What is missing.</param>
public sealed record PricingGap(string Subject, PricingStatus Status);

/// <summary>Keeps every step of an evaluation.</summary>
public readonly struct RecordingRecorder : IMarginRecorder
{
    /// <summary>Starts empty.</summary>
    public RecordingRecorder()
    {
    }

    /// <summary>The balances, in order.</summary>
    public List<BalanceLine> Balances { get; } = [];

    /// <summary>The positions that have a price, in order.</summary>
    public List<PositionLine> Positions { get; } = [];

    /// <summary>What is missing.</summary>
    public List<PricingGap> Gaps { get; } = [];

    /// <inheritdoc/>
    public bool WantsEveryGap => true;

    /// <inheritdoc/>
    public void Balance(Money balance, in Conversion conversion, Money value) =>
        Balances.Add(new(balance, conversion, value));

    /// <inheritdoc/>
    public void Position(in PositionLine line) => Positions.Add(line);

    /// <inheritdoc/>
    public void Gap(string subject, PricingStatus status) => Gaps.Add(new(subject, status));
}
