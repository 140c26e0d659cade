using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Marks;

/// <summary>A rate from one currency to another by FX marks (rule MARG-008).</summary>
/// <param name="Rate">Units of the second currency per unit of the first, not rounded; 0 when there is no rate.</param>
/// <param name="First">The pair used, or null when both currencies are the same or no rate exists.</param>
/// <param name="Second">The second pair of a rate over a third currency, or null.</param>
/// <param name="Status">Why there is no rate.</param>
public readonly record struct Conversion(Ratio Rate, Mark? First, Mark? Second, PricingStatus Status)
{
    private static readonly Currency[] Pivots = [new("USD"), new("EUR")];

    private decimal Times { get; init; }

    private decimal By { get; init; }

    /// What an amount of the first currency is in the second, not rounded. An inverted pair divides by its price:
    /// multiplying by a reciprocal, which has no last digit, would turn a whole amount into a cent more or less.
    internal decimal Of(decimal amount) => By == 1m ? amount * Times : amount * Times / By;

    /// Whether an amount can be converted exactly; a fact is booked even where it cannot.
    internal bool TryOf(decimal amount, out decimal converted)
    {
        try
        {
            converted = Rounding.Exact(Of(amount));
            return true;
        }
        catch (OverflowException)
        {
            converted = 0m;
            return false;
        }
    }

    /// <summary>The rate at an instant over the pairs that <see cref="Pairs"/> names.</summary>
    public static Conversion Find(IMarket market, Currency from, Currency to, DateTimeOffset now)
    {
        if (from == to) return new(Ratio.One, null, null, PricingStatus.Live) { Times = 1m, By = 1m };
        if (FindPair(market, from, to) is { } pair) return Of(market, pair, from, now);
        foreach (var pivot in Pivots)
        {
            if (FindPair(market, from, pivot) is not { } one || FindPair(market, pivot, to) is not { } two) continue;
            var first = Of(market, one, from, now);
            var second = Of(market, two, pivot, now);
            var status = first.Status == PricingStatus.Live ? second.Status : first.Status;
            return Quotient(first.Times * second.Times, first.By * second.By, first.First, second.First, status);
        }

        return new(default, null, null, PricingStatus.RateMissing);
    }

    /// <summary>
    /// The pairs that convert: none for one currency, the direct or inverted pair, or two over USD or EUR; the first
    /// way that has its pairs is used, whether or not they have marks. Empty also when there is no way.
    /// </summary>
    public static IEnumerable<Instrument> Pairs(IMarket market, Currency from, Currency to)
    {
        if (from == to) yield break;
        if (FindPair(market, from, to) is { } pair)
        {
            yield return pair;
            yield break;
        }

        foreach (var pivot in Pivots)
        {
            if (FindPair(market, from, pivot) is not { } one || FindPair(market, pivot, to) is not { } two) continue;
            yield return one;
            yield return two;
            yield break;
        }
    }

    private static Instrument? FindPair(IMarket market, Currency from, Currency to) =>
        from == to ? null : market.FindPair(from, to) ?? market.FindPair(to, from);

    private static Conversion Of(IMarket market, Instrument pair, Currency from, DateTimeOffset now)
    {
        if (market.FindMark(pair.Symbol) is not { } mark) return new(default, null, null, PricingStatus.RateMissing);
        var status = OpenMarkets.IsStale(market, pair, mark, now) ? PricingStatus.MarkStale : PricingStatus.Live;
        return pair.BaseCurrency == from
            ? Quotient(mark.Price.Value, 1m, mark, null, status)
            : Quotient(1m, mark.Price.Value, mark, null, status);
    }

    private static Conversion Quotient(decimal times, decimal by, Mark? first, Mark? second, PricingStatus status) =>
        by == 0m
            ? new(default, first, second, status)
            : new(new(times / by), first, second, status) { Times = times, By = by };
}

/// <summary>Whether figures can be had, and if not, why.</summary>
public enum PricingStatus
{
    /// <summary>Every mark, rate and term is there and fresh.</summary>
    Live,

    /// <summary>The instrument is not known.</summary>
    InstrumentUnknown,

    /// <summary>The instrument has no mark yet.</summary>
    MarkMissing,

    /// <summary>The mark is older than the instrument allows.</summary>
    MarkStale,

    /// <summary>No margin terms are in force; they fail closed, never to zero.</summary>
    TermsMissing,

    /// <summary>No currency pair leads to the account's currency, or it has no mark.</summary>
    RateMissing,

    /// <summary>A value has more digits than can be computed with exactly.</summary>
    OutOfRange,

    /// <summary>The regime is not known, or no version of it is in force.</summary>
    RegimeUnknown,
}
