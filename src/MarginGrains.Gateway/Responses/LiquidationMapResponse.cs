using MarginGrains.Contracts.Monitors;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Gateway.Http;

namespace MarginGrains.Gateway.Responses;

/// <summary>What would be liquidated at which price of an instrument while every other price stays.</summary>
internal sealed record LiquidationMapResponse
{
    public required string Symbol { get; init; }

    /// <summary>The currency of prices and sums.</summary>
    public required string QuoteCurrency { get; init; }

    public string? AsOf { get; init; }

    public string? Mark { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    /// <summary>From the lowest price up, without gaps.</summary>
    public required IReadOnlyList<LiquidationBucketResponse> Buckets { get; init; }

    /// <summary>Who is being liquidated already, at the mark.</summary>
    public required LiquidationSidesResponse Running { get; init; }

    /// <summary>Who is beyond the line without a liquidation: in a call's grace period, or a closed market.</summary>
    public required LiquidationSidesResponse PastLine { get; init; }

    public static LiquidationMapResponse Of(Instrument instrument, LiquidationMapQuery query, LiquidationMapPart map)
    {
        var currency = instrument.QuoteCurrency;
        return new()
        {
            Symbol = instrument.Symbol.Value,
            QuoteCurrency = currency.Code,
            From = query.From.ToString(),
            To = query.To.ToString(),
            Buckets =
            [
                .. map.Buckets.Select((sides, n) => new LiquidationBucketResponse(
                    query.EdgeAt(n).ToString(), query.EdgeAt(n + 1).ToString(),
                    LiquidationSumResponse.Of(sides.Longs, currency),
                    LiquidationSumResponse.Of(sides.Shorts, currency))),
            ],
            Running = LiquidationSidesResponse.Of(map.Running, currency),
            PastLine = LiquidationSidesResponse.Of(map.PastLine, currency),
        };
    }
}

/// <summary>A stretch of prices, its lower end included.</summary>
internal sealed record LiquidationBucketResponse(
    string From, string To, LiquidationSumResponse Longs, LiquidationSumResponse Shorts);

/// <summary>Longs and shorts apart.</summary>
internal sealed record LiquidationSidesResponse(LiquidationSumResponse Longs, LiquidationSumResponse Shorts)
{
    public static LiquidationSidesResponse Of(LiquidationSides sides, Currency currency) => new(
        LiquidationSumResponse.Of(sides.Longs, currency), LiquidationSumResponse.Of(sides.Shorts, currency));
}

/// <summary>A sum.</summary>
/// <param name="Notional">To the minor unit of the quote currency, rounded once.</param>
/// <param name="Accounts">How many; an isolated position counts as one of its own.</param>
internal sealed record LiquidationSumResponse(string Notional, int Accounts)
{
    public static LiquidationSumResponse Of(LiquidationSum sum, Currency currency) =>
        new(Wire.Amount(Rounding.Booked(sum.Notional, currency)), sum.Holders);
}
