using System.Collections.Immutable;
using MarginGrains.Core.Accruals;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <content>
/// What time and companies have done since the account's last event. The account's own time is how far it was counted:
/// every decision counts first, so that whatever was held between two events was held all the time.
/// </content>
public static partial class AccountDecider
{
    private static readonly EventCause Accrual = new("accrual", "");

    /// Brings the account forward to the turn's time; false when nothing happened to it.
    internal static bool Accrue(Turn turn)
    {
        var counted = turn.Account.Now;
        CountWaiting(turn);
        while (AccountBorders.Next(turn.Account, turn.Market, counted) is { } border && border <= turn.Now)
        {
            // The day that ended has the old units; what takes effect at its end comes after it.
            foreach (var bucket in AccountBorders.Buckets(turn.Account)) CountBorder(turn, bucket, border);
            foreach (var action in AccountBorders.Actions(turn.Account, turn.Market, border)) Apply(turn, action);
            counted = border;
        }

        return turn.Events.Count > 0;
    }

    /// What waited for a rate or a price that has been published since is counted for what was held at its border.
    private static void CountWaiting(Turn turn)
    {
        foreach (var bucket in AccountBorders.Buckets(turn.Account))
        {
            if (turn.Account.PortfolioOf(bucket).Costs is not { Pending: { IsEmpty: false } pending }) continue;
            var terms = AccountBorders.Terms(turn.Account, turn.Market, turn.Now);
            Count(turn, bucket, terms, [.. pending], isNew: false);
            Charge(turn, bucket, AccrualCalculator.Charges(turn.Account.PortfolioOf(bucket), terms, null));
        }
    }

    private static void CountBorder(Turn turn, Symbol? bucket, DateTimeOffset border)
    {
        var terms = AccountBorders.Terms(turn.Account, turn.Market, border);
        var ending = AccrualCalculator.Ending(turn.Account.PortfolioOf(bucket), terms, border);
        Count(turn, bucket, terms, ending, isNew: true);
        Charge(turn, bucket, AccrualCalculator.Charges(turn.Account.PortfolioOf(bucket), terms, border));
    }

    private static void Count(
        Turn turn, Symbol? bucket, in CostTerms terms, IReadOnlyList<PendingCost> periods, bool isNew)
    {
        var counted = ImmutableArray.CreateBuilder<AccruedCost>();
        var waiting = ImmutableArray.CreateBuilder<PendingCost>();
        var settled = new List<PendingCost>();
        foreach (var period in periods)
        {
            if (AccrualCalculator.Count(period, terms) is { } cost) counted.Add(cost);
            else if (isNew) waiting.Add(period);
            if (period.Kind == CostKind.Settlement && AccrualCalculator.Closing(period, terms) is not null)
            {
                settled.Add(period);
            }
        }

        if (counted.Count + waiting.Count > 0)
        {
            turn.Emit(
                new AccountEvent.CostsAccrued(counted.ToImmutable(), waiting.ToImmutable()) { Bucket = bucket },
                cause: Accrual);
        }

        foreach (var period in settled) Settle(turn, bucket, terms, period);
    }

    private static void Charge(Turn turn, Symbol? bucket, ImmutableArray<ChargedCost> charges)
    {
        if (charges.IsEmpty) return;
        turn.Emit(new AccountEvent.CostsCharged(charges) { Bucket = bucket }, cause: Accrual);
        if (bucket is not null || turn.Account.Debt is null) return;
        foreach (var charge in charges)
        {
            if (CostBorders.IsInterest(charge.Kind)) BookToDebt(turn, -charge.Amount);
        }
    }

    /// A day's settlement moves once: what waits under its operation id is gone with it. Days are settled one after the
    /// other, so that the average price ends where the last of them left it.
    private static void Settle(Turn turn, Symbol? bucket, in CostTerms terms, PendingCost noted)
    {
        var portfolio = turn.Account.PortfolioOf(bucket);
        var period = portfolio.Costs?.Pending.FirstOrDefault(p => p.Is(noted));
        if (period is not { Units: { } units, Average: { } average } || AccrualCalculator.Closing(period, terms)
            is not { } price) return;
        if (portfolio.Costs!.Pending.Any(p => p.Kind == CostKind.Settlement && p.Subject == period.Subject
            && p.Units!.Value.IsLong == units.IsLong && p.Border < period.Border)) return;
        var symbol = new Symbol(period.Subject);
        if (turn.Market.FindInstrument(symbol) is not { } instrument
            || portfolio.Find(symbol, units.IsLong) is not { } position) return;
        var gain = instrument.GainOf(units, average, price);
        var booking = BookingTerms.Of(turn.Regime, instrument, turn.Account.Currency, turn.Market, turn.Now);
        var cash = booking.Gains.First is not null && booking.Gains.TryOf(gain, out var converted)
            ? Rounding.Booked(converted, turn.Account.Currency)
            : Rounding.Booked(gain, instrument.SettlementCurrency);
        var after = SettledAverage.Of(period, position.AveragePrice, position.Quantity, price);
        turn.Emit(
            new AccountEvent.PnlSettled(period, price, after, cash) { Bucket = bucket },
            cause: new("settlement", period.Reference ?? ""));
    }

    private static void Apply(Turn turn, CorporateAction action)
    {
        var cause = new EventCause("corporateAction", action.Id.Value);
        if (action.Split is { } split)
        {
            foreach (var order in turn.Account.Portfolio.Orders.Where(o => o.Symbol == action.Symbol))
            {
                turn.Emit(
                    new AccountEvent.OrderCancelRequested(order.OrderId, "The security was split."), cause: cause);
            }

            var sent = turn.Account.Liquidations.SelectMany(l => l.Orders).Where(o => o.Symbol == action.Symbol);
            foreach (var order in sent.ToList())
            {
                turn.Emit(
                    new AccountEvent.LiquidationOrderEnded(action.Id, order.OrderId, "The security was split.", null),
                    cause: cause);
            }

            var stopping = turn.Account.Stops.Select(s => s.Trigger?.Order).Where(o => o?.Symbol == action.Symbol);
            foreach (var order in stopping)
            {
                turn.Emit(
                    new AccountEvent.StopOrderEnded(action.Id, order!.OrderId, "The security was split.", turn.Now),
                    cause: cause);
            }

            turn.Emit(new AccountEvent.SplitApplied(action.Id, action.Symbol, split), cause: cause);
            return;
        }

        if (action.Dividend is not { } dividend) return;
        LowerStops(turn, action.Symbol, dividend, cause);
        foreach (var bucket in AccountBorders.Buckets(turn.Account))
        {
            var portfolio = turn.Account.PortfolioOf(bucket);
            var units = portfolio.Net(action.Symbol)
                + (portfolio.Collateral.FirstOrDefault(c => c.Symbol == action.Symbol)?.Quantity ?? default);
            if (units.IsZero) continue;
            var paid = units.Value * Multiplier(turn, action.Symbol) * dividend.Amount;
            var cash = Rounding.Booked(paid, dividend.Currency);
            if (cash.Amount == 0m) continue;
            turn.Emit(
                new AccountEvent.DividendBooked(action.Id, action.Symbol, units, cash) { Bucket = bucket },
                cause: cause);
        }
    }

    /// The price falls by what is paid, and a stop with it: what left the price is no loss (rule CORP-005).
    private static void LowerStops(Turn turn, Symbol symbol, Money dividend, EventCause cause)
    {
        foreach (var stop in turn.Account.Stops)
        {
            if (stop.Terms.Symbol != symbol || stop.Trigger is not null) continue;
            if (stop.Price.Value <= dividend.Amount) continue;
            turn.Emit(
                new AccountEvent.StopMoved(stop.StopId, new(stop.Price.Value - dividend.Amount), stop.MarkSequence),
                cause: cause);
        }
    }

    private static decimal Multiplier(Turn turn, Symbol symbol) =>
        turn.Market.FindInstrument(symbol)?.Multiplier.Value ?? 1m;
}
