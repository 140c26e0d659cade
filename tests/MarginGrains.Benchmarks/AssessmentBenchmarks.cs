using BenchmarkDotNet.Attributes;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Benchmarks;

/// <summary>One healthy account with five positions in one currency: what a price change costs that changes nothing.</summary>
[MemoryDiagnoser]
public class AssessmentBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly Currency Usd = new("USD");
    private static readonly AccountCommand.Assess Assess = new();

    private MarketSet market = MarketSet.Empty;
    private Account account = null!;
    private Regime regime = null!;

    [GlobalSetup]
    public void Setup()
    {
        regime = RegimePresets.FxRetail;
        market = MarketSet.Empty.With(new RegimeHistory(regime.Id, [regime]));
        var portfolio = Portfolio.Empty(Usd).Add(new Money(100_000m, Usd));
        for (var i = 1; i <= 5; i++)
        {
            var symbol = new Symbol($"METAL-{i}");
            market = market
                .With(new Instrument
                {
                    Symbol = symbol,
                    AssetClass = AssetClass.Cfd,
                    QuoteCurrency = Usd,
                    Margin = MarginSchedule.Always(new MarginTerms.Leverage(new(20m), new(0.5m))),
                })
                .With(new Mark(symbol, new(1000.25m + i), Now, 1, 1, MarkKind.Mid));
            var position = new Position(symbol, new(10m * i), new(999.5m));
            portfolio = portfolio.Set(position, position);
        }

        account = new()
        {
            Id = new("bench"), RegimeId = regime.Id, Sequence = 1, Now = Now, OpenedAt = Now, Portfolio = portfolio,
        };
    }

    /// <summary>The figures alone.</summary>
    [Benchmark(Baseline = true)]
    public MarginFigures Evaluate() => MarginCalculator.Evaluate(account.Portfolio, regime, market, Now);

    /// <summary>The whole decision.</summary>
    [Benchmark]
    public Decision Decide() => AccountDecider.Decide(account, Assess, market, Now);

    /// <summary>With every step recorded and the tree built.</summary>
    [Benchmark]
    public Explanation Explain() => ExplanationBuilder.Explain(account.Portfolio, regime, market, Now);
}
