using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>Fills: facts. Refused only when malformed or of an unknown instrument; what should not be raises an
/// incident.</content>
public static partial class AccountDecider
{
    private static Decision RecordFill(Turn turn, AccountCommand.RecordFill command)
    {
        if (MalformedFill(turn, command.Fill, out var instrument) is { } refusal) return turn.Refuse(refusal);
        var before = turn.Account;
        var (aside, isShort) = PutAside(turn, instrument!, command.Fill);
        var fill = command.Fill with { Contract = instrument!.Contract };
        var held = before.PortfolioOf(fill.IsIsolated ? fill.Symbol : null);
        var addsRisk = !Reduces(held, fill);
        var booking = turn.Book(instrument, fill);
        turn.HasAddedRisk = addsRisk;
        turn.Emit(
            new AccountEvent.FillBooked(
                command.FillId, fill, booking.Cash, booking.RealizedPnl, command.ExecutedAt, command.OrderId)
            {
                Financing = booking.Financing,
                SettlesAt = SettlesAt(turn),
                SetAside = aside,
                AddsRisk = addsRisk,
                IsUnjudged = addsRisk && CannotBeJudged(turn, fill, booking.Portfolio),
                Sold = Sold(turn, instrument, fill),
            },
            turn.Basis());
        if (!fill.Quantity.IsMultipleOf(instrument.LotSize))
        {
            turn.Emit(new AccountEvent.IncidentRaised(
                "off_lot", $"Fill {command.FillId}: {fill.Quantity} {fill.Symbol} "
                    + $"is no whole number of lots of {instrument.LotSize}."));
        }

        if (isShort)
        {
            turn.Emit(new AccountEvent.IncidentRaised("fill_beyond_margin",
                $"Fill {command.FillId} needs more margin than is free; only {aside} were put aside."));
        }

        if (addsRisk) RaiseUnwantedRisk(turn, before, command);
        Assess(turn);
        return turn.Accept();
    }

    private static void RaiseUnwantedRisk(Turn turn, Account before, AccountCommand.RecordFill command)
    {
        if (before.IsRestricted || before.Stage is Stage.Call or Stage.Liquidating or Stage.Deficit)
        {
            turn.Emit(new AccountEvent.IncidentRaised(
                "risk_added_while_restricted",
                $"Fill {command.FillId} adds risk while the account is at stage {before.Stage}."));
        }

        if (turn.Regime is not { } regime) return;
        var figures = turn.Evaluate(regime);
        if (!figures.IsPriced)
        {
            turn.Emit(new AccountEvent.IncidentRaised(
                "fill_unpriced",
                $"Fill {command.FillId} was booked while the account has no price ({figures.Status})."));
        }
        else if (figures.FreeMargin.IsNegative)
        {
            turn.Emit(new AccountEvent.IncidentRaised(
                "fill_beyond_margin", $"Fill {command.FillId} leaves a free margin of {figures.FreeMargin}."),
                turn.Basis(regime, figures));
        }
    }

    private static Refusal? MalformedFill(Turn turn, Fill fill, out Instrument? instrument)
    {
        instrument = turn.Market.FindInstrument(fill.Symbol);
        if (instrument is null)
        {
            return new(Rejection.InstrumentUnknown, $"There is no instrument {fill.Symbol}.");
        }

        if (fill.Quantity.IsZero) return new(Rejection.QuantityZero, "The quantity of a fill must not be zero.");
        if (fill.Price == default) return new(Rejection.AmountNotPositive, "The price of a fill must be above zero.");
        return MalformedFee(turn, fill.Fee) ?? TooLarge(instrument, fill);
    }

    /// A fee that has no rate would leave the account without figures for good.
    private static Refusal? MalformedFee(Turn turn, Money fee)
    {
        if (fee.IsNegative) return new(Rejection.FeeNegative, "The fee of a fill must not be negative.");
        if (fee.Amount == 0m) return null;
        if (decimal.Round(fee.Amount, fee.Currency.MinorUnitDecimals) != fee.Amount)
        {
            return new(Rejection.AmountTooPrecise,
                $"{fee.Currency} has {fee.Currency.MinorUnitDecimals} decimals; the fee of {fee} has more.");
        }

        return fee.Currency == turn.Account.Currency
            || Conversion.Pairs(turn.Market, fee.Currency, turn.Account.Currency).Any()
            ? null
            : new(Rejection.CurrencyWithoutRate,
                $"No currency pair leads from {fee.Currency} to {turn.Account.Currency}.");
    }

    internal static Refusal? TooLarge(Instrument instrument, Fill fill)
    {
        if (!instrument.AllowsNotional(fill.Quantity, fill.Price))
        {
            return new(Rejection.NumbersTooLarge,
                $"{fill.Quantity} {fill.Symbol} at {fill.Price} is beyond what can be booked exactly.");
        }

        if (fill.Fee.Amount > Limits.LargestAmount)
        {
            return new(Rejection.NumbersTooLarge, $"A fee of {fill.Fee} is beyond what can be booked exactly.");
        }

        return null;
    }

    /// Whether a fill only makes what is held smaller.
    internal static bool Reduces(Portfolio portfolio, Fill fill) => fill.Effect == FillEffect.Net
        && portfolio.Find(fill.Symbol, !fill.Quantity.IsLong) is { } other
        && fill.Quantity.Absolute.CompareTo(other.Quantity.Absolute) <= 0;

    /// Without a price, and while positions are reduced by force, what is judged at fills has to wait.
    private static bool CannotBeJudged(Turn turn, Fill fill, Portfolio after)
    {
        if (turn.Regime is not { } regime || turn.Account.Liquidation is not null) return true;
        var figures = MarginCalculator.Evaluate(after, regime, turn.Market, turn.Now);
        return !figures.IsPriced || (!fill.IsIsolated && regime.Liquidation.StopOut?.IsCrossed(figures) == true);
    }

    /// What an isolated fill puts aside: what it needs, but no more than the shared side has free, or the fund would
    /// pay for a position that was never paid for. Null for every other fill.
    private static (Money? Aside, bool IsShort) PutAside(Turn turn, Instrument instrument, Fill fill)
    {
        if (!fill.IsIsolated) return (null, false);
        var need = IsolatedMargin.Of(
            turn.Account.PortfolioOf(fill.Symbol), fill, instrument, turn.Regime, turn.Market, turn.Now);
        if (need is not { } wanted || turn.Regime is not { } regime) return (need, false);
        var figures = turn.Evaluate(regime);
        if (!figures.IsPriced || turn.Convert(wanted) is not { } worth) return (wanted, false);
        var most = Money.Min(figures.FreeMargin, figures.Equity - figures.InitialMargin) - figures.Credit;
        var free = Math.Max(0m, most.Amount);
        if (worth.Amount <= free) return (wanted, false);
        var spared =
            Rounding.Value(wanted.Amount * (free / worth.Amount), wanted.Currency, RoundingMode.AgainstAccount);
        return (new(spared, wanted.Currency), true);
    }

    /// What a fill of a security counts for calls that sales cure: what it sells of a long position, less what it buys;
    /// a short sale frees nothing. Null without a rate.
    private static Money? Sold(Turn turn, Instrument instrument, Fill fill)
    {
        if (turn.Account.Calls.IsEmpty || !instrument.AssetClass.IsPaidInFull()) return null;
        var change = PositionChange.Of(turn.Account.PortfolioOf(fill.IsIsolated ? fill.Symbol : null), fill);
        var sold = change.Reduced is { Quantity.IsLong: true } ? change.Closed : default;
        var bought = change.Opened.IsLong ? change.Opened : default;
        return turn.Convert(new(instrument.ValueOf(sold - bought, fill.Price), instrument.QuoteCurrency));
    }
}
