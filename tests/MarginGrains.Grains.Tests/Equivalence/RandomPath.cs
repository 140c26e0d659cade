using MarginGrains.Core.Instruments;
using MarginGrains.Grains.Tests.Cluster;

namespace MarginGrains.Grains.Tests.Equivalence;

/// <summary>A tick of the path.</summary>
internal sealed record PathTick(string Symbol, decimal Price, TimeSpan After);

/// <summary>An account of the path and what it opens with.</summary>
internal sealed record PathAccount(string Id, string Regime, decimal Deposit, string Symbol, decimal Quantity,
    decimal Price);

/// <summary>A market and its accounts that follow from a seed alone.</summary>
internal sealed class RandomPath
{
    private static readonly (string Symbol, decimal Price, decimal Low, decimal High)[] Instruments =
        [("CFD", 200m, 150m, 260m), ("FUT", 100m, 60m, 140m), ("STK", 100m, 45m, 160m)];

    public RandomPath(int seed, int ticks, int accounts)
    {
#pragma warning disable CA5394 // A path has to repeat, not to be secret.
        var random = new Random(seed);
        var price = Instruments.ToDictionary(i => i.Symbol, i => i.Price);
        Accounts = [.. Enumerable.Range(0, accounts).Select(n => Holder(random, n))];
        Ticks = [.. Enumerable.Range(0, ticks).Select(_ =>
        {
            var (symbol, _, low, high) = Instruments[random.Next(3)];
            var wide = random.Next(50) == 0 ? 0.10 : 0.012;
            var next = Math.Round(price[symbol] * (1m + (decimal)((random.NextDouble() - 0.5) * 2 * wide)), 2);
            price[symbol] = Math.Clamp(next, low, high);
            var after = random.Next(200) == 0
                ? TimeSpan.FromHours(random.Next(1, 40)) : TimeSpan.FromSeconds(random.Next(0, 120));
            return new PathTick(symbol, price[symbol], after);
        })];
#pragma warning restore CA5394
    }

    public IReadOnlyList<PathAccount> Accounts { get; }

    public IReadOnlyList<PathTick> Ticks { get; }

    public static IEnumerable<(Instrument Definition, decimal Price)> Listing()
    {
        yield return (Listed.Cfd("CFD"), 200m);
        yield return (Listed.Future("FUT"), 100m);
        yield return (Listed.Stock("STK"), 100m);
    }

    private static PathAccount Holder(Random random, int n)
    {
#pragma warning disable CA5394
        var sign = random.Next(3) == 0 ? -1m : 1m;
        var slack = 1m + (decimal)random.NextDouble();
        return (n % 4) switch
        {
            0 => new($"fx-{n}", "fx-retail", Math.Round(800m * slack, 2), "CFD", sign * 100m, 200m),
            1 => new($"fut-{n}", "futures", Math.Round(1050m * slack, 2), "FUT", sign, 100m),
            2 => new($"set-{n}", "futures-settlement", Math.Round(1050m * slack, 2), "FUT", sign, 100m),
            _ => new($"stk-{n}", "us-reg-t", Math.Round(5200m * slack, 2), "STK", 100m, 100m),
        };
#pragma warning restore CA5394
    }
}
