using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Margin;

/// <content>Collateral, what working orders reserve, and concentration.</content>
public static partial class MarginCalculator
{
    private static void AddCollateral<TRecorder>(
        in MarginContext context, ref MarginTotals totals, ref Gaps gaps, ref TRecorder recorder)
        where TRecorder : struct, IMarginRecorder
    {
        foreach (var holding in context.Portfolio.Collateral)
        {
            var eligible = context.Regime.FindCollateral(holding.Symbol);
            if (eligible is null)
            {
                recorder.Collateral(new(holding, null, null, default, Money.Zero(context.Currency)));
                continue;
            }

            var status = context.Find(holding.Symbol, out var priced);
            if (gaps.Found(status))
            {
                recorder.Gap(holding.Symbol.Value, status);
                if (recorder.WantsEveryGap) continue;
                return;
            }

            var weight = 1m - eligible.Haircut.Value;
            var (times, by) = BookShare(context, holding, eligible);
            // Divided last: a share rounded before could change the last digit of what it counts.
            var worth = priced.Notional(holding.Quantity) * weight * times / by;
            if (eligible.MaximumValue is { } maximum) worth = Math.Min(worth, maximum);
            var value = context.Value(worth);
            totals.AddCollateral(value.Amount);
            recorder.Collateral(new(holding, eligible, priced.Mark, new(weight * times / by), value));
        }
    }

    /// The part that counts where the whole book holds more than its cap, as a fraction (rule MARG-021).
    internal static (decimal Times, decimal By) BookShare(
        in MarginContext context, CollateralHolding holding, EligibleCollateral eligible)
    {
        if (eligible.BookCap is not { } cap) return (1m, 1m);
        var book = Math.Max(
            context.Market.FindBookCollateral(holding.Symbol)?.Value ?? 0m, holding.Quantity.Value);
        return book <= cap.Value ? (1m, 1m) : (cap.Value, book);
    }

    /// Orders reserve what the worse side would need beyond what is held (rule MARG-017).
    private static void AddReservations<TRecorder>(
        in MarginContext context, ref MarginTotals totals, ref Gaps gaps, ref TRecorder recorder)
        where TRecorder : struct, IMarginRecorder
    {
        var orders = context.Portfolio.Orders;
        for (var i = 0; i < orders.Length; i++)
        {
            if (IsRepeated(context.Portfolio, i)) continue;
            var symbol = orders[i].Symbol;
            var status = context.Find(symbol, out var priced);
            if (gaps.Found(status))
            {
                recorder.Gap(symbol.Value, status);
                if (recorder.WantsEveryGap) continue;
                return;
            }

            var (held, longest, shortest) = Sides(context.Portfolio, symbol);
            var now = priced.Need(context, held, priced.Mark.Price).Initial;
            var worse = Math.Max(
                priced.Need(context, longest, priced.Mark.Price).Initial,
                priced.Need(context, shortest, priced.Mark.Price).Initial);
            var reserved = context.Requirement(Math.Max(0m, worse - now));
            totals.AddReserved(reserved.Amount);
            recorder.Charge(new(ChargeKind.WorkingOrders, symbol, reserved, Money.Zero(context.Currency)));
        }
    }

    private static bool IsRepeated(Portfolio portfolio, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (portfolio.Orders[i].Symbol == portfolio.Orders[index].Symbol) return true;
        }

        return false;
    }

    /// What is held net, after all buys, and after all sells; neither beyond flat on the other side.
    internal static (Quantity Held, Quantity Longest, Quantity Shortest) Sides(Portfolio portfolio, Symbol symbol)
    {
        var held = portfolio.Net(symbol).Value;
        decimal buys = 0m, sells = 0m;
        foreach (var order in portfolio.Orders)
        {
            if (order.Symbol != symbol) continue;
            buys += Math.Max(0m, order.Quantity.Value);
            sells += Math.Min(0m, order.Quantity.Value);
        }

        return (new(held), new(Math.Max(held + buys, 0m)), new(Math.Min(held + sells, 0m)));
    }

    /// What concentration costs beside the instruments' own margin (rule MARG-019).
    private static void AddSurcharges<TRecorder>(
        in MarginContext context, ref MarginTotals totals, ref TRecorder recorder)
        where TRecorder : struct, IMarginRecorder
    {
        if (context.Regime.Concentration is not { } rule) return;
        var whole = WholeValue(context);
        if (rule.ByClient is { } client && whole > client.Above)
        {
            AddSurcharge(context, ref totals, new(ChargeKind.ClientConcentration, null,
                (whole - client.Above) * client.Surcharge.Value), ref recorder);
        }

        if (rule.ByInstrument is not { } single) return;
        var positions = context.Portfolio.Positions;
        for (var i = 0; i < positions.Length; i++)
        {
            var symbol = positions[i].Symbol;
            if (i > 0 && positions[i - 1].Symbol == symbol) continue;
            if (context.Find(symbol, out var priced) != Marks.PricingStatus.Live) continue;
            var value = priced.Notional(positions[i].Quantity);
            if (i + 1 < positions.Length && positions[i + 1].Symbol == symbol)
            {
                value += priced.Notional(positions[i + 1].Quantity);
            }

            var beyond = value - whole * single.Share.Value;
            if (beyond <= 0m) continue;
            AddSurcharge(context, ref totals,
                new(ChargeKind.InstrumentConcentration, symbol, beyond * single.Surcharge.Value), ref recorder);
        }
    }

    /// Σ |value| of all positions, not rounded: a rounded sum could make a surcharge smaller than it is.
    private static decimal WholeValue(in MarginContext context)
    {
        var whole = 0m;
        foreach (var position in context.Portfolio.Positions)
        {
            if (context.Find(position.Symbol, out var priced) != Marks.PricingStatus.Live) continue;
            whole += priced.Notional(position.Quantity);
        }

        return whole;
    }

    private static void AddSurcharge<TRecorder>(
        in MarginContext context, ref MarginTotals totals, in Surcharge surcharge, ref TRecorder recorder)
        where TRecorder : struct, IMarginRecorder
    {
        var amount = context.Requirement(surcharge.Amount);
        totals.AddSurcharge(amount.Amount);
        recorder.Charge(new(surcharge.Kind, surcharge.Symbol, amount, amount));
    }

    private readonly record struct Surcharge(ChargeKind Kind, Symbol? Symbol, decimal Amount);
}
