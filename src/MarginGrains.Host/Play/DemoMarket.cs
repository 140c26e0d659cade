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
        new("FORMOSA", 620m, 1m, 0.30, 1, 1.2),
        new("JADE", 88.5m, 0.1m, 0.38, 1, 1.6),
        new("KOWLOON", 48.50m, 0.05m, 0.30, 1, 1.2),
        new("LANTAU", 12.40m, 0.01m, 0.42, 2, 1.7),
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

    /// Leverage as a newcomer's broker would have it; the regime's caps by class are a floor under it. Perpetuals have
    /// tiers.
    private static Instrument AtRetailLeverage(Instrument instrument) => instrument.AssetClass switch
    {
        AssetClass.Forex => instrument with
        {
            InstrumentClass = InstrumentClass.MajorForex, Margin = Capped(30m), Calendar = DemoCalendars.Currencies,
        },
        AssetClass.Cfd => instrument with { InstrumentClass = InstrumentClass.Gold, Margin = Capped(20m) },
        AssetClass.CryptoPerpetual => instrument with { Margin = Tiered(), Calendar = DemoCalendars.Always },
        _ => instrument,
    };

    private static MarginSchedule Capped(decimal leverage) =>
        MarginSchedule.Always(new MarginTerms.Leverage(new(leverage), new(0.5m)));

    private static MarginSchedule Tiered() => MarginSchedule.Always(new MarginTerms.Tiers(
    [
        new(0m, new(0.10m), new(0.05m)),
        new(50_000m, new(0.15m), new(0.075m)),
        new(250_000m, new(0.25m), new(0.125m)),
    ]));

    /// Initial and maintenance rates as houses in New York, Taipei and Hong Kong have them.
    private static Instrument Stock(Symbol symbol, Ratio tickSize)
    {
        var (currency, initial, maintenance) = symbol.Value switch
        {
            "FORMOSA" or "JADE" => ("TWD", 0.40m, 0.24m),
            "KOWLOON" => ("HKD", 0.30m, 0.25m),
            "LANTAU" => ("HKD", 0.50m, 0.45m),
            _ => ("USD", 0.50m, 0.30m),
        };
        return new()
        {
            Symbol = symbol,
            AssetClass = symbol.Value == Index ? AssetClass.Etf : AssetClass.Stock,
            QuoteCurrency = new(currency),
            InstrumentClass = InstrumentClass.Equity,
            TickSize = tickSize,
            Margin = MarginSchedule.Always(new MarginTerms.Rate(new(initial), new(maintenance))),
        };
    }
}
