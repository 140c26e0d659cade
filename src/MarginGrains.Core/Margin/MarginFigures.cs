using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>
/// The totals of one evaluation, in the account's currency. Meaningful only while <see cref="Status"/> is live.
/// </summary>
public readonly record struct MarginFigures
{
    internal MarginFigures(Currency currency, PricingStatus status)
    {
        Currency = currency;
        Status = status;
    }

    /// <summary>The account's currency.</summary>
    public Currency Currency { get; }

    /// <summary>No figures, and why.</summary>
    public static MarginFigures Unpriced(Currency currency, PricingStatus status) => new(currency, status);

    /// <summary>Live, or why there are no figures.</summary>
    public PricingStatus Status { get; }

    /// <summary>Whether there are figures.</summary>
    public bool IsPriced => Status == PricingStatus.Live;

    /// <summary>
    /// Σ balances + value of what is paid in full + unrealised P&amp;L of what is margined − what has accrued and was
    /// not charged yet (rule MARG-001).
    /// </summary>
    public Money Equity => new(EquityAmount, Currency);

    /// <summary>Σ initial margin (rule MARG-002).</summary>
    public Money InitialMargin => new(InitialAmount, Currency);

    /// <summary>Σ maintenance margin (rule MARG-002).</summary>
    public Money MaintenanceMargin => new(MaintenanceAmount, Currency);

    /// <summary>What the regime reserves (rule MARG-003).</summary>
    public Money UsedMargin => new(UsedAmount, Currency);

    /// <summary>Equity − used margin.</summary>
    public Money FreeMargin => Equity - UsedMargin;

    /// <summary>Equity − maintenance margin.</summary>
    public Money ExcessLiquidity => Equity - MaintenanceMargin;

    /// <summary>Σ |market value| of all positions.</summary>
    public Money MarketValue => new(MarketValueAmount, Currency);

    /// <summary>Σ unrealised P&amp;L of all positions, whether or not it counts in equity by itself.</summary>
    public Money UnrealizedPnl => new(UnrealizedPnlAmount, Currency);

    /// <summary>
    /// Σ of the balances that are negative and of the loans of positions, as a positive amount; shown, not subtracted
    /// again.
    /// </summary>
    public Money Loan => new(LoanAmount, Currency);

    /// <summary>What of initial margin working orders reserve (rule MARG-017).</summary>
    public Money Reserved => new(ReservedAmount, Currency);

    /// <summary>What collateral counts for after haircut and caps (rule MARG-021); part of equity.</summary>
    public Money Collateral => new(CollateralAmount, Currency);

    /// <summary>Temporary credit (rule MARG-025); part of equity.</summary>
    public Money Credit => new(CreditAmount, Currency);

    /// <summary>Equity without temporary credit: what is the client's own.</summary>
    public Money OwnEquity => Equity - Credit;

    /// <summary>What time has cost and was not charged yet (rule COST-003); taken off equity.</summary>
    public Money AccruedCosts => new(CostsAmount, Currency);


    /// <summary>Equity ÷ used margin as a fraction, not rounded; null without used margin.</summary>
    public Ratio? MarginLevel => RatioOf(Measure.EquityToUsedMargin);

    internal decimal EquityAmount { get; init; }

    internal decimal InitialAmount { get; init; }

    internal decimal MaintenanceAmount { get; init; }

    internal decimal UsedAmount { get; init; }

    internal decimal MarketValueAmount { get; init; }

    internal decimal ReservedAmount { get; init; }

    internal decimal CollateralAmount { get; init; }

    /// Long securities, what is held for short sales, collateral and cash: what stands against what is owed.
    internal decimal SecuritiesAmount { get; init; }

    /// Negative cash in the account's own currency, as a positive amount: what a payment lowers first.
    internal decimal OwnDebtAmount { get; init; }

    /// Loans and the value of what was sold short.
    internal decimal OwedAmount { get; init; }

    internal decimal CreditAmount { get; init; }

    internal decimal CostsAmount { get; init; }


    internal decimal UnrealizedPnlAmount { get; init; }

    internal decimal UnrealizedGainAmount { get; init; }

    internal decimal LoanAmount { get; init; }

    /// <summary>
    /// A ratio for display, not rounded; null when its denominator is zero. Decisions compare without dividing.
    /// </summary>
    public Ratio? RatioOf(Measure measure)
    {
        var denominator = Denominator(measure);
        return denominator == 0m ? null : new(Numerator(measure) / denominator);
    }

    internal decimal Numerator(Measure measure) =>
        measure == Measure.CollateralToLoan ? SecuritiesAmount : EquityAmount;

    internal decimal Denominator(Measure measure) => measure switch
    {
        Measure.EquityToMaintenance => MaintenanceAmount,
        Measure.EquityToInitial => InitialAmount,
        Measure.EquityToUsedMargin => UsedAmount,
        Measure.EquityToMarketValue => MarketValueAmount,
        _ => OwedAmount,
    };
}
