using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Host.Market;

namespace MarginGrains.Host.Play;

/// <summary>
/// The market of the demo: stocks, currencies, metals, futures and coins through calm, drift and a crash.
/// </summary>
internal static class DemoMarket
{
    private const string Index = "SPX-ETF";

    private static readonly GeneratedInstrument[] Stocks =
    [
        new("ALFA", 180.00m, 0.01m, 0.28, 2, 1.1),
        new("BRAVO", 42.00m, 0.01m, 0.35, 2, 1.5),
        new("CHARLIE", 310.00m, 0.01m, 0.22, 2, 0.8),
        new(Index, 530.00m, 0.01m, 0.17, 1, 1.0),
    ];

    /// A Monday, so that grace periods in business days run within the market's days.
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    public static (IPlayableMarket Market, IReadOnlyList<PlannedInstrument> Instruments) Create(
        ulong seed, string? sp500)
    {
        if (sp500 is not null) return FromFile(sp500);
        IReadOnlyList<GeneratedInstrument> generated = [.. GeneratedInstrument.Usual, .. Stocks];
        return (
            new MarketGenerator(generated, Script(), seed),
            [.. generated.Select(g => new PlannedInstrument(Terms(g), new(g.StartPrice)))]);
    }

    private static (IPlayableMarket, IReadOnlyList<PlannedInstrument>) FromFile(string path)
    {
        var market = new Sp500Market(path, Index, new(2007, 1, 1), new(2009, 12, 31));
        if (market.Days.Count == 0)
        {
            throw new Server.ServerException("market_empty", $"{path} holds no trading day from 2007 to 2009.");
        }

        return (market, [new(Stock(new(Index), new(0.01m)), new(market.Days[0].Open))]);
    }

    private static MarketScript Script() => new(Start,
    [
        new(MarketPhaseKind.Calm, TimeSpan.FromDays(2), TimeSpan.FromMinutes(30)),
        new(MarketPhaseKind.Drift, TimeSpan.FromDays(3), TimeSpan.FromMinutes(30), -0.05),
        new(MarketPhaseKind.Calm, TimeSpan.FromDays(2), TimeSpan.FromMinutes(60)),
        new(MarketPhaseKind.Crash, TimeSpan.FromDays(1), TimeSpan.FromMinutes(4), -0.20),
        new(MarketPhaseKind.Drift, TimeSpan.FromDays(3), TimeSpan.FromMinutes(30), 0.05),
        new(MarketPhaseKind.Calm, TimeSpan.FromDays(2), TimeSpan.FromMinutes(60)),
    ]);

    private static Instrument Terms(GeneratedInstrument generated) =>
        Stocks.Contains(generated)
            ? Stock(new(generated.Symbol), new(generated.TickSize))
            : AtRetailLeverage(InstrumentCatalog.Find(generated.Symbol)
                ?? throw new InvalidOperationException($"no terms for {generated.Symbol}"));

    /// The caps of ESMA's retail rules (30, 20, 2), as a newcomer's broker would have them.
    private static Instrument AtRetailLeverage(Instrument instrument) => instrument.AssetClass switch
    {
        AssetClass.Forex => instrument with { Margin = Capped(30m) },
        AssetClass.Cfd => instrument with { Margin = Capped(20m) },
        AssetClass.CryptoPerpetual => instrument with { Margin = Capped(2m) },
        _ => instrument,
    };

    private static MarginSchedule Capped(decimal leverage) =>
        MarginSchedule.Always(new MarginTerms.Leverage(new(leverage), new(0.5m)));

    private static Instrument Stock(Symbol symbol, Ratio tickSize) => new()
    {
        Symbol = symbol,
        AssetClass = symbol.Value == Index ? AssetClass.Etf : AssetClass.Stock,
        QuoteCurrency = new("USD"),
        TickSize = tickSize,
        Margin = MarginSchedule.Always(new MarginTerms.Rate(new(0.50m), new(0.30m))),
    };
}
