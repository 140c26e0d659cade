using MarginGrains.Core.Instruments;
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
        var fill = command.Fill;
        var addsRisk = !Reduces(turn.Account.Portfolio.Find(fill.Symbol), fill.Quantity);
        var before = turn.Account;
        var booking = turn.Book(instrument!, fill);
        turn.Emit(
            new AccountEvent.FillBooked(
                command.FillId, fill, booking.Cash, booking.RealizedPnl, command.ExecutedAt, command.OrderId),
            turn.Basis());
        if (!fill.Quantity.IsMultipleOf(instrument!.LotSize))
        {
            turn.Emit(new AccountEvent.IncidentRaised(
                "off_lot", $"Fill {command.FillId}: {fill.Quantity} {fill.Symbol} "
                    + $"is no whole number of lots of {instrument.LotSize}."));
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
        if (fill.Fee.IsNegative) return new(Rejection.FeeNegative, "The fee of a fill must not be negative.");
        return TooLarge(instrument, fill);
    }

    internal static Refusal? TooLarge(Instrument instrument, Fill fill)
    {
        if (!Limits.AllowsNotional(fill.Quantity.Value, instrument.Multiplier.Value, fill.Price.Value))
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

    /// Whether a quantity only makes what is held smaller.
    internal static bool Reduces(Position? held, Quantity quantity) =>
        held is not null && Math.Sign(held.Quantity.Value) == -Math.Sign(quantity.Value)
        && Math.Abs(quantity.Value) <= Math.Abs(held.Quantity.Value);
}
