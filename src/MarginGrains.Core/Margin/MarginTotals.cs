using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <summary>The sums of an evaluation while it runs, in the account's currency.</summary>
internal struct MarginTotals
{
    private decimal equity, marketValue, loan, initial, reserved, maintenance, gain, gainsOnly, securities, owed,
        collateral, ownDebt, credit, costs;

    public void AddBalance(decimal value, bool isOwn)
    {
        if (isOwn) ownDebt += Math.Max(0m, -value);
        equity += value;
        loan += Math.Max(0m, -value);
        securities += Math.Max(0m, value);
    }

    public void AddCosts(decimal value)
    {
        equity += value;
        costs -= value;
    }

    public void Add(in PositionLine line)
    {
        equity += line.EquityShare.Amount;
        initial += line.InitialMargin.Amount;
        maintenance += line.MaintenanceMargin.Amount;
        marketValue += Math.Abs(line.MarketValue.Amount);
        gain += line.UnrealizedPnl.Amount;
        gainsOnly += Math.Max(0m, line.UnrealizedPnl.Amount);
        if (!line.Instrument.AssetClass.IsPaidInFull()) return;
        securities += Math.Max(0m, line.MarketValue.Amount) + Math.Max(0m, line.Financing.Amount);
        owed += Math.Max(0m, -line.MarketValue.Amount);
        loan += Math.Max(0m, -line.Financing.Amount);
    }

    public void AddCollateral(decimal value)
    {
        equity += value;
        collateral += value;
        securities += value;
    }

    public void AddCredit(decimal amount)
    {
        equity += amount;
        credit += amount;
        securities += amount;
    }

    public void AddReserved(decimal amount)
    {
        initial += amount;
        reserved += amount;
    }

    public void AddSurcharge(decimal amount)
    {
        initial += amount;
        maintenance += amount;
    }

    public readonly MarginFigures ToFigures<TRecorder>(in MarginContext context, ref TRecorder recorder)
        where TRecorder : struct, IMarginRecorder
    {
        var regime = context.Regime;
        var currency = context.Currency;
        var (has, needs, keeps) = (equity, initial, maintenance);
        if (regime.RoundingScope == RoundingScope.Total)
        {
            has = Rounding.Value(equity, currency, regime.Rounding);
            needs = Rounding.Requirement(initial, currency, regime.Rounding);
            keeps = Rounding.Requirement(maintenance, currency, regime.Rounding);
            recorder.Rounded(new(
                new(has - equity, currency), new(needs - initial, currency), new(keeps - maintenance, currency)));
        }

        return new(currency, PricingStatus.Live)
        {
            EquityAmount = has,
            InitialAmount = needs,
            MaintenanceAmount = keeps,
            UsedAmount = regime.UsedMargin == UsedMarginRule.SumOfInitial
                ? needs
                : Math.Max(keeps, Rounding.Requirement(needs / 2m, currency, regime.Rounding)),
            ReservedAmount = reserved,
            MarketValueAmount = marketValue,
            SecuritiesAmount = securities,
            CollateralAmount = collateral,
            UnrealizedPnlAmount = gain,
            UnrealizedGainAmount = gainsOnly,
            LoanAmount = loan,
            OwedAmount = loan + owed,
            OwnDebtAmount = ownDebt,
            CreditAmount = credit,
            CostsAmount = costs,
        };
    }
}
