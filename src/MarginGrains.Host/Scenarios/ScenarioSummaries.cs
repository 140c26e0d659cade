using MarginGrains.Contracts.Scenarios;
using MarginGrains.Core.Scenarios;
using MarginGrains.Host.Output;

namespace MarginGrains.Host.Scenarios;

/// <summary>What <c>impact</c> prints.</summary>
internal sealed record ImpactSummary(
    string Draft, DateTimeOffset EffectiveAt, double ElapsedSeconds, long Accounts, long Concerned, long Unpriced,
    long Called, long Liquidated, long Restricted, long AlsoWithout, IReadOnlyDictionary<string, decimal> AmountDue,
    IReadOnlyDictionary<string, decimal> Shortfall, IReadOnlyList<RangeSummary> RatiosPercent,
    IReadOnlyList<ImpactedSummary> Gravest)
{
    public static ImpactSummary Of(string draft, ImpactView view, TimeSpan elapsed) => new(
        draft, view.JudgedAt, Math.Round(elapsed.TotalSeconds, 2), view.Accounts, view.Concerned, view.Unpriced,
        view.Called, view.Liquidated, view.Restricted, view.AlsoWithout, Amounts.ByCurrency(view.AmountDue),
        Amounts.ByCurrency(view.Shortfall),
        [.. view.Ratios.Select(RangeSummary.Of)],
        [
            .. view.Named.Select(n => new ImpactedSummary(
                n.AccountId.Value, n.RegimeId.Value, n.IsCalled, n.IsLiquidated, n.IsRestricted, n.AlsoWithout,
                n.AmountDue.Currency.Code, n.AmountDue.Amount, n.Shortfall.Amount)),
        ]);
}

/// <summary>An account that a draft hits.</summary>
internal sealed record ImpactedSummary(
    string AccountId, string RegimeId, bool Called, bool Liquidated, bool Restricted, bool AlsoWithout, string Currency,
    decimal AmountDue, decimal Shortfall);

/// <summary>How many accounts have a ratio of a range, in percent.</summary>
internal sealed record RangeSummary(decimal? From, decimal? To, long Accounts)
{
    public static RangeSummary Of(RatioRange range) =>
        new(range.From?.Value * 100m, range.To?.Value * 100m, range.Accounts);
}

/// <summary>What <c>stress</c> prints.</summary>
internal sealed record StressSummary(
    DateTimeOffset AsOf, bool Cascade, ulong Seed, double ElapsedSeconds, IReadOnlyList<StressedSummary> Scenarios);

/// <summary>One scenario of a stress test.</summary>
internal sealed record StressedSummary(
    string Name, long Accounts, long Unpriced, long Called, long Liquidated, long StopsTriggered, long Deficits,
    IReadOnlyDictionary<string, decimal> AmountDue, IReadOnlyDictionary<string, decimal> Deficit,
    IReadOnlyDictionary<string, decimal> InsuranceFundUse, int Rounds, bool BrokenOff, long OpenOrders, long Executions,
    long Waiting, IReadOnlyDictionary<string, decimal> MovedPrices, IReadOnlyList<string> WithoutDepth,
    IReadOnlyList<RangeSummary> RatiosPercent, IReadOnlyList<WorstSummary> Worst)
{
    public static StressedSummary Of(StressView view) => new(
        view.Scenario, view.Accounts, view.Unpriced, view.Called, view.Liquidated, view.StopsTriggered,
        view.Deficits,
        Amounts.ByCurrency(view.AmountDue), Amounts.ByCurrency(view.Deficit), Amounts.ByCurrency(view.FundUse),
        view.Rounds, view.IsBrokenOff, view.OpenOrders, view.Executions, view.Waiting,
        view.Moved.ToDictionary(m => m.Symbol.Value, m => m.To.Value), [.. view.WithoutDepth.Select(s => s.Value)],
        [.. view.Ratios.Select(RangeSummary.Of)],
        [
            .. view.Worst.Select(w => new WorstSummary(
                w.AccountId.Value, w.IsCalled, w.IsLiquidated, w.AmountDue.Currency.Code, w.Equity?.Amount,
                w.AmountDue.Amount, w.Deficit.Amount)),
        ]);
}

/// <summary>An account that a scenario hits.</summary>
internal sealed record WorstSummary(
    string AccountId, bool Called, bool Liquidated, string Currency, decimal? Equity, decimal AmountDue,
    decimal Deficit);
