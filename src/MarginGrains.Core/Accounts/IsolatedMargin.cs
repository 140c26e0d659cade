using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <summary>What an isolated fill puts aside from what all positions share (rule POSN-006).</summary>
internal static class IsolatedMargin
{
    /// <summary>
    /// The initial margin of the units that the fill opens at its price, the client's cap as a floor under it, rounded
    /// up; null when nothing opens or there are no terms.
    /// </summary>
    public static Money? Of(
        Portfolio bucket, Fill fill, Instrument instrument, Regime? regime, IMarket market, DateTimeOffset now)
    {
        var opened = PositionChange.Of(bucket, fill).Opened;
        if (opened.IsZero || fill.Price == default || instrument.Margin.At(now) is not { } terms
            || !SessionTerms.TryFind(instrument, market, now, out var session)) return null;
        var need = session is { } factor
            ? factor.Of(terms, instrument, opened, fill.Price)
            : MarginRequirement.Of(terms, instrument, opened, fill.Price);
        var cap = regime?.LeverageCaps.Of(instrument.InstrumentClass, bucket.ClientClass);
        if (cap is not { } leverage || need.Currency != instrument.SettlementCurrency) return need.SetAside;
        var floor = instrument.Notional(opened, fill.Price).Amount / leverage.Value;
        return (need with { Initial = Math.Max(need.Initial, floor) }).SetAside;
    }
}
