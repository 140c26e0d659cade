namespace MarginGrains.Host.Market;

/// <summary>One trading day of the S&amp;P 500 index, in index points with two decimals.</summary>
internal sealed record Sp500Day(DateOnly Day, decimal Open, decimal High, decimal Low, decimal Close)
{
    private static readonly TimeOnly Opening = new(14, 30);
    private static readonly TimeOnly Closing = new(21, 0);

    /// <summary>
    /// The day as four ticks. Which extreme came first is not known: a rising day is taken to fall before it rises, a
    /// falling day the other way round. Times are those of New York's winter, all year.
    /// </summary>
    public IEnumerable<PriceTick> Ticks(string symbol)
    {
        var isRising = Close >= Open;
        var third = (Closing - Opening) / 3;
        yield return Tick(symbol, TimeSpan.Zero, Open);
        yield return Tick(symbol, third, isRising ? Low : High);
        yield return Tick(symbol, 2 * third, isRising ? High : Low);
        yield return Tick(symbol, 3 * third, Close);
    }

    private PriceTick Tick(string symbol, TimeSpan sinceOpening, decimal price) =>
        new(new DateTimeOffset(Day.ToDateTime(Opening), TimeSpan.Zero) + sinceOpening, symbol, null, null, price);
}
