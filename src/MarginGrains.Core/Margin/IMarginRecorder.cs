using MarginGrains.Core.Marks;

namespace MarginGrains.Core.Margin;

/// <summary>
/// Told every step of an evaluation. A struct, so that the one which records nothing costs nothing and there is never a
/// second calculator for explanations.
/// </summary>
public interface IMarginRecorder
{
    /// <summary>Whether the evaluation should go on after the first thing that is missing, to name them all.</summary>
    bool WantsEveryGap { get; }

    /// <summary>A balance and what it is worth in the account's currency.</summary>
    void Balance(in BalanceLine line);

    /// <summary>What time has cost and was not charged yet.</summary>
    void Cost(in CostValue line);

    /// <summary>A position with all that was computed for it.</summary>
    void Position(in PositionLine line);

    /// <summary>Collateral and what it counts for; nothing when it is not eligible.</summary>
    void Collateral(in CollateralLine line);

    /// <summary>Margin that no position needs by itself.</summary>
    void Charge(in ChargeLine line);

    /// <summary>Temporary credit, where there is any.</summary>
    void Credit(Primitives.Money amount);

    /// <summary>What rounding the totals changed, where only they round.</summary>
    void Rounded(in RoundedLine line);

    /// <summary>Something without a price, a rate or terms.</summary>
    void Gap(string subject, PricingStatus status);
}

/// <summary>Records nothing: the fast path.</summary>
public readonly struct NullRecorder : IMarginRecorder
{
    /// <inheritdoc/>
    public bool WantsEveryGap => false;

    /// <inheritdoc/>
    public void Balance(in BalanceLine line)
    {
    }

    /// <inheritdoc/>
    public void Cost(in CostValue line)
    {
    }

    /// <inheritdoc/>
    public void Position(in PositionLine line)
    {
    }

    /// <inheritdoc/>
    public void Collateral(in CollateralLine line)
    {
    }

    /// <inheritdoc/>
    public void Charge(in ChargeLine line)
    {
    }

    /// <inheritdoc/>
    public void Credit(Primitives.Money amount)
    {
    }

    /// <inheritdoc/>
    public void Rounded(in RoundedLine line)
    {
    }

    /// <inheritdoc/>
    public void Gap(string subject, PricingStatus status)
    {
    }
}
