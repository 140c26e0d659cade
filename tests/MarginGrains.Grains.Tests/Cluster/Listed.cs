using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Grains.Tests.Cluster;

/// <summary>Instruments that scenarios trade, all in US dollars.</summary>
internal static class Listed
{
    /// <summary>
    /// Leverage 1:30; for fx-retail: 100 units bought at 200 with 1,000 are called below 194.88, stopped out below
    /// 193.22.
    /// </summary>
    public static Instrument Cfd(string symbol, decimal leverage = 30m) => new()
    {
        Symbol = new(symbol),
        AssetClass = AssetClass.Cfd,
        QuoteCurrency = new("USD"),
        Margin = MarginSchedule.Always(new MarginTerms.Leverage(new(leverage), new(0.5m))),
    };

    /// <summary>For us-reg-t: 100 bought at 100 with 6,000 are called below 57.15.</summary>
    public static Instrument Stock(string symbol) => new()
    {
        Symbol = new(symbol),
        AssetClass = AssetClass.Stock,
        QuoteCurrency = new("USD"),
        Margin = MarginSchedule.Always(new MarginTerms.Rate(new(0.5m), new(0.3m))),
    };

    /// <summary>
    /// For futures: 1 bought at 100 with 1,200 is called below 91, stopped out below 81, in debt below 76.
    /// </summary>
    public static Instrument Future(string symbol) => new()
    {
        Symbol = new(symbol),
        AssetClass = AssetClass.Future,
        QuoteCurrency = new("USD"),
        Multiplier = new(50m),
        Margin = MarginSchedule.Always(new MarginTerms.PerContract(
            new(1000m, new("USD")), new(750m, new("USD")), new(1m))),
    };

    public static Instrument Pair(string symbol, string baseCurrency) => new()
    {
        Symbol = new(symbol),
        AssetClass = AssetClass.Forex,
        QuoteCurrency = new("USD"),
        BaseCurrency = new Currency(baseCurrency),
        TickSize = new(0.0001m),
        Margin = MarginSchedule.Always(new MarginTerms.Leverage(new(30m), new(0.5m))),
    };
}
