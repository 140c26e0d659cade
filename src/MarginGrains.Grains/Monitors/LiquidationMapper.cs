using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Grains.Monitors;

/// <summary>
/// Sums, by price, what accounts would have liquidated: each at the price of one instrument at which its liquidation
/// begins while every other price stays.
/// </summary>
internal sealed class LiquidationMapper(LiquidationMapQuery query, DateTimeOffset now)
{
    private readonly LiquidationSides[] buckets = new LiquidationSides[query.Buckets];
    private LiquidationSides running;
    private LiquidationSides pastLine;

    public LiquidationMapPart Part => new([.. buckets], running, pastLine);

    /// <summary>Whether an account, or one of its isolated positions, holds the instrument.</summary>
    public bool Holds(Account account) => account.Portfolio.Find(query.Symbol) is not null
        || account.Buckets.Any(b => b.Portfolio.Find(query.Symbol) is not null);

    /// <summary>
    /// Whether an account may stand at its line, or come to it, without its guard ending there: a line that is crossed
    /// already, one that is judged at settlement only, and any line while the market is closed.
    /// </summary>
    public bool MayComeUnwatched(Account account, IMarket market)
    {
        if (!account.Calls.IsEmpty || !account.Liquidations.IsEmpty) return true;
        if (market.FindInstrument(query.Symbol) is not { } instrument
            || !OpenMarkets.Judges(market, instrument, now)) return true;
        return CallTerms.RegimeInForce(account.RegimeId, market, now) is { Liquidation.StopOut: null } regime
            && regime.Calls.Any(c => c.Judged == Judgement.Settlement);
    }

    public void Add(Account stored, IMarket known)
    {
        var (account, market) = AccountAsOf.Of(stored, known, now);
        if (market.FindInstrument(query.Symbol) is not { } instrument
            || market.FindMark(query.Symbol) is not { } mark
            || CallTerms.RegimeInForce(account.RegimeId, market, now) is not { } regime) return;
        var holder = new Holder(regime, instrument, mark, market);
        Add(account.Portfolio, account.Liquidation is not null, holder);
        foreach (var bucket in account.Buckets)
        {
            Add(bucket.Portfolio, account.FindLiquidation(bucket.Symbol) is not null, holder);
        }
    }

    private void Add(Portfolio portfolio, bool isRunning, in Holder of)
    {
        if (portfolio.Find(query.Symbol) is null) return;
        if (isRunning)
        {
            running += Sides(portfolio, of.Instrument, of.Mark.Price);
            return;
        }

        if (LiquidationPrice.LineOf(of.Regime) is not { } line) return;
        var found = LiquidationPrice.Of(portfolio, of.Regime, line, query.Symbol, of.Market, now);
        if (found.IsCrossedNow) pastLine += Sides(portfolio, of.Instrument, of.Mark.Price);
        else if (found.Price is { } price && query.BucketOf(price) is { } bucket)
        {
            buckets[bucket] += Sides(portfolio, of.Instrument, price);
        }
    }

    private LiquidationSides Sides(Portfolio portfolio, Instrument instrument, Price price) => new(
        Sum(portfolio.Find(query.Symbol, isLong: true), instrument, price),
        Sum(portfolio.Find(query.Symbol, isLong: false), instrument, price));

    private static LiquidationSum Sum(Position? position, Instrument instrument, Price price) =>
        position is null ? default : new(instrument.QuotedNotional(position.Quantity, price).Amount, 1);

    private readonly record struct Holder(Regime Regime, Instrument Instrument, Mark Mark, IMarket Market);
}
