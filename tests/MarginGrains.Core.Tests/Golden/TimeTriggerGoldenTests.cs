using System.Globalization;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Golden;

/// <summary>A professional FX client: closed out below 50 %, after 24 hours on call, ahead of volatility, into a weekend.</summary>
[Trait("Case", "E16")]
[Trait("Rule", "CALL-013")]
public class TimeTriggerGoldenTests
{
    private static readonly RegimeLine OnCall = new(Measure.EquityToUsedMargin, Comparator.Below, Ratio.One);

    private static readonly Regime Regime = RegimePresets.FxRetail with
    {
        Id = new("fx-professional"),
        Warning = null,
        Calls =
        [
            Rule("margin") with { Grace = new GracePeriod.Elapsed(TimeSpan.FromHours(24)) },
            Rule("weekend") with { Judged = Judgement.Ahead, Ahead = new(MarketMoment.LongBreak, TimeSpan.FromHours(1)) },
            Rule("volatility") with { Judged = Judgement.Ahead, Ahead = new(MarketMoment.VolatileDate, TimeSpan.FromHours(2)) },
        ],
    };

    private readonly TestMarket market = new TestMarket()
        .Add(TestCalendars.Fx with
        {
            // Thursday: the day of a rate decision, with the hours that any Thursday has.
            SpecialDates = [new(new(2026, 1, 15), TestCalendars.Hours((0, 24)), "rate decision") { IsVolatile = true }],
        })
        .Add(TestInstruments.Pair("EURUSD") with { Calendar = TestCalendars.Fx.Id })
        .Mark("EURUSD", 1.10m);

    [Fact]
    public void TheRegime_MayBeStored() => RegimeValidation.Check(Regime).ShouldBeEmpty();

    [Fact]
    public void BelowFiftyPercent_ClosesAtOnce() =>
        Long("2026-01-05T12:00").WhenMarked("EURUSD", 1.07m).Then<AccountEvent.LiquidationStarted>(e => e.CallRule.ShouldBeNull());

    [Fact]
    public void OnCall_IsClosedAfterTwentyFourHours()
    {
        var scenario = Long("2026-01-05T12:00");
        scenario.WhenMarked("EURUSD", 1.09m).Then<AccountEvent.CallOpened>(e => e.Call.Rule.ShouldBe("margin"));
        scenario.WhenAt(Utc("2026-01-06T11:59")).ThenNo<AccountEvent.LiquidationStarted>();
        scenario.WhenAt(Utc("2026-01-06T12:00")).Then<AccountEvent.LiquidationStarted>(e => e.CallRule.ShouldBe("margin"));
    }

    [Theory]
    [InlineData("2026-01-09T12:00", "2026-01-09T21:00", "weekend", "an hour before Friday 17:00 in New York")]
    [InlineData("2026-01-14T12:00", "2026-01-15T03:00", "volatility", "two hours before the date begins in New York")]
    public void OnCall_IsClosedAheadOfTheMoment(string from, string at, string rule, string reason)
    {
        var scenario = Long(from);
        scenario.WhenMarked("EURUSD", 1.09m).Then<AccountEvent.CallOpened>();
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(Utc(at), reason);
        scenario.WhenAt(Utc(at).AddTicks(-1)).ThenNothing();
        scenario.WhenAt(Utc(at)).Then<AccountEvent.LiquidationStarted>(e => e.CallRule.ShouldBe(rule))
            .Then<AccountEvent.LiquidationOrdered>();
    }

    [Fact]
    public void WellFunded_ItIsLookedAtAndLeftAlone()
    {
        var scenario = Long("2026-01-09T12:00");
        scenario.WhenAt(Utc("2026-01-09T21:00")).Then(typeof(AccountEvent.SettlementJudged));
        scenario.WhenMarked("EURUSD", 1.09m).Then<AccountEvent.CallOpened>(e => e.Call.Rule.ShouldBe("margin"))
            .ThenNo<AccountEvent.LiquidationStarted>();
    }

    private AccountScenario Long(string at)
    {
        market.Now = Utc(at);
        return Account(market, Regime).Deposits(4_000m).Fills("EURUSD", 100_000m, 1.10m);
    }

    private static CallRule Rule(string name) => new()
    {
        Name = name, Trigger = OnCall, Restores = CallTarget.ClearLevel, ClearLevel = OnCall, Calendar = TestCalendars.Fx.Id,
    };

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse($"{text}:00Z", CultureInfo.InvariantCulture);
}
