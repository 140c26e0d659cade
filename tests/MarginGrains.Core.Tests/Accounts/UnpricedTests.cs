using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

public class UnpricedTests
{
    private readonly TestMarket market = new();

    [Theory]
    [InlineData(PricingStatus.MarkMissing)]
    [InlineData(PricingStatus.MarkStale)]
    [InlineData(PricingStatus.TermsMissing)]
    [InlineData(PricingStatus.RateMissing)]
    [Trait("Rule", "ACCT-008")]
    [Trait("Rule", "MARG-009")]
    public void WithoutAPrice_NothingIsJudged_AndDepositsGoThrough(PricingStatus status)
    {
        var scenario = Unpriced(status);
        scenario.Figures.Status.ShouldBe(status);
        scenario.WhenAssessed().ThenNothing();
        scenario.WhenTransferring(TransferKind.Withdrawal, 1m).ThenRefused(Rejection.Unpriced);
        scenario.WhenTransferring(TransferKind.Deposit, 1m).Then(typeof(AccountEvent.TransferBooked));
        scenario.WhenTransferring(TransferKind.Fee, 1m).Then(typeof(AccountEvent.TransferBooked));
        scenario.WhenFilled(Fill("X", -1m, 1m)).Then(typeof(AccountEvent.FillBooked));
        scenario.WhenFilled(Fill("X", 1m, 1m)).Then<AccountEvent.IncidentRaised>(e => e.Code.ShouldBe("fill_unpriced"));
        scenario.Events[^1].Basis.ShouldBeNull();
        Check(scenario, 1m).ShouldBe([Rejection.Unpriced]);
        Check(scenario, -1m).ShouldBeEmpty("what reduces may always be ordered");
    }

    [Fact]
    [Trait("Rule", "MARG-009")]
    public void MarginTerms_FailClosedBeforeTheirFirstDate()
    {
        var scenario = Unpriced(PricingStatus.TermsMissing);
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(market.Now.AddDays(1));
        scenario.WhenTimePasses(TimeSpan.FromDays(1)).Then(
            typeof(AccountEvent.FillJudged), typeof(AccountEvent.CallOpened), typeof(AccountEvent.CallOpened),
            typeof(AccountEvent.CallOpened));
        scenario.Account.Calls.Select(c => c.Rule).ShouldBe(["maintenance", "initial", "intraday"]);
    }

    [Fact]
    [Trait("Rule", "MARG-009")]
    public void AMark_IsStaleOnlyBeyondItsAge()
    {
        var mark = new Mark(new("X"), new(1m), market.Now, 1, 1, MarkKind.Mid);
        mark.IsStale(TimeSpan.FromSeconds(5), market.Now.AddSeconds(5)).ShouldBeFalse();
        mark.IsStale(TimeSpan.FromSeconds(5), market.Now.AddSeconds(5).AddTicks(1)).ShouldBeTrue();
        mark.IsStale(null, market.Now.AddYears(9)).ShouldBeFalse("no limit");
    }

    [Fact]
    [Trait("Rule", "ACCT-008")]
    public void WithoutARegimeInForce_NothingIsJudged()
    {
        var scenario = Unpriced(PricingStatus.MarkMissing);
        var gone = RegimePresets.UsRegT with { EffectiveAt = market.Now.AddDays(1) };
        scenario.Market.Add(gone);
        scenario.WhenMarked("X", 1m).ThenNothing();
        scenario.WhenTransferring(TransferKind.Withdrawal, 1m).ThenRefused(Rejection.Unpriced);
        scenario.WhenTransferring(TransferKind.Deposit, 1m).Then(typeof(AccountEvent.TransferBooked));
        Check(scenario, 1m).ShouldBe([Rejection.RegimeUnknown]);
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(market.Now.AddDays(1));
    }

    [Fact]
    [Trait("Rule", "MARG-009")]
    public void ThePlaceOfEveryGap_IsNamed()
    {
        var scenario = Unpriced(PricingStatus.MarkMissing).Deposits(1m);
        market.Add(TestInstruments.Pair("EURUSD"));
        scenario.Deposits(1m, "EUR");
        var explanation = MarginGrains.Core.Margin.ExplanationBuilder.Explain(
            scenario.Account.Portfolio, scenario.Regime, market.Set, market.Now);
        explanation.Gaps.Select(g => (g.Subject, g.Status))
            .ShouldBe([("EUR", PricingStatus.RateMissing), ("X", PricingStatus.MarkMissing)]);
        explanation.Nodes.ShouldBeEmpty();
    }

    private static IEnumerable<Rejection> Check(AccountScenario scenario, decimal quantity) =>
        OrderCheck.Check(scenario.Account, Fill("X", quantity, 1m), scenario.Market.Set, scenario.Market.Now)
            .Refusals.Select(r => r.Code);

    private AccountScenario Unpriced(PricingStatus status)
    {
        var instrument = TestInstruments.Future("X", 1m, 10m, 6m, status == PricingStatus.RateMissing ? "CHF" : "USD") with
        {
            MaximumMarkAge = TimeSpan.FromMinutes(1),
        };
        if (status == PricingStatus.TermsMissing)
        {
            var terms = TestInstruments.PerContract(10m, 6m);
            instrument = instrument with
            {
                MaximumMarkAge = null,
                Margin = new MarginSchedule([new DatedMarginTerms(market.Now.AddDays(1), terms)]),
            };
        }

        market.Add(instrument);
        if (status != PricingStatus.MarkMissing) market.Mark("X", 1m);
        var scenario = Account(market, RegimePresets.UsRegT)
            .Deposits(status == PricingStatus.TermsMissing ? 10m : 100m).Fills("X", 2m, 1m);
        if (status == PricingStatus.MarkStale) market.After(TimeSpan.FromMinutes(2));
        return scenario;
    }
}
