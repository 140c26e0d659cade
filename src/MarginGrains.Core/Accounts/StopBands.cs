using MarginGrains.Core.Guards;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Accounts;

/// <summary>
/// Edges of protective stops: the price that triggers one, and the next step of one that follows (rule GARD-007).
/// </summary>
internal static class StopBands
{
    /// <summary>False where a judgement would do something about a stop already.</summary>
    public static bool TryAdd(BandSet bands, in Moment at)
    {
        foreach (var stop in at.Account.Stops)
        {
            var terms = stop.Terms;
            if (at.Account.PortfolioOf(terms.Bucket).Find(terms.Symbol, terms.IsLong) is null) return false;
            if (at.Market.FindInstrument(terms.Symbol) is not { } instrument
                || !OpenMarkets.CanTrade(at.Market, instrument, at.Now)
                || StopRules.Fresh(at.Market, instrument, at.Now) is not { } mark)
            {
                // Its market's opening is a due time, and of what has no price any next mark wakes.
                continue;
            }

            var closing = StopRules.Closing(mark, terms.IsLong);
            if (mark.Sequence < stop.MarkSequence) bands.Add(GuardBand.Always(terms.Symbol));
            else if (stop.IsReachedBy(closing) || IsLeftBehind(stop, closing)) return false;
            bands.Add(Of(stop));
        }

        return true;
    }

    private static bool IsLeftBehind(ProtectiveStop stop, Price closing) =>
        stop.Terms.Kind == StopKind.Trailing && StopRules.Follow(stop, closing) != stop.Price;

    /// Open at its edges: at its price exactly a stop triggers.
    private static GuardBand Of(ProtectiveStop stop)
    {
        var price = stop.Price.Value;
        decimal? ahead = stop is { Terms.Distance: { } distance, Step: { } step } ? distance.Value + step.Value : null;
        return stop.Terms.IsLong
            ? new(stop.Terms.Symbol, PriceSide.Bid, Above(price), ahead is { } up ? Below(price + up) : null)
            : new(stop.Terms.Symbol, PriceSide.Ask, ahead is { } down ? Above(price - down) : null, Below(price));
    }

    private static Price Above(decimal price) => new(price + Limits.SmallestPrice);

    private static Price Below(decimal price) => new(price - Limits.SmallestPrice);
}
