using System.Collections.Immutable;
using System.Globalization;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Core.Scenarios;
using MarginGrains.Host.Market;

namespace MarginGrains.Host.Scenarios;

/// <summary>
/// A book for measuring, the same for the same seed: accounts of the margined regimes in two currencies with so many
/// positions each out of forty instruments, none of them called, most of them not far above their lines.
/// </summary>
internal sealed class GeneratedBook
{
    private const int PairCount = 8;
    private const int IndexCount = 16;
    private const int CoinCount = 16;

    private static readonly string[] Names =
        ["EURUSD", "USDJPY", "GBPUSD", "USDCHF", "AUDUSD", "NZDUSD", "USDCAD", "USDSEK"];

    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);
    private static readonly string[] Regimes = ["fx-retail", "futures", "crypto-perpetual", "us-reg-t"];

    private readonly ImmutableArray<Instrument> instruments;
    private readonly FrozenMarket market;
    private readonly int positions;
    private readonly ulong seed;

    public GeneratedBook(int positions, ulong seed)
    {
        this.positions = positions;
        this.seed = seed;
        instruments = [.. Pairs(), .. Indices(), .. Coins()];
        var set = RegimePresets.All.Aggregate(MarketSet.Empty, (m, r) => m.With(new RegimeHistory(r.Id, [r])));
        for (var i = 0; i < instruments.Length; i++)
        {
            set = set.With(instruments[i]).With(new Mark(
                instruments[i].Symbol, new(PriceOf(i)), Now, 1, 1, MarkKind.Given));
        }

        market = new(set, Now, Now);
    }

    public IReadOnlyList<Instrument> Instruments => instruments;

    public IReadOnlyList<Mark> Marks => [.. market.Set.Marks.OrderBy(m => m.Symbol)];

    /// <summary>The id of a benchmark's n-th account.</summary>
    public static AccountId IdOf(int number) =>
        new(string.Create(CultureInfo.InvariantCulture, $"bench-{number:0000000}"));

    /// <summary>The n-th account, whatever was made before it.</summary>
    public Account Create(int number)
    {
        var random = new MarketRandom(unchecked(seed * 1_000_003UL + (ulong)number));
        var regime = market.FindRegime(new(Regimes[number % Regimes.Length]), Now)!;
        var currency = new Currency(Draw(random, 4) == 0 ? "EUR" : "USD");
        var portfolio = Portfolio.Empty(currency);
        var first = Draw(random, instruments.Length);
        for (var i = 0; i < positions; i++)
        {
            var index = (first + i * 7) % instruments.Length;
            var price = PriceOf(index);
            var lots = 1 + Draw(random, 9);
            var average = decimal.Round(price * (980 + Draw(random, 41)) / 1000m, 5);
            var position = new Position(
                instruments[index].Symbol,
                new(lots * instruments[index].LotSize.Value * (Draw(random, 3) == 0 ? -1 : 1)), new(average));
            portfolio = portfolio.Set(position, position);
        }

        // As much cash as makes equity 1.3 to 4 times what it has to be.
        var figures = MarginCalculator.Evaluate(portfolio, regime, market, Now);
        var need = Math.Max(figures.InitialMargin.Amount, figures.UsedMargin.Amount) * (130 + Draw(random, 270)) / 100m;
        portfolio = portfolio.Add(new(decimal.Round(need - figures.Equity.Amount, 2) + 1m, currency));
        var account = new Account
        {
            Id = IdOf(number),
            RegimeId = regime.Id,
            Sequence = positions + 2,
            Now = Now,
            OpenedAt = Now.AddDays(-30),
            SettledAt = Now,
            Portfolio = portfolio,
        };
        return account with { JudgedMarks = [.. AccountDependencies.Marks(account, market, Now)] };
    }

    /// <summary>Falls, rises, currencies, margins: so many scenarios.</summary>
    public static IReadOnlyList<StressScenario> Scenarios(int count, IEnumerable<Instrument> traded)
    {
        ImmutableArray<MarketDepth> depths =
        [
            .. traded.Select(i => new MarketDepth(i.Symbol, new(2_000_000m * i.LotSize.Value), new(0.05m))),
        ];
        return [.. Enumerable.Range(0, count).Select(n => new StressScenario(
            string.Create(CultureInfo.InvariantCulture, $"scenario {n + 1}"))
        {
            Prices =
            [
                new(new(null, null, AssetClass.Cfd), new(-0.01m * (n + 1))),
                new(new(null, null, AssetClass.CryptoPerpetual), new((n % 2 == 0 ? -0.02m : 0.02m) * (n + 1))),
            ],
            Currencies = n % 3 == 0 ? [new(new("EUR"), new(-0.01m * (n + 1)))] : [],
            Margins = n % 4 == 3 ? [new(new(null, null, AssetClass.Forex), new(1.5m))] : [],
            Depths = depths,
        })];
    }

    private static int Draw(MarketRandom random, int below) => (int)(random.Next() % (ulong)below);

    private static decimal PriceOf(int index) => index switch
    {
        0 => 1.10m,
        1 => 150m,
        2 => 1.27m,
        < PairCount => 1m + index / 10m,
        < PairCount + IndexCount => 1_000m + 317m * index,
        _ => 25m + 1_113m * (index - PairCount - IndexCount),
    };

    private static IEnumerable<Instrument> Pairs() =>
        Names.Select(s => new Instrument
        {
            Symbol = new(s),
            AssetClass = AssetClass.Forex,
            InstrumentClass = InstrumentClass.MajorForex,
            BaseCurrency = new(s[..3]),
            QuoteCurrency = new(s[3..]),
            LotSize = new(1_000m),
            TickSize = new(0.00001m),
            Margin = MarginSchedule.Always(new MarginTerms.Leverage(new(30m), new(0.5m))),
        });

    private static IEnumerable<Instrument> Indices() => Enumerable.Range(0, IndexCount).Select(i => new Instrument
    {
        Symbol = new(string.Create(CultureInfo.InvariantCulture, $"INDEX-{i:00}")),
        AssetClass = AssetClass.Cfd,
        QuoteCurrency = new(i % 4 == 0 ? "EUR" : "USD"),
        Margin = MarginSchedule.Always(new MarginTerms.Rate(new(0.05m), new(0.04m))),
    });

    private static IEnumerable<Instrument> Coins() => Enumerable.Range(0, CoinCount).Select(i => new Instrument
    {
        Symbol = new(string.Create(CultureInfo.InvariantCulture, $"COIN-{i:00}-PERP")),
        AssetClass = AssetClass.CryptoPerpetual,
        QuoteCurrency = new("USD"),
        LotSize = new(0.01m),
        Margin = MarginSchedule.Always(new MarginTerms.Tiers(
        [
            new(0m, new(0.10m), new(0.05m)), new(50_000m, new(0.15m), new(0.08m)),
            new(250_000m, new(0.25m), new(0.15m)),
        ])),
    });
}
