using System.Collections.Immutable;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Scenarios;

/// <summary>What keeps a position from being larger.</summary>
public enum SizeLimit
{
    /// <summary>The share of equity that may be lost at the stop.</summary>
    Risk,

    /// <summary>Free margin, what concentration costs included.</summary>
    Margin,

    /// <summary>The leverage cap of the client's class.</summary>
    Leverage,

    /// <summary>The largest position in units.</summary>
    PositionLimit,

    /// <summary>The largest notional.</summary>
    NotionalLimit,

    /// <summary>The largest deal.</summary>
    DealLimit,

    /// <summary>The smallest deal, which is more than everything else allows.</summary>
    SmallestDeal,

    /// <summary>The state of the account or of the instrument: no risk may be added.</summary>
    NotAllowed,

    /// <summary>A number beyond what can be computed exactly.</summary>
    Numbers,
}

/// <summary>What is asked: a stop, its distance or a quantity is given, the others follow.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="IsLong">Whether it would be bought.</param>
/// <param name="RiskShare">Share of equity that may be lost at the stop, 0.02 for the 2 % rule; above 0, at most
/// 1.</param>
public sealed record SizeQuestion(Symbol Symbol, bool IsLong, Ratio RiskShare)
{
    /// <summary>The price of the entry; null for the mark.</summary>
    public Price? Entry { get; init; }

    /// <summary>The stop.</summary>
    public Price? Stop { get; init; }

    /// <summary>How far the stop is from the entry; in place of <see cref="Stop"/>.</summary>
    public Price? Distance { get; init; }

    /// <summary>Units without sign; in place of a stop.</summary>
    public Quantity? Quantity { get; init; }
}

/// <summary>How many units one of the limits would allow.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="Quantity">Units in whole lots, without sign.</param>
public sealed record SizeBound(SizeLimit Limit, Quantity Quantity);

/// <summary>A position sized by its risk.</summary>
public sealed record SizeResult
{
    /// <summary>Why there is no answer; the rest says nothing then.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Equity, in the account's currency.</summary>
    public Money Equity { get; init; }

    /// <summary>What may be lost: share × equity, not negative.</summary>
    public Money RiskAmount { get; init; }

    /// <summary>The price of the entry.</summary>
    public Price Entry { get; init; }

    /// <summary>The stop; null when even the last price would not lose as much.</summary>
    public Price? Stop { get; init; }

    /// <summary>How far the stop is from the entry; null without one.</summary>
    public Price? Distance => Stop is { } stop && stop != Entry ? new(Math.Abs(stop.Value - Entry.Value)) : null;

    /// <summary>Units in whole lots, without sign.</summary>
    public Quantity Quantity { get; init; }

    /// <summary>What so many units lose between entry and stop, in the account's currency, rounded up.</summary>
    public Money? LossAtStop { get; init; }

    /// <summary>What keeps it from being a lot more; null where the quantity was given.</summary>
    public SizeLimit? Binding { get; init; }

    /// <summary>What risk and what everything else would allow by themselves; empty where the quantity was
    /// given.</summary>
    public ImmutableArray<SizeBound> Bounds { get; init; } = [];

    /// <summary>What is against one lot more than everything but risk allows, for people.</summary>
    public ImmutableArray<Refusal> Refusals { get; init; } = [];
}

/// <summary>
/// The size of a position by the share of equity that its stop may cost (rules SCEN-004, SCEN-005). Source: the fixed
/// fractional rule, 2 % of the usual textbooks.
/// </summary>
public static class PositionSize
{
    private const long MostTicks = 1_000_000_000_000;

    /// <summary>The answer for an account in a market.</summary>
    public static SizeResult Of(Account account, SizeQuestion question, IMarket market, DateTimeOffset now)
    {
        if (account.Now > now) now = account.Now;
        (account, market) = AccountAsOf.Of(account, market, now);
        if (market.FindRegime(account.RegimeId, now) is not { } regime)
        {
            return No(Rejection.RegimeUnknown, $"There is no regime {account.RegimeId} in force.");
        }

        if (market.FindInstrument(question.Symbol) is not { } instrument)
        {
            return No(Rejection.InstrumentUnknown, $"There is no instrument {question.Symbol}.");
        }

        var figures = MarginCalculator.Evaluate(account.Portfolio, regime, market, now);
        if (!figures.IsPriced)
        {
            return No(Rejection.Unpriced, $"The account has no price at the moment ({figures.Status}).");
        }

        if ((question.Entry ?? market.FindMark(question.Symbol)?.Price) is not { } entry)
        {
            return No(Rejection.Unpriced, $"{question.Symbol} has no mark; say the price of the entry.");
        }

        var risk = Money.Max(figures.Equity * question.RiskShare, Money.Zero(account.Currency));
        var loss = new StopLoss(account.Currency, instrument, question.IsLong, entry, market, now);
        if (loss.Of(instrument.LotSize, entry) is null)
        {
            return No(Rejection.Unpriced, $"{instrument.SettlementCurrency} has no rate at the moment.");
        }

        var known = new SizeResult { Equity = figures.Equity, RiskAmount = risk, Entry = entry };
        if (question.Quantity is { } quantity) return StopOf(known, loss, instrument, quantity);
        return StopAsked(question, entry) is { } stop
            ? QuantityOf(known with { Stop = stop }, loss, new(account, instrument, question, market, now))
            : No(Rejection.AmountNotPositive,
                $"The stop of a {(question.IsLong ? "long lies below" : "short lies above")} its entry of {entry}, "
                + "and above zero.");
    }

    /// Null when it is on the wrong side of the entry.
    private static Price? StopAsked(SizeQuestion question, Price entry)
    {
        var way = question.IsLong ? -1m : 1m;
        var stop = question.Stop?.Value ?? entry.Value + way * question.Distance!.Value.Value;
        return stop > 0m && Math.Sign(stop - entry.Value) == way ? new Price(stop) : null;
    }

    private static SizeResult No(Rejection code, string detail) => new() { Refusal = new(code, detail) };

    /// The furthest tick at which so many units lose no more than may be lost.
    private static SizeResult StopOf(SizeResult known, StopLoss loss, Instrument instrument, Quantity quantity)
    {
        var tick = instrument.TickSize.Value;
        var last = loss.IsLong ? (long)Math.Min(MostTicks, Math.Ceiling(known.Entry.Value / tick) - 1m) : MostTicks;
        long low = 0, high = 1;
        while (high <= last && Fits(high)) (low, high) = (high, high * 2);
        high = Math.Min(high, last + 1);
        while (high - low > 1)
        {
            var middle = low + (high - low) / 2;
            if (Fits(middle)) low = middle;
            else high = middle;
        }

        // Down to the last price, or further up than any price is taken: no stop is needed for this risk.
        if (low == last) return known with { Quantity = quantity };
        var stop = At(low);
        return known with { Quantity = quantity, Stop = stop, LossAtStop = loss.Rounded(quantity, stop) };

        Price At(long ticks) => new(known.Entry.Value + (loss.IsLong ? -ticks : ticks) * tick);

        bool Fits(long ticks)
        {
            var price = known.Entry.Value + (loss.IsLong ? -ticks : ticks) * tick;
            return price <= Limits.LargestPrice && instrument.AllowsNotional(quantity, new(price))
                && loss.Of(quantity, new(price)) is { } lost && lost <= known.RiskAmount.Amount;
        }
    }

    private static SizeResult QuantityOf(SizeResult known, StopLoss loss, in Sizing sizing)
    {
        var instrument = sizing.Instrument;
        var stop = known.Stop!.Value;
        var byRisk = MostByRisk(known, loss, instrument, stop);
        var fits = sizing.Largest(known.Entry);
        var (binding, refusals) = (SizeLimit.Risk, ImmutableArray<Refusal>.Empty);
        var quantity = byRisk;
        if (fits.CompareTo(byRisk) < 0)
        {
            quantity = fits;
            refusals = sizing.Against(known.Entry, fits + instrument.LotSize);
            binding = refusals.IsEmpty ? SizeLimit.NotAllowed : LimitOf(refusals[0].Code);
        }

        if (!quantity.IsZero && instrument.TradeLimits?.MinimumDeal is { } least && quantity.CompareTo(least) < 0)
        {
            (quantity, binding) = (default, SizeLimit.SmallestDeal);
        }

        return known with
        {
            Quantity = quantity,
            Binding = binding,
            LossAtStop = loss.Rounded(quantity, stop),
            Bounds = [new(SizeLimit.Risk, byRisk), new(SizeLimit.Margin, fits)],
            Refusals = refusals,
        };
    }

    private static Quantity MostByRisk(SizeResult known, StopLoss loss, Instrument instrument, Price stop)
    {
        var lot = instrument.LotSize;
        var perLot = loss.Of(lot, stop) ?? 0m;
        if (perLot <= 0m) return default;
        var lots = Math.Min(Math.Floor(known.RiskAmount.Amount / perLot), Limits.LargestQuantity / lot.Value);

        // The quotient may be a lot too high in its last digit.
        while (lots > 0m && loss.Of(new(lots * lot.Value), stop) > known.RiskAmount.Amount) lots--;
        return new(lots * lot.Value);
    }

    private static SizeLimit LimitOf(Rejection code) => code switch
    {
        Rejection.FreeMarginInsufficient => SizeLimit.Margin,
        Rejection.LeverageCapExceeded => SizeLimit.Leverage,
        Rejection.PositionLimitExceeded => SizeLimit.PositionLimit,
        Rejection.NotionalLimitExceeded => SizeLimit.NotionalLimit,
        Rejection.DealTooLarge => SizeLimit.DealLimit,
        Rejection.DealTooSmall => SizeLimit.SmallestDeal,
        Rejection.NumbersTooLarge => SizeLimit.Numbers,
        _ => SizeLimit.NotAllowed,
    };

    private readonly record struct Sizing(
        Account Account, Instrument Instrument, SizeQuestion Question, IMarket Market, DateTimeOffset Now)
    {
        public Quantity Largest(Price entry) => Checked(entry, Instrument.LotSize).LargestQuantity ?? default;

        public ImmutableArray<Refusal> Against(Price entry, Quantity quantity) =>
            [.. Checked(entry, quantity).Refusals];

        private OrderCheckResult Checked(Price entry, Quantity quantity) => OrderCheck.Check(
            Account, new(Instrument.Symbol, Question.IsLong ? quantity : -quantity, entry, default), Market, Now);
    }
}

/// <summary>What units lose between their entry and a price, in the account's currency.</summary>
internal sealed class StopLoss(
    Currency currency, Instrument instrument, bool isLong, Price entry, IMarket market, DateTimeOffset now)
{
    public bool IsLong => isLong;

    /// Not rounded; at the rate that stands when the price is the stop's, which matters where it is itself the rate.
    public decimal? Of(Quantity quantity, Price stop)
    {
        var at = market.FindMark(instrument.Symbol) is { } mark ? MarketWithMark.Move(market, mark, stop) : market;
        var rate = Conversion.Find(at, instrument.SettlementCurrency, currency, now);
        if (rate.Status != PricingStatus.Live) return null;
        var signed = isLong ? quantity : -quantity;
        return rate.TryOf(-instrument.GainOf(signed, entry, stop), out var lost) ? lost : null;
    }

    public Money? Rounded(Quantity quantity, Price stop) => Of(quantity, stop) is { } lost
        ? new(Rounding.Requirement(lost, currency, RoundingMode.AgainstAccount), currency)
        : null;
}
