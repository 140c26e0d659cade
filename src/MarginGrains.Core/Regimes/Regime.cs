using System.Collections.Immutable;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Regimes;

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

    /// <summary>
    /// Margin calls, each with its own trigger and cures; none for a regime that liquidates without one.
    /// </summary>
    public ImmutableArray<CallRule> Calls { get; init; } = [];

    /// <summary>
    /// The least time between two notices to a client (warnings, reminders, larger needs); a call, its expiry and a
    /// liquidation are always told. Zero for no limit.
    /// </summary>
    public TimeSpan MinimumNoticeInterval { get; init; }

    /// <summary>
    /// How long before a session switch the accounts that would be short after it are warned, above zero; null when
    /// they are not.
    /// </summary>
    public TimeSpan? SessionWarning { get; init; }

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

    /// <summary>The share for <see cref="HedgePolicy.HedgedShare"/>: 0.50 takes both legs for one half.</summary>
    public Ratio HedgedShare { get; init; }

    /// <summary>The price that values positions; requirements are always on the mark.</summary>
    public ValuationPrice Valuation { get; init; }

    /// <summary>
    /// Share taken off positive balances of other currencies, from 0 to below 1; never off negative ones.
    /// </summary>
    public Ratio ForeignBalanceHaircut { get; init; }

    /// <summary>What is accepted as collateral, each security once; empty when nothing is.</summary>
    public ImmutableArray<EligibleCollateral> Collateral { get; init; } = [];

    /// <summary>What concentration costs, or null.</summary>
    public ConcentrationRule? Concentration { get; init; }

    /// <summary>
    /// Financing of what is paid in full, booked per position; null when cash is borrowed as a whole.
    /// </summary>
    public FinancingRule? Financing { get; init; }

    /// <summary>What borrowed cash costs; null for nothing.</summary>
    public CostRule? Costs { get; init; }

    /// <summary>Leverage caps by instrument and client class.</summary>
    public LeverageCaps LeverageCaps { get; init; } = LeverageCaps.None;

    /// <summary>Negative equity at the end.</summary>
    public NegativeBalanceRule NegativeBalance { get; init; }

    /// <summary>Until when a debt has to be paid; null for no due time.</summary>
    public DebtRule? Debt { get; init; }

    /// <summary>How accounts are topped up from linked sources; null for <see cref="TopUpRule.Default"/>.</summary>
    public TopUpRule? TopUp { get; init; }

    /// <summary>
    /// The account of the broker's books that makes good what is written off; null for the insurance fund.
    /// </summary>
    public string? ProtectionAccount { get; init; }

    /// <summary>
    /// Whether the realised gain of what is margined is booked in the account's currency, at the rate of the moment;
    /// otherwise it stays in the quote currency.
    /// </summary>
    public bool ConvertsRealizedPnl { get; init; }

    /// <summary>How amounts round.</summary>
    public RoundingMode Rounding { get; init; }

    /// <summary>Which amounts round.</summary>
    public RoundingScope RoundingScope { get; init; }

    /// <summary>
    /// Whether cash may be withdrawn that is not there, as a loan against what is held; otherwise a withdrawal never
    /// exceeds the balance of its currency.
    /// </summary>
    public bool LendsCash { get; init; }

    /// <summary>Whether gains realised on a trading day stay until it is over; false for most.</summary>
    public bool HoldsUnsettledGains { get; init; }

    /// <summary>Whether an unrealised gain may be withdrawn against; false for most.</summary>
    public bool UnrealizedGainsWithdrawable { get; init; }

    /// <summary>The call rule of a name, or null when the regime no longer has it.</summary>
    public CallRule? FindCall(string name)
    {
        foreach (var rule in Calls)
        {
            if (rule.Name == name) return rule;
        }

        return null;
    }

    /// <summary>The collateral terms of a security, or null when it is not eligible.</summary>
    public EligibleCollateral? FindCollateral(Symbol symbol)
    {
        foreach (var eligible in Collateral)
        {
            if (eligible.Symbol == symbol) return eligible;
        }

        return null;
    }
}
