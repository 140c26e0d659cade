using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <summary>How many times its equity an account would hold, against the caps of its client (rule ORDR-010).</summary>
/// <param name="Leverage">Σ notional of what is margined ÷ equity; null without positive equity.</param>
/// <param name="Cap">The lowest cap for the order's instrument; null when there is none.</param>
/// <param name="IsExceeded">
/// Whether equity is less than Σ notional ÷ cap of each instrument: for one instrument, whether its leverage is beyond
/// its cap.
/// </param>
internal readonly record struct OrderLeverage(Ratio? Leverage, Ratio? Cap, bool IsExceeded)
{
    /// The leverage of a portfolio with priced figures, and the cap of one of its instruments.
    public static OrderLeverage Of(
        Portfolio portfolio, Instrument ordered, Regime regime, in MarginFigures figures, IMarket market,
            DateTimeOffset now)
    {
        var cap = regime.LeverageCaps.Lowest(ordered.InstrumentClass, portfolio.ClientClass);
        decimal notional = 0m, least = 0m;
        foreach (var position in portfolio.Positions)
        {
            if (market.FindInstrument(position.Symbol) is not { } instrument) continue;
            if (instrument.AssetClass.IsPaidInFull() || market.FindMark(position.Symbol) is not { } mark) continue;
            var rate = Conversion.Find(market, instrument.SettlementCurrency, portfolio.Currency, now);
            var value = rate.Of(Math.Abs(instrument.ValueOf(position.Quantity, mark.Price)));
            notional += value;
            var own = regime.LeverageCaps.Lowest(instrument.InstrumentClass, portfolio.ClientClass);
            if (own is { } limit) least += value / limit.Value;
        }

        var equity = figures.Equity.Amount;
        return new(equity > 0m ? new(notional / equity) : null, cap, cap is not null && equity < least);
    }
}
