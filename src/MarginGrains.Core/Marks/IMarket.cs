using System.Collections.Immutable;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Marks;

/// <summary>
/// One moment of the market: marks that stood together, and the terms in force. A decision reads nothing else.
/// </summary>
public interface IMarket
{
    /// <summary>The instrument's definition, or null when unknown.</summary>
    Instrument? FindInstrument(Symbol symbol);

    /// <summary>The newest mark, or null when there is none yet.</summary>
    Mark? FindMark(Symbol symbol);

    /// <summary>The regime's version in force at an instant, or null when unknown.</summary>
    Regime? FindRegime(RegimeId id, DateTimeOffset now);

    /// <summary>
    /// The next instant after <paramref name="now"/> at which another version of the regime takes effect, or null.
    /// </summary>
    DateTimeOffset? NextRegimeChange(RegimeId id, DateTimeOffset now);

    /// <summary>The currency pair with this base and quote, or null.</summary>
    Instrument? FindPair(Currency baseCurrency, Currency quoteCurrency);

    /// <summary>
    /// Units of a security that all accounts together hold as collateral, as published last; null when never.
    /// </summary>
    Quantity? FindBookCollateral(Symbol symbol);

    /// <summary>A calendar with those above it, or null when it or one of them is unknown.</summary>
    MarketHours? FindHours(CalendarId id);

    /// <summary>Published rates or closing prices of a currency or a symbol, or null when there are none.</summary>
    RateSeries? FindRates(RateKind kind, string subject);

    /// <summary>Corporate actions of a security, in the order of their instants; empty when there are none.</summary>
    ImmutableArray<CorporateAction> FindActions(Symbol symbol);

    /// <summary>Whether there may be any corporate action at all.</summary>
    bool HasActions { get; }
}
