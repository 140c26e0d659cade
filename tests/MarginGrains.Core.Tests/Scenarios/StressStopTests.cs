using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Scenarios;
using MarginGrains.Testing.Core;

namespace MarginGrains.Core.Tests.Scenarios;

/// <summary>Protective stops under stress: long 1,000 at 100, 5,000 of margin.</summary>
public class StressStopTests
{
    private static readonly Instrument Index = TestInstruments.Cfd("IDX", multiplier: 1m, leverage: 20m) with
    {
        LotSize = new(1m), GuaranteedStop = new() { PremiumRate = new(0.003m), LeastDistance = new(0.02m) },
    };

    private readonly TestMarket market = new TestMarket().Add(Index).Mark("IDX", 100m);

    [Fact]
    [Trait("Rule", "SCEN-010")]
    [Trait("Rule", "STOP-005")]
    public void InACascade_TheOrdersOfStopsExecute_AndMovePricesLikeThoseOfLiquidations()
    {
        var stopped = Holder("stopped", 6_000m).Stops("s-1", "IDX", true, 97m).Account;
        var scenario = Fall(-0.04m) with { Depths = [new(new("IDX"), new(10_000m), new(0.10m))] };
        var report = Run(scenario, cascades: true, stopped);
        (report.Totals.StopsTriggered, report.Executions, report.OpenOrders, report.Rounds).ShouldBe((1, 1, 0, 2));
        (report.Totals.Liquidated, report.Totals.Deficits).ShouldBe((0, 0));
        report.Moved.ShouldHaveSingleItem().ShouldBe(
            new(new("IDX"), new(96m), new(96m * (1m - 0.10m * 1_000m / 10_000m))));

        // What stops sell stops out others: at 96 the neighbour has 2,600 ÷ 5,280, at 95.04 less than half its margin.
        var neighbour = Holder("neighbour", 6_500m).Account;
        Run(scenario, cascades: true, neighbour).Totals.Liquidated.ShouldBe(0);
        Run(scenario, cascades: true, stopped, neighbour).Totals.Liquidated.ShouldBe(1);
    }

    [Fact]
    [Trait("Rule", "SCEN-009")]
    [Trait("Rule", "STOP-007")]
    public void AGuaranteedStop_PreventsTheDeficitThatTheOthersHave()
    {
        var plain = Holder("plain", 6_300m).Account;
        var safe = Holder("safe", 6_300m);
        safe.WhenGuaranteeing("s-1", "IDX", true, 95m).Then<AccountEvent.StopPlaced>();
        safe.Account.Portfolio.Balance(new("USD")).ShouldBe(Given.Amount(6_015m), "0.3 % of 95,000 paid");
        foreach (var cascades in new[] { false, true })
        {
            var totals = Run(Fall(-0.10m), cascades, plain, safe.Account).Totals;
            (totals.StopsTriggered, totals.Deficits).ShouldBe((1, 1));
            totals.Deficit.ShouldBe([Given.Amount(3_700m)]);
            totals.Worst.ShouldHaveSingleItem().AccountId.Value.ShouldBe("plain");
        }
    }

    private AccountScenario Holder(string id, decimal deposit) => new AccountScenario(market, null)
        .Does(new AccountCommand.Open(new(id), new("fx-retail"), new("USD"))).Deposits(deposit).Fills("IDX", 1_000m, 100m);

    private static StressScenario Fall(decimal change) => new("fall")
    {
        Prices = [new(new(null, null, null), new(change))],
    };

    private StressReport Run(StressScenario scenario, bool cascades, params Account[] book)
    {
        var run = new StressRun(scenario, market.Set, market.Now, new(cascades, 1, 5));
        var states = new StressedAccount?[book.Length];
        while (run.Close(cascades ? run.Judge(book, states) : run.Judge(book)))
        {
        }

        return run.Report.ShouldNotBeNull();
    }
}
