namespace MarginGrains.Host.Market;

/// <summary>
/// One price of one instrument at one time, as a market source gives it; prices are in the quote currency and above
/// zero. At least one of the three is given. <c>default</c> is no tick.
/// </summary>
internal readonly record struct PriceTick(
    DateTimeOffset Time, string Symbol, decimal? Bid, decimal? Ask, decimal? Last);
