using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Regimes;

/// <summary>Which position goes first.</summary>
public enum SelectionOrder
{
    /// <summary>The one that needs most initial margin.</summary>
    LargestMargin,

    /// <summary>The one with the largest unrealised loss.</summary>
    LargestLoss,

    /// <summary>The one that frees most initial margin per unit of what closing it costs.</summary>
    MostFreedPerCost,

    /// <summary>Those with a loss on open markets, then the others on open markets, then the rest.</summary>
    LosersOnOpenMarkets,

    /// <summary>The one whose mark has the shortest way to its liquidation price.</summary>
    Riskiest,
}

/// <summary>How much of a position goes at once.</summary>
public enum LiquidationStep
{
    /// <summary>As few lots as reach the target.</summary>
    Smallest,

    /// <summary>The whole position.</summary>
    WholePosition,

    /// <summary>Down to where the next lower tier ends, but no more than reaches the target.</summary>
    Tier,

    /// <summary>A share of the position, but no more than reaches the target.</summary>
    Portion,
}

/// <summary>How much of a position one step takes at most (rule LIQD-017).</summary>
/// <param name="Share">Of the position, above 0 and at most 1.</param>
/// <param name="SmallestNotional">A position of no more than this goes as a whole, in its settlement currency.</param>
public sealed record PortionRule(Ratio Share, decimal SmallestNotional);

/// <summary>
/// How far from the mark an order may sell or buy, tied to the account's bankruptcy price (rule LIQD-018). Source: the
/// fillable price of dYdX v4.
/// </summary>
/// <param name="BankruptcyAdjustment">How fast the limit moves away from the mark as the account gets worse; at least
/// 1.</param>
/// <param name="SpreadToMaintenance">The furthest limit, as a share of the maintenance rate; above 0.</param>
public sealed record LimitPriceRule(Ratio BankruptcyAdjustment, Ratio SpreadToMaintenance);

/// <summary>How a regime reduces what an account holds (rules LIQD-001 to LIQD-006, LIQD-016 to LIQD-019).</summary>
public sealed record LiquidationRule
{
    /// <summary>The line that starts it at once, without a call's grace; null when only an expired call does.</summary>
    public RegimeLine? StopOut { get; init; }

    /// <summary>
    /// Reduction goes on while this line is crossed. It lies above the stop-out line, or reduction would start again at
    /// the next mark.
    /// </summary>
    public required RegimeLine Target { get; init; }

    /// <summary>Which position goes first.</summary>
    public SelectionOrder Order { get; init; } = SelectionOrder.LargestMargin;

    /// <summary>How much of it.</summary>
    public LiquidationStep Step { get; init; } = LiquidationStep.Smallest;

    /// <summary>The share for <see cref="LiquidationStep.Portion"/>, and only for it.</summary>
    public PortionRule? Portion { get; init; }

    /// <summary>Charged on the notional of each execution, never more than what is left of equity.</summary>
    public Ratio Fee { get; init; }

    /// <summary>The limit of each order; null for orders at the market.</summary>
    public LimitPriceRule? LimitPrice { get; init; }

    /// <summary>
    /// After an expired call orders start at this time, UTC, of the next business day; null when at once.
    /// </summary>
    public TimeOnly? StartsNextBusinessDayAt { get; init; }

    /// <summary>How long to wait after a round in which the venue refused every order.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait between two rounds that executed; zero when not at all.</summary>
    public TimeSpan Cooldown { get; init; }
}
