using MarginGrains.Contracts.Marks;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Grains.Marks;

/// <summary>What the items of the price path do to a market, and whom they concern.</summary>
internal static class FeedItems
{
    /// <summary>
    /// Takes what is newer than what is known; false for what was delivered before, by this way or by another.
    /// </summary>
    public static bool Take(in FeedItem item, ref MarketSet market)
    {
        if (!IsNewer(item, market)) return false;
        market = With(market, item);
        return true;
    }

    /// <summary>The market with an item, whatever stood before.</summary>
    public static MarketSet With(MarketSet market, in FeedItem item) => item switch
    {
        { Mark: { } mark } => market.With(mark),
        { Instrument: { } instrument } => market.With(instrument),
        { Regime: { } regime } => market.With(regime),
        { Collateral: { } book } => market.With(book),
        { Calendar: { } calendar } => market.With(calendar),
        { Rates: { } rates } => market.With(rates),
        { Action: { } action } => market.With(action),
        _ => market,
    };

    /// <summary>All that a market knows, in an order in which it can be taken.</summary>
    public static IEnumerable<FeedItem> Of(MarketSet market) =>
    [
        .. market.Calendars.OrderByDescending(c => c.Rank).Select(c => new FeedItem { Calendar = c }),
        .. market.Regimes.Select(r => new FeedItem(null, null, r)),
        .. market.Instruments.Select(i => new FeedItem(null, i, null)),
        .. market.Books.Select(b => new FeedItem { Collateral = b }),
        .. market.Rates.Select(r => new FeedItem { Rates = r }),
        .. market.Actions.Select(a => new FeedItem { Action = a }),
        .. market.Marks.Select(m => new FeedItem(m, null, null)),
    ];

    /// <summary>
    /// Whether terms may change what an account is judged by. A new pair may convert what had no rate before, and a
    /// calendar may open or close any market, so they concern everyone who holds something.
    /// </summary>
    public static bool Concerns(in FeedItem item, Account account, Func<Symbol, bool> dependsOn) => item switch
    {
        { Collateral: { } book } => account.Portfolio.Collateral.Any(c => c.Symbol == book.Symbol),
        { Regime: { } regime } => account.RegimeId == regime.Id,
        { Instrument.BaseCurrency: not null } or { Calendar: not null } => account.IsExposed,
        { Instrument: { } instrument } => dependsOn(instrument.Symbol),
        { Rates: { Kind: RateKind.Interest } } => account.IsExposed,
        { Rates: { } rates } => dependsOn(new(rates.Subject)),
        { Action: { } action } => dependsOn(action.Symbol),
        _ => false,
    };

    private static bool IsNewer(in FeedItem item, MarketSet market) => item switch
    {
        { Mark: { } mark } => market.FindMark(mark.Symbol) is not { } known
            || (mark.Epoch >= known.Epoch && mark.IsNewerThan(known)),
        { Instrument: { } instrument } => !(market.FindInstrument(instrument.Symbol)?.Version >= instrument.Version),
        { Regime: { } regime } => market.FindRegimeHistory(regime.Id) is not { } history
            || history.Versions.Max(v => v.Version) < regime.Versions.Max(v => v.Version),
        { Collateral: { } book } => !(market.FindBook(book.Symbol)?.Version >= book.Version),
        { Calendar: { } calendar } => !(market.FindCalendar(calendar.Id)?.Version >= calendar.Version),
        { Rates: { } rates } => !(market.FindRates(rates.Kind, rates.Subject)?.Version >= rates.Version),
        { Action: { } action } => !(market.FindActions(action.Symbol)
            .FirstOrDefault(a => a.Id == action.Id)?.Version >= action.Version),
        _ => false,
    };
}
