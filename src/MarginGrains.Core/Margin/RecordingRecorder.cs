using MarginGrains.Core.Marks;

namespace MarginGrains.Core.Margin;

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

    /// <summary>What has accrued, in order.</summary>
    public List<CostValue> Costs { get; } = [];

    /// <summary>The positions that have a price, in order.</summary>
    public List<PositionLine> Positions { get; } = [];

    /// <summary>The collateral, in order.</summary>
    public List<CollateralLine> Collaterals { get; } = [];

    /// <summary>Margin that no position needs by itself.</summary>
    public List<ChargeLine> Charges { get; } = [];

    /// <summary>Temporary credit: none or one amount.</summary>
    public List<Primitives.Money> Credits { get; } = [];

    /// <summary>What rounding the totals changed: none or one.</summary>
    public List<RoundedLine> Roundings { get; } = [];

    /// <summary>What is missing.</summary>
    public List<PricingGap> Gaps { get; } = [];

    /// <inheritdoc/>
    public bool WantsEveryGap => true;

    /// <inheritdoc/>
    public void Balance(in BalanceLine line) => Balances.Add(line);

    /// <inheritdoc/>
    public void Cost(in CostValue line) => Costs.Add(line);

    /// <inheritdoc/>
    public void Collateral(in CollateralLine line) => Collaterals.Add(line);

    /// <inheritdoc/>
    public void Charge(in ChargeLine line) => Charges.Add(line);

    /// <inheritdoc/>
    public void Credit(Primitives.Money amount) => Credits.Add(amount);

    /// <inheritdoc/>
    public void Rounded(in RoundedLine line) => Roundings.Add(line);

    /// <inheritdoc/>
    public void Position(in PositionLine line) => Positions.Add(line);

    /// <inheritdoc/>
    public void Gap(string subject, PricingStatus status) => Gaps.Add(new(subject, status));
}
