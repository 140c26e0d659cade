using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Oracle;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Laws;

/// <summary>
/// Along random lives of accounts. <see cref="AccountScenario"/> checks at every decision that no invariant breaks, that the
/// fold of the events is the account, and that the same question gives the same answer.
/// </summary>
public class PathLaws(ITestOutputHelper output)
{
    private const int Moments = 25;

    private readonly Dictionary<Stage, int> stages = [];

    [Theory]
    [InlineData(true, 400)]
    [InlineData(false, 400)]
    [Trait("Rule", "ACCT-001")]
    public void TheStage_IsAlwaysTheOneTheNaiveJudgeExpects(bool venueIsKind, int paths)
    {
        Law.Holds(output, RandomPath.Paths, paths, path =>
        {
            for (var moment = 0; moment < Moments; moment++)
            {
                for (var i = path.Chance.Between(0, 2); i > 0; i--) path.ClientActs();
                path.VenueAnswers(always: true);
                path.MarketMoves();
                var before = path.Scenario.Account;

                path.Scenario.WhenAssessed();
                path.VenueAnswers(venueIsKind);

                var scenario = path.Scenario;
                NaiveJudge.Disagreement(before, scenario.Account, scenario.Market.Set, scenario.Market.Now).ShouldBeNull();
                scenario.WhenAssessed().ThenNothing();
                stages[scenario.Account.Stage] = stages.GetValueOrDefault(scenario.Account.Stage) + 1;
            }
        });
        output.WriteLine(string.Join(", ", stages.OrderBy(s => s.Key).Select(s => $"{s.Key} {s.Value}")));
        if (Seed.OnlyCase is not null) return;
        foreach (var stage in Enum.GetValues<Stage>())
        {
            if (stage == Stage.Liquidating && venueIsKind) continue;
            stages.GetValueOrDefault(stage).ShouldBeGreaterThan(5, $"the paths should visit {stage}");
        }
    }

    [Fact]
    [Trait("Rule", "CALL-002")]
    [Trait("Rule", "ACCT-005")]
    [Trait("Rule", "LIQD-004")]
    public void WhatIsWritten_ExplainsItself() => Law.Holds(output, RandomPath.Paths, 120, path =>
    {
        for (var moment = 0; moment < Moments; moment++)
        {
            path.ClientActs();
            path.MarketMoves();
            path.Scenario.WhenAssessed();
            path.VenueAnswers(always: false);
        }

        var scenario = path.Scenario;
        Exactly.Same(AccountFold.Evolve(null, scenario.Events), scenario.Account);
        scenario.Events.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, scenario.Events.Count).Select(n => (long)n));
        var entries = scenario.Events.SelectMany(Ledger.Entries).ToList();
        entries.GroupBy(e => e.Amount.Currency).ShouldAllBe(g => g.Sum(e => e.Amount.Amount) == 0m);
        entries.Select(e => e.Amount).ShouldAllBe(a => decimal.Round(a.Amount, a.Currency.MinorUnitDecimals) == a.Amount);
        foreach (var e in scenario.Events.OfType<AccountEvent.LiquidationStarted>()) e.Explanation.Figures.ShouldBe(e.Basis!.Figures);
        Recomputes(scenario);
        scenario.Events.OfType<AccountEvent.LiquidationOrdered>().Select(e => e.Order.OrderId.Value)
            .ShouldBe(Enumerable.Range(1, scenario.Account.OrderCount).Select(n => $"liq-a-1-{n}"));
    });

    [Fact]
    [Trait("Rule", "ACCT-004")]
    [Trait("Rule", "ORDR-004")]
    public void Limits_AreTheLargestThatGoThrough() => Law.Holds(output, RandomPath.Paths, 250, path =>
    {
        for (var moment = 0; moment < 6; moment++)
        {
            path.ClientActs();
            path.VenueAnswers(always: true);
        }

        var scenario = path.Scenario;
        if (!scenario.Figures.IsPriced) return;
        LargestOrder(path, scenario);
        if (scenario.Account is { Call: null, Liquidations.IsEmpty: true, IsRestricted: false }) LargestWithdrawal(scenario);
    });

    private static void LargestOrder(RandomPath path, AccountScenario scenario)
    {
        var instrument = path.Chance.Pick(RandomCases.Instruments);
        var side = path.Chance.Pick(1m, -1m);
        var order = Given.Fill(instrument.Symbol.Value, side * instrument.LotSize.Value, scenario.Market.Price(instrument.Symbol).Value);
        var largest = OrderCheck.Check(scenario.Account, order, scenario.Market.Set, scenario.Market.Now).LargestQuantity!.Value;
        if (!largest.IsZero && largest.IsMultipleOf(instrument.LotSize)) IsAllowed(largest.Value).ShouldBeTrue("the largest");
        var more = (Math.Floor(largest.Value / instrument.LotSize.Value) + 1m) * instrument.LotSize.Value;
        IsAllowed(more).ShouldBeFalse("one lot more than the largest");

        bool IsAllowed(decimal units) => OrderCheck.Check(
            scenario.Account, order with { Quantity = new(side * units) }, scenario.Market.Set, scenario.Market.Now).IsAllowed;
    }

    private static void LargestWithdrawal(AccountScenario scenario)
    {
        var currency = scenario.Account.Currency;
        if (Disposable.Of(scenario.Account, scenario.Market.Set, scenario.Market.Now) is not { } limit) return;
        var cent = 1m / (currency.MinorUnitDecimals == 0 ? 1m : 100m);
        var whole = Math.Floor(limit.Amount / cent) * cent;
        scenario.WhenTransferring(TransferKind.Withdrawal, whole + cent, currency.Code)
            .ThenRefused(Rejection.WithdrawalExceedsWithdrawable, limit);
        if (whole == 0m) return;
        var left = scenario.Account.Portfolio.Add(-Given.Amount(whole, currency.Code));
        scenario.WhenTransferring(TransferKind.Withdrawal, whole, currency.Code).Then<AccountEvent.TransferBooked>();
        MarginCalculator.Evaluate(left, scenario.Regime, scenario.Market.Set, scenario.Market.Now)
            .FreeMargin.Amount.ShouldBeGreaterThanOrEqualTo(0m);
    }

    /// Recomputing a call from its stored explanation gives the same number; the version is that of its moment.
    private static void Recomputes(AccountScenario scenario)
    {
        var versions = scenario.Market.Set.FindRegimeHistory(scenario.Account.RegimeId)!.Versions;
        foreach (var opened in scenario.Events.OfType<AccountEvent.CallOpened>())
        {
            var regime = versions.Single(v => v.Version == opened.Explanation.RegimeVersion);
            var rule = regime.FindCall(opened.Call.Rule).ShouldNotBeNull();
            CallTerms.AmountDue(rule, opened.Explanation.Figures).ShouldBe(opened.Call.AmountDue);
            opened.Explanation.Nodes[0].Children.Sum(n => n.Amount.Amount).ShouldBe(opened.Explanation.Figures.Equity.Amount);
        }
    }
}
