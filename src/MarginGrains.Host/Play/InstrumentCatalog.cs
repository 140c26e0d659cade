using System.Text.RegularExpressions;
using MarginGrains.Core.Instruments;

namespace MarginGrains.Host.Play;

/// <summary>
/// Terms for instruments that a market file names, made from the form of the symbol: <c>TICKER</c> or
/// <c>TICKER.VENUE</c>.
/// The margins are round figures at high leverage, meant for replays, not anybody's house rules.
/// </summary>
internal static partial class InstrumentCatalog
{
    private static readonly string[] Currencies =
        ["USD", "EUR", "GBP", "JPY", "CHF", "AUD", "NZD", "CAD", "SEK", "NOK", "SGD", "HKD", "CNH", "MXN", "ZAR"];

    private static readonly string[] Metals = ["XAU", "XAG", "XPT", "XPD"];
    private static readonly string[] Coins = ["BTC", "ETH", "ADA", "SOL", "XRP", "LTC"];

    /// Multiplier and tick size of the futures of the usual market files.
    private static readonly Dictionary<string, (decimal Multiplier, decimal Tick)> Futures = new()
    {
        ["ES"] = (50m, 0.25m), ["NQ"] = (20m, 0.25m), ["GC"] = (100m, 0.1m), ["CL"] = (1000m, 0.01m),
    };

    /// <summary>The instrument, or null when the form of the symbol says nothing known.</summary>
    public static Instrument? Find(string symbol)
    {
        var ticker = symbol.Split('.')[0];
        if (FutureForm().Match(ticker) is { Success: true } future
            && Futures.TryGetValue(future.Groups[1].Value, out var contract))
        {
            return new()
            {
                Symbol = new(symbol),
                AssetClass = AssetClass.Future,
                QuoteCurrency = new("USD"),
                Multiplier = new(contract.Multiplier),
                TickSize = new(contract.Tick),
                Margin = MarginSchedule.Always(new MarginTerms.Rate(new(0.055m), new(0.05m))),
            };
        }

        if (PairForm().Match(ticker) is not { Success: true } pair) return null;
        var (first, quote) = (pair.Groups[1].Value, pair.Groups[2].Value);
        if (Currencies.Contains(first) && Currencies.Contains(quote))
        {
            return Pair(symbol, AssetClass.Forex, first, quote, 100m) with
            {
                LotSize = new(1000m), TickSize = new(quote == "JPY" ? 0.001m : 0.00001m),
            };
        }

        if (Metals.Contains(first) && Currencies.Contains(quote))
        {
            return Pair(symbol, AssetClass.Cfd, first, quote, 100m);
        }

        if (Coins.Contains(first) && quote is "USD" or "USDT" or "EUR")
        {
            var isPerpetual = pair.Groups[3].Success;

            // A perpetual quoted in USD may be inverse; only those settled in their quote currency are linear for
            // certain.
            if (isPerpetual && quote == "USD" && symbol.Contains('.', StringComparison.Ordinal)) return null;
            return Pair(symbol, isPerpetual ? AssetClass.CryptoPerpetual : AssetClass.Cfd, first, quote, 20m) with
            {
                LotSize = new(0.001m),
            };
        }

        return null;
    }

    private static Instrument Pair(
        string symbol, AssetClass assetClass, string first, string quote, decimal leverage) => new()
    {
        Symbol = new(symbol),
        AssetClass = assetClass,
        BaseCurrency = new(first),
        QuoteCurrency = new(quote),
        Margin = MarginSchedule.Always(new MarginTerms.Leverage(new(leverage), new(0.5m))),
    };

    [GeneratedRegex("^([A-Z]{2})(-[0-9]{6})?$")]
    private static partial Regex FutureForm();

    [GeneratedRegex("^([A-Z]{3})([A-Z]{3,4})(-PERP)?$")]
    private static partial Regex PairForm();
}
