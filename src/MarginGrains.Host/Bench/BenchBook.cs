using System.Collections.Immutable;
using System.Globalization;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Host.Market;

namespace MarginGrains.Host.Bench;

/// <summary>
/// Accounts and prices that are the same for the same seed, so that ways to judge them can be compared. Prices move by
/// a few hundredths of a percent, one instrument at a time.
/// </summary>
internal sealed class BenchBook(int accountCount, int positionsEach, int instrumentCount, ulong seed)
{
    public const decimal InitialRate = 0.11m, MaintenanceRate = 0.10m, OpeningPrice = 100m;

    private readonly MarketRandom random = new(seed);
    private readonly decimal[] prices = [.. Enumerable.Repeat(OpeningPrice, instrumentCount)];
    private readonly List<int>[] holders = [.. Enumerable.Range(0, instrumentCount).Select(_ => new List<int>())];
    private readonly Symbol[] symbols = [.. Enumerable.Range(0, instrumentCount).Select(
        i => new Symbol(string.Create(CultureInfo.InvariantCulture, $"I{i:D4}")))];

    public static DateTimeOffset Start { get; } = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    /// A call's deadline would come along with time; prices are what is measured.
    public static Regime Regime { get; } = RegimePresets.Futures with
    {
        Calls = [RegimePresets.Futures.Calls[0] with { Grace = new GracePeriod.WithoutEnd(), Reminders = [] }],
    };

    public int PositionsEach => positionsEach;

    public ulong Seed => seed;

    public IReadOnlyList<Symbol> Symbols => symbols;

    public IReadOnlyList<decimal> Prices => prices;

    public Account[] Accounts { get; } = new Account[accountCount];

    /// <summary>By instrument, the numbers of the accounts that hold it.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Holders => holders;

    public BenchMarket Market { get; private set; } = new(Regime, []);

    /// <summary>Opens the accounts at the first prices.</summary>
    /// <param name="progress">Told what is counted, how many are done and of how many.</param>
    public void Open(Action<string, long, long> progress)
    {
        Market = new(Regime, [.. symbols.Select(Define)]);
        for (var i = 0; i < instrumentCount; i++) Market.Set(symbols[i], prices[i], Start);
        for (var a = 0; a < accountCount; a++)
        {
            Accounts[a] = Open(a);
            if (a % 65_536 == 0) progress("accounts opened", a, accountCount);
        }
    }

    /// <summary>The next tick.</summary>
    public Mark Move(out int moved)
    {
        moved = Below(instrumentCount);
        var step = Below(1_000) + Below(1_000) + Below(1_000) - 1_498.5m;
        return Move(moved, step * 0.000_000_2m);
    }

    /// <summary>A price of one instrument, changed by a share.</summary>
    public Mark Move(int instrument, decimal share)
    {
        prices[instrument] = Math.Round(prices[instrument] * (1m + share), 8);
        return Market.Set(symbols[instrument], prices[instrument], Start);
    }

    private int Below(int bound) => (int)(random.Next() % (ulong)bound);

    private static Instrument Define(Symbol symbol) => new()
    {
        Symbol = symbol, AssetClass = AssetClass.Cfd, QuoteCurrency = new("USD"),
        Margin = MarginSchedule.Always(new MarginTerms.Rate(new(InitialRate), new(MaintenanceRate))),
    };

    /// Long and short, from just above the line to seven times what is needed.
    private Account Open(int number)
    {
        var positions = ImmutableArray.CreateBuilder<Position>(positionsEach);
        var needed = 0m;
        while (positions.Count < positionsEach)
        {
            var instrument = Below(instrumentCount);
            if (positions.Any(p => p.Symbol == symbols[instrument])) continue;
            var units = (decimal)(1 + Below(99)) * (Below(10) < 7 ? 1m : -1m);
            positions.Add(new(symbols[instrument], new(units), new(OpeningPrice)));
            holders[instrument].Add(number);
            needed += Math.Abs(units) * OpeningPrice * MaintenanceRate;
        }

        var equity = Math.Round(needed * (1.05m + Below(6_000) / 1_000m), 2);
        var currency = new Currency("USD");
        return new()
        {
            Id = new(string.Create(CultureInfo.InvariantCulture, $"A-{number}")),
            RegimeId = Regime.Id, Sequence = 1, Now = Start, OpenedAt = Start,
            Portfolio = new(currency, [new(equity, currency)], [.. positions.OrderBy(p => p.Symbol)]),
        };
    }
}
