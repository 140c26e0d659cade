using System.Collections.Immutable;
using MarginGrains.Core.Instruments;

namespace MarginGrains.Testing.Core;

/// <summary>Instruments for tests, one line each; what matters to a test is said with <c>with</c>.</summary>
public static class TestInstruments
{
    /// <summary>A share: 50 % initial, 30 % maintenance by default.</summary>
    public static Instrument Stock(
        string symbol = "ACME", string currency = "USD", decimal initial = 0.50m, decimal maintenance = 0.30m) => new()
    {
        Symbol = new(symbol),
        AssetClass = AssetClass.Stock,
        QuoteCurrency = new(currency),
        Margin = MarginSchedule.Always(Rate(initial, maintenance)),
    };

    /// <summary>A fund, paid in full like a share.</summary>
    public static Instrument Etf(string symbol = "FUND", string currency = "USD") =>
        Stock(symbol, currency) with { AssetClass = AssetClass.Etf };

    /// <summary>A currency pair by its six letters, in units of its base currency, on leverage.</summary>
    public static Instrument Pair(string symbol, decimal leverage = 30m, decimal lot = 1000m) => new()
    {
        Symbol = new(symbol),
        AssetClass = AssetClass.Forex,
        BaseCurrency = new(symbol[..3]),
        QuoteCurrency = new(symbol[3..]),
        LotSize = new(lot),
        TickSize = new(0.00001m),
        Margin = MarginSchedule.Always(Leverage(leverage)),
    };

    /// <summary>An exchange future with amounts per contract.</summary>
    public static Instrument Future(
        string symbol = "ES", decimal multiplier = 50m, decimal initial = 12_000m, decimal maintenance = 11_000m,
        string currency = "USD") => new()
    {
        Symbol = new(symbol),
        AssetClass = AssetClass.Future,
        QuoteCurrency = new(currency),
        Multiplier = new(multiplier),
        TickSize = new(0.25m),
        Margin = MarginSchedule.Always(PerContract(initial, maintenance, currency)),
    };

    /// <summary>A contract for difference on leverage, 100 units per lot by its multiplier.</summary>
    public static Instrument Cfd(string symbol = "XAUUSD", decimal multiplier = 100m, decimal leverage = 50m) => new()
    {
        Symbol = new(symbol),
        AssetClass = AssetClass.Cfd,
        QuoteCurrency = new("USD"),
        Multiplier = new(multiplier),
        LotSize = new(0.01m),
        Margin = MarginSchedule.Always(Leverage(leverage)),
    };

    /// <summary>A perpetual on tiers.</summary>
    public static Instrument Perpetual(string symbol = "BTCPERP", string currency = "USD") => new()
    {
        Symbol = new(symbol),
        AssetClass = AssetClass.CryptoPerpetual,
        QuoteCurrency = new(currency),
        LotSize = new(0.001m),
        Margin = MarginSchedule.Always(Tiers((0m, 0.01m, 0.005m), (50_000m, 0.02m, 0.01m), (250_000m, 0.05m, 0.025m))),
    };

    /// <summary>Rates of the notional.</summary>
    public static MarginTerms Rate(decimal initial, decimal maintenance) =>
        new MarginTerms.Rate(new(initial), new(maintenance));

    /// <summary>1:maximum, maintenance one half of initial by default.</summary>
    public static MarginTerms Leverage(decimal maximum, decimal maintenanceShare = 0.5m) =>
        new MarginTerms.Leverage(new(maximum), new(maintenanceShare));

    /// <summary>Amounts per contract.</summary>
    public static MarginTerms PerContract(
        decimal initial, decimal maintenance, string currency = "USD", decimal unitsPerContract = 1m) =>
        new MarginTerms.PerContract(
            new(initial, new(currency)), new(maintenance, new(currency)), new(unitsPerContract));

    /// <summary>Tiers by where they start, initial and maintenance.</summary>
    public static MarginTerms Tiers(params (decimal From, decimal Initial, decimal Maintenance)[] tiers) =>
        new MarginTerms.Tiers([.. tiers.Select(t => new MarginTier(t.From, new(t.Initial), new(t.Maintenance)))]);

    /// <summary>The same instrument under other terms that hold always.</summary>
    public static Instrument On(this Instrument instrument, MarginTerms terms) =>
        instrument with { Margin = MarginSchedule.Always(terms) };

    /// <summary>The same instrument with terms that follow from an instant on.</summary>
    public static Instrument Then(this Instrument instrument, DateTimeOffset from, MarginTerms terms)
    {
        ImmutableArray<DatedMarginTerms> dated = [.. instrument.Margin.Dated, new(from, terms)];
        return instrument with { Margin = new(dated) };
    }
}
