using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Testing.Core;

/// <summary>Margin terms that look at price and size, and contracts that pay in their base currency.</summary>
public static class TestTerms
{
    /// <summary>
    /// US shares: long below 2.50 the whole price, from there 30 %; short below 5.00 the larger of 2.50 and the price, from there the
    /// larger of 5.00 and 30 %.
    /// </summary>
    public static MarginTerms UsStock(string currency = "USD") => new MarginTerms.PriceSteps(
        [Step(0m, 1m, 1m, 0m, currency), Step(2.50m, 0.5m, 0.3m, 0m, currency)],
        [Step(0m, 1m, 1m, 2.50m, currency), Step(5m, 0.5m, 0.3m, 5m, currency)]);

    /// <summary>One step; from zero means from nothing.</summary>
    public static PriceStep Step(
        decimal from, decimal initial, decimal maintenance, decimal minimum = 0m, string currency = "USD") =>
        new(from == 0m ? null : new Price(from), new(initial), new(maintenance), new(minimum, new(currency)));

    /// <summary>Rates that grow with each unit.</summary>
    public static MarginTerms SizeScaled(decimal initial, decimal maintenance, decimal perUnit) =>
        new MarginTerms.SizeScaled(new(initial), new(maintenance), new(perUnit));

    /// <summary>A perpetual of contracts of so many dollars that pays in bitcoin.</summary>
    public static Instrument Inverse(string symbol = "BTCUSD", decimal dollars = 100m, decimal leverage = 25m) => new()
    {
        Symbol = new(symbol),
        AssetClass = AssetClass.CryptoPerpetual,
        Contract = ContractKind.Inverse,
        BaseCurrency = new("BTC"),
        QuoteCurrency = new("USD"),
        Multiplier = new(dollars),
        Margin = MarginSchedule.Always(TestInstruments.Leverage(leverage)),
    };
}
