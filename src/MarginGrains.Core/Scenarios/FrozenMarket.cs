using System.Collections.Frozen;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Scenarios;

/// <summary>
/// A market at one instant that no longer changes: what a whole book is judged at. It answers what
/// <see cref="MarketSet"/> answers, several times faster, and moves its marks along to its instant.
/// </summary>
public sealed class FrozenMarket : MarketOver
{
    private readonly FrozenDictionary<Symbol, Mark> marks;
    private readonly FrozenDictionary<Symbol, Instrument> instruments;
    private readonly FrozenDictionary<RegimeId, RegimeHistory> regimes;
    private readonly FrozenDictionary<(Currency Base, Currency Quote), Instrument> pairs;
    private readonly FrozenDictionary<Symbol, BookCollateral> books;

    /// <summary>A market as it is at an instant.</summary>
    /// <param name="market">The market.</param>
    /// <param name="asOf">The instant its marks belong to.</param>
    /// <param name="now">
    /// The instant it is looked at, not before <paramref name="asOf"/>: marks are as old then as they are now.
    /// </param>
    public FrozenMarket(MarketSet market, DateTimeOffset asOf, DateTimeOffset now)
        : base(market)
    {
        Set = market;
        Now = now;
        marks = market.Marks.ToFrozenDictionary(m => m.Symbol, m => LaterMark.Of(m, market, asOf, now));
        instruments = market.Instruments.ToFrozenDictionary(i => i.Symbol);
        regimes = market.Regimes.ToFrozenDictionary(r => r.Id);
        books = market.Books.ToFrozenDictionary(b => b.Symbol);
        pairs = market.Instruments.Where(i => i.BaseCurrency is not null)
            .Select(i => (Base: i.BaseCurrency!.Value, Quote: i.QuoteCurrency)).Distinct()
            .ToFrozenDictionary(p => p, p => market.FindPair(p.Base, p.Quote)!);
    }

    /// <summary>The market it was made from.</summary>
    public MarketSet Set { get; }

    /// <summary>The instant it is looked at.</summary>
    public DateTimeOffset Now { get; }

    /// <inheritdoc/>
    public override Mark? FindMark(Symbol symbol) => marks.GetValueOrDefault(symbol);

    /// <inheritdoc/>
    public override Instrument? FindInstrument(Symbol symbol) => instruments.GetValueOrDefault(symbol);

    /// <inheritdoc/>
    public override Regime? FindRegime(RegimeId id, DateTimeOffset now) => regimes.GetValueOrDefault(id)?.At(now);

    /// <inheritdoc/>
    public override DateTimeOffset? NextRegimeChange(RegimeId id, DateTimeOffset now) =>
        regimes.GetValueOrDefault(id)?.NextChange(now);

    /// <inheritdoc/>
    public override Instrument? FindPair(Currency baseCurrency, Currency quoteCurrency) =>
        pairs.GetValueOrDefault((baseCurrency, quoteCurrency));

    /// <inheritdoc/>
    public override Quantity? FindBookCollateral(Symbol symbol) => books.GetValueOrDefault(symbol)?.Quantity;
}
