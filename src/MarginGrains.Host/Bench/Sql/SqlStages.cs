using System.Globalization;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Host.Bench.Sql;

/// <summary>
/// The stage that prices alone give: the worst line that is crossed. No clear levels and no rounding per position, so
/// that the statement is as cheap as it can be and still right.
/// </summary>
internal static class SqlStages
{
    private static readonly (RegimeLine Line, Stage Stage)[] WorstFirst =
    [
        (BenchBook.Regime.Liquidation!.StopOut!, Stage.Liquidating),
        (BenchBook.Regime.Calls[0].Trigger, Stage.Call),
        (BenchBook.Regime.Warning!.Trigger, Stage.Warning),
    ];

    /// <summary>What the book is judged by.</summary>
    public static Regime Regime { get; } = BenchBook.Regime with { Rounding = RoundingMode.None };

    /// <summary>By Core's calculator.</summary>
    public static int Of(Account account, BenchMarket market)
    {
        var figures = MarginCalculator.Evaluate(account.Portfolio, Regime, market, BenchBook.Start);
        foreach (var (line, stage) in WorstFirst)
        {
            if (line.IsCrossed(figures)) return (int)stage;
        }

        return (int)Stage.Healthy;
    }

    /// <summary>The same as an SQL expression.</summary>
    /// <param name="equity">What equity is.</param>
    /// <param name="margin">The table with its initial and its maintenance margin.</param>
    public static string CaseOf(string equity, string margin)
    {
        var cases = WorstFirst.Select(w => string.Create(
            CultureInfo.InvariantCulture,
            $"WHEN {equity} {Sign(w.Line)} {w.Line.Threshold.Value} * {margin}.{Column(w.Line)} THEN {(int)w.Stage}"));
        return $"CASE {string.Join(' ', cases)} ELSE {(int)Stage.Healthy} END";
    }

    private static string Sign(RegimeLine line) => line.Comparator == Comparator.Below ? "<" : "<=";

    private static string Column(RegimeLine line) => line.Measure switch
    {
        Measure.EquityToInitial => "initial",
        Measure.EquityToMaintenance => "maintenance",
        _ => throw new NotSupportedException($"{line} is not a line of this book"),
    };
}
