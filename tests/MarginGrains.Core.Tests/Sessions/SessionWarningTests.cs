using MarginGrains.Core.Accounts;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Sessions;

/// <summary>Who would be short after the switch at 16:45 is told an hour before.</summary>
public class SessionWarningTests
{
    private static readonly Core.Calendars.TradingCalendar Exchange = TestSessions.Weekdays("exchange", (9, 17));

    private static readonly DateTimeOffset Switch = TestMarket.Monday.AddHours(4.75);

    private static readonly Regime Warning = RegimePresets.Futures with
    {
        Id = new("warns"), Warning = null, SessionWarning = TimeSpan.FromHours(1),
    };

    private readonly TestMarket market = new TestMarket()
        .Add(Exchange).Add(TestInstruments.Future().In(Exchange, overnight: 2m)).Mark("ES", 5_000m);

    [Fact]
    [Trait("Rule", "SESS-004")]
    public void AnAccountThatWouldBeShort_IsWarnedOncePerSwitch()
    {
        var scenario = Account(market, Warning).Deposits(15_000m).Fills("ES", 1m, 5_000m);
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(Switch.AddHours(-1));
        scenario.WhenAt(Switch.AddHours(-1).AddTicks(-1)).ThenNothing();
        scenario.WhenAt(Switch.AddHours(-1)).Then<AccountEvent.WarningRaised>(e =>
        {
            e.IsNotice.ShouldBeTrue();
            e.Cause.ShouldBe(new("session", "2026-01-05T16:45:00Z"));
            var ahead = e.Switch.ShouldNotBeNull();
            ahead.At.ShouldBe(Switch);
            ahead.Figures.MaintenanceMargin.ShouldBe(Amount(22_000m));
            ahead.Figures.ExcessLiquidity.ShouldBe(Amount(-7_000m));
        }).ThenStage(Stage.Healthy);
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(Switch);
        scenario.WhenTimePasses(TimeSpan.FromMinutes(10)).ThenNothing();
        scenario.WhenAt(Switch).Then<AccountEvent.CallOpened>();
        scenario.Deposits(50_000m);
        scenario.WhenAt(Switch.AddHours(23)).ThenNothing();
        scenario.WhenMarked("ES", 4_100m).Then<AccountEvent.WarningRaised>(e => e.Switch!.At.ShouldBe(Switch.AddDays(1)));
    }

    [Fact]
    [Trait("Rule", "SESS-004")]
    public void AnAccountThatIsCovered_IsNotWarned()
    {
        var scenario = Account(market, Warning).Deposits(25_000m).Fills("ES", 1m, 5_000m);
        scenario.WhenAt(Switch.AddMinutes(-30)).ThenNothing();
        scenario.WhenMarked("ES", 4_900m).Then<AccountEvent.WarningRaised>(e => e.Switch!.At.ShouldBe(Switch));
    }

    [Fact]
    [Trait("Rule", "SESS-004")]
    public void WithoutTheDatum_NobodyIsWarned()
    {
        var scenario = Account(market, Warning with { Id = new("silent"), SessionWarning = null })
            .Deposits(15_000m).Fills("ES", 1m, 5_000m);
        AccountDue.Next(scenario.Account, market.Set, market.Now).ShouldBe(Switch);
        scenario.WhenAt(Switch.AddMinutes(-1)).ThenNothing();
    }

    [Fact]
    [Trait("Rule", "SESS-004")]
    public void WithinTheLeastInterval_TheWarningIsNoNotice()
    {
        var line = RegimePresets.Futures.Warning;
        var scenario = Account(market, Warning with
        {
            Id = new("quiet"), Warning = line, MinimumNoticeInterval = TimeSpan.FromHours(6),
        }).Deposits(16_000m).Fills("ES", 1m, 5_000m);
        scenario.WhenMarked("ES", 4_905m);
        if (scenario.Events.OfType<AccountEvent.WarningRaised>().Any())
        {
            scenario.WhenAt(Switch.AddHours(-1)).Then<AccountEvent.WarningRaised>(e => e.IsNotice.ShouldBeFalse());
            return;
        }

        scenario.WhenAt(Switch.AddHours(-1)).Then<AccountEvent.WarningRaised>(e => e.IsNotice.ShouldBeTrue());
    }

    [Fact]
    [Trait("Rule", "SESS-004")]
    public void AnIsolatedPositionThatWouldGo_IsWarnedToo()
    {
        market.Add(TestInstruments.Perpetual("P").In(Exchange, overnight: 3m)).Mark("P", 1_000m);
        var regime = RegimePresets.CryptoPerpetual with { Id = new("isolated"), SessionWarning = TimeSpan.FromHours(1) };
        var scenario = Account(market, regime).Deposits(1_000m).Isolates("P", 1m, 1_000m);
        scenario.WhenAt(Switch.AddHours(-1)).Then<AccountEvent.WarningRaised>(e => e.Switch!.Bucket.ShouldBe(new("P")));
        scenario.WhenAt(Switch).Then<AccountEvent.LiquidationStarted>(e => e.Bucket.ShouldBe(new("P")));
    }
}
