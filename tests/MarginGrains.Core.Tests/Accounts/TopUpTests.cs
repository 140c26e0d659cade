using System.Collections.Immutable;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Accounts;

/// <summary>Top-ups, on the side of the account that is topped up.</summary>
public class TopUpTests
{
    private static readonly Regime Waits = RegimePresets.Futures with
    {
        Id = new("waits"), TopUp = new() { StopOutWaits = true },
    };

    private readonly TestMarket market = new TestMarket().Add(TestInstruments.Future()).Mark("ES", 5000m);

    [Fact]
    [Trait("Rule", "TOPU-001")]
    [Trait("Rule", "TOPU-002")]
    [Trait("Rule", "TOPU-003")]
    public void TheFirstSource_IsAskedForWhatIsMissingToInitialMargin_WhenTheWarningIsCrossed()
    {
        var scenario = Long(RegimePresets.Futures, Source("s-1"), Source("s-2"));
        scenario.WhenMarked("ES", 4987m).ThenNo<AccountEvent.TopUpRequested>();
        var asked = scenario.WhenMarked("ES", 4980m).Event<AccountEvent.TopUpRequested>().Request;
        asked.ShouldBe(new("topup-a-1-1", new("s-1"), Amount(1_000m), market.Now, market.Now));
        scenario.Account.Stage.ShouldBe(Stage.Warning, "a warning is told all the same");
        scenario.WhenAssessed().ThenNothing();
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(market.Now + AccountDue.AnswerTimeout);
        scenario.Account.AwaitsMoney.ShouldBeTrue();
    }

    [Fact]
    [Trait("Rule", "TOPU-003")]
    [Trait("Rule", "TOPU-005")]
    public void WhatComes_IsBooked_AndTheNextSourceIsAskedForTheRest_UntilNothingIsMissing()
    {
        var scenario = Long(RegimePresets.Futures, Source("s-1"), Source("s-2"), Source("s-3"));
        scenario.WhenMarked("ES", 4980m);
        var first = scenario.When(Complete("topup-a-1-1", "s-1", 400m, "It is all that the source can spare."));
        first.Then<AccountEvent.TopUpRequested>(e => e.Request.ShouldBe(
            new("topup-a-1-2", new("s-2"), Amount(600m), market.Now, market.Now)));
        scenario.Figures.Equity.ShouldBe(Amount(11_400m));
        scenario.When(Complete("topup-a-1-2", "s-2", 600m)).ThenNo<AccountEvent.TopUpRequested>()
            .ThenNo<AccountEvent.TopUpExhausted>().ThenStage(Stage.Healthy);
        scenario.Account.TopUp!.Pending.ShouldBeNull();
        scenario.Events.SelectMany(Ledger.Entries).Where(e => e.Account == LedgerAccount.LinkedTransfers)
            .Sum(e => e.Amount.Amount).ShouldBe(-1_000m, "what the sources have given");
        scenario.WhenMarked("ES", 4960m).Then<AccountEvent.TopUpRequested>(
            e => e.Request.Source.Value.ShouldBe("s-1", "a new crossing begins with the first again"));
    }

    [Fact]
    [Trait("Rule", "TOPU-003")]
    public void WhenAllGaveTooLittle_NoneIsAskedAgainBeforeTheLineWasClear()
    {
        var scenario = Long(RegimePresets.Futures, Source("s-1"), Source("s-2"));
        scenario.WhenMarked("ES", 4980m);
        scenario.When(Complete("topup-a-1-1", "s-1", 0m, "The source can spare nothing.")).Then<AccountEvent.TopUpRequested>();
        scenario.When(Complete("topup-a-1-2", "s-2", 0m, "The source can spare nothing."))
            .Then<AccountEvent.TopUpExhausted>(e => e.Missing.ShouldBe(Amount(1_000m)));
        scenario.WhenMarked("ES", 4970m).ThenNo<AccountEvent.TopUpRequested>();
        scenario.WhenMarked("ES", 4975m).ThenNo<AccountEvent.TopUpRequested>();
        scenario.WhenMarked("ES", 4995m).Then<AccountEvent.TopUpRearmed>();
        scenario.WhenMarked("ES", 4980m).Then<AccountEvent.TopUpRequested>();
    }

    [Fact]
    [Trait("Rule", "TOPU-001")]
    public void ACap_IsOfADay()
    {
        var scenario = Long(RegimePresets.Futures, Source("s-1", 300m), Source("s-2"));
        scenario.WhenMarked("ES", 4980m).Then<AccountEvent.TopUpRequested>(e => e.Request.Amount.ShouldBe(Amount(300m)));
        scenario.When(Complete("topup-a-1-1", "s-1", 300m));
        scenario.When(Complete("topup-a-1-2", "s-2", 700m));
        scenario.WhenMarked("ES", 4960m).Then<AccountEvent.TopUpRequested>(
            e => e.Request.Source.Value.ShouldBe("s-2", "nothing of the first is left today"));
        scenario.When(Complete("topup-a-1-3", "s-2", 1_000m));
        market.After(TimeSpan.FromDays(1));
        scenario.WhenMarked("ES", 4940m).Then<AccountEvent.TopUpRequested>(e =>
        {
            e.Request.Source.Value.ShouldBe("s-1");
            e.Request.Amount.ShouldBe(Amount(300m));
        });
    }

    [Fact]
    [Trait("Rule", "TOPU-001")]
    public void WithoutConsent_NothingIsAskedFor()
    {
        var scenario = Long(RegimePresets.Futures);
        scenario.Does(new AccountCommand.SetTopUpSources([Source("s-1")], false, "ann"));
        scenario.WhenMarked("ES", 4980m).ThenNo<AccountEvent.TopUpRequested>();
        scenario.When(new AccountCommand.SetTopUpSources([Source("s-1")], true, "ann")).Then(
            typeof(AccountEvent.TopUpSourcesSet), typeof(AccountEvent.TopUpRequested));
        scenario.When(new AccountCommand.SetTopUpSources([Source("s-1")], true, "ann")).ThenNothing();
        scenario.Account.TopUp!.Consent.ShouldBe(new(true, "ann", market.Now));
    }

    [Fact]
    [Trait("Rule", "TOPU-001")]
    public void ASourceThatCannotBe_IsRefused()
    {
        var scenario = Account(market, RegimePresets.Futures);
        Refused(Rejection.TopUpSourceRefused, Source("a-1"));
        Refused(Rejection.TopUpSourceRefused, Source("s-1"), Source("s-1"));
        Refused(Rejection.AmountNotPositive, Source("s-1", 0m));
        Refused(Rejection.AmountTooPrecise, Source("s-1", 0.001m));
        Refused(Rejection.CurrencyForeign, new TopUpSource(new("s-1"), Amount(1m, "EUR")));

        void Refused(Rejection code, params TopUpSource[] sources) =>
            scenario.When(new AccountCommand.SetTopUpSources([.. sources], true, "ann")).ThenRefused(code);
    }

    [Fact]
    [Trait("Rule", "TOPU-006")]
    public void AStopOut_WaitsForTheSources_WhereTheRegimeSaysSo()
    {
        var scenario = Long(Waits, Source("s-1"));
        scenario.WhenMarked("ES", 4810m).Then<AccountEvent.TopUpRequested>().ThenNo<AccountEvent.LiquidationStarted>();
        scenario.Account.Stage.ShouldBe(Stage.Call, "the call does not wait");
        scenario.When(Complete("topup-a-1-1", "s-1", 9_500m)).Then<AccountEvent.CallMet>().ThenStage(Stage.Healthy);
        scenario.Events.OfType<AccountEvent.LiquidationStarted>().ShouldBeEmpty();
    }

    [Fact]
    [Trait("Rule", "TOPU-006")]
    public void AfterFiveSeconds_TheStopOutGoesOn_AndWhatComesLateIsBookedAllTheSame()
    {
        var scenario = Long(Waits, Source("s-1"), Source("s-2"));
        scenario.WhenMarked("ES", 4810m);
        var since = market.Now;
        scenario.WhenAt(since.AddSeconds(2));
        scenario.When(Complete("topup-a-1-1", "s-1", 0m, "no")).Then<AccountEvent.TopUpRequested>();
        scenario.WhenAt(since.AddSeconds(5).AddTicks(-1)).ThenNo<AccountEvent.LiquidationStarted>();
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(since.AddSeconds(5));
        scenario.WhenAt(since.AddSeconds(5)).Then<AccountEvent.LiquidationStarted>().ThenStage(Stage.Liquidating);
        scenario.When(Complete("topup-a-1-2", "s-2", 20m)).Then<AccountEvent.TopUpCompleted>();
        scenario.Account.TopUp!.Pending.ShouldBeNull();
    }

    [Fact]
    [Trait("Rule", "TOPU-006")]
    [Trait("Rule", "TOPU-002")]
    public void WhenAllGaveTooLittle_TheStopOutGoesOnAtOnce_AndOneThatDoesNotWaitAsksNobody()
    {
        var scenario = Long(Waits, Source("s-1"));
        scenario.WhenMarked("ES", 4810m).ThenNo<AccountEvent.LiquidationStarted>();
        scenario.When(Complete("topup-a-1-1", "s-1", 10m, "It is all that the source can spare.")).Then(
            typeof(AccountEvent.TopUpCompleted), typeof(AccountEvent.TopUpExhausted),
            typeof(AccountEvent.LiquidationStarted), typeof(AccountEvent.LiquidationOrdered));

        var other = Long(RegimePresets.Futures, Source("s-1"));
        other.WhenMarked("ES", 4810m).Then<AccountEvent.LiquidationStarted>().ThenNo<AccountEvent.TopUpRequested>();
    }

    [Fact]
    [Trait("Rule", "TOPU-002")]
    public void TheRegimesOwnLine_AsksInsteadOfTheWarning()
    {
        var line = new RegimeLine(Measure.EquityToMaintenance, Comparator.Below, new(1.05m));
        var scenario = Long(RegimePresets.Futures with { Id = new("line"), TopUp = new() { Line = line } }, Source("s-1"));
        scenario.WhenMarked("ES", 4990.75m).Then<AccountEvent.TopUpRequested>();
        RegimeValidation.Check(RegimePresets.Futures with { TopUp = new() { Line = line with { Threshold = default } } })
            .Select(e => e.Field).ShouldBe(["topUp.line"]);
    }

    [Fact]
    [Trait("Rule", "TOPU-005")]
    public void WhatNobodyIsAskedFor_IsBookedWhenItIsMoney_AndIsNothingWhenItIsNone()
    {
        var scenario = Account(market, RegimePresets.Futures).Deposits(1m);
        scenario.When(Complete("topup-a-1-9", "s-1", 0m, "no")).ThenNothing();
        scenario.When(Complete("topup-a-1-9", "s-1", 5m)).Then(typeof(AccountEvent.TopUpCompleted));
        scenario.Account.Portfolio.Balances.ShouldBe([Amount(6m)]);
    }

    private static TopUpSource Source(string id, decimal? cap = null) =>
        new(new(id), cap is { } most ? Amount(most) : null);

    private static AccountCommand.CompleteTopUp Complete(string id, string source, decimal amount, string reason = "") =>
        new(id, new(source), Amount(amount), reason);

    /// One future at initial margin.
    private AccountScenario Long(Regime regime, params ImmutableArray<TopUpSource> sources)
    {
        market.Mark("ES", 5000m);
        var scenario = Account(market, regime).Deposits(12_000m).Fills("ES", 1m, 5000m);
        return sources.IsEmpty
            ? scenario
            : scenario.Does(new AccountCommand.SetTopUpSources(sources, true, "ann"));
    }
}
