using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Core.Statements;
using MarginGrains.Testing.Core;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Statements;

/// <summary>Monday, 5 January 2026, and the days around it.</summary>
public class StatementTests
{
    private static readonly DateOnly Monday = new(2026, 1, 5);

    private static readonly DateTimeOffset Midnight = new(2026, 1, 6, 0, 0, 0, TimeSpan.Zero);

    private readonly TestMarket market = new TestMarket()
        .Add(TestInstruments.Stock()).Add(TestInstruments.Future()).Mark("ACME", 100m).Mark("ES", 5_000m);

    [Fact]
    [Trait("Rule", "DAYC-001")]
    public void WithoutAPlatformCalendar_ADayEndsAtMidnightUtc()
    {
        var day = ClosedDay.Of(Monday, market.Set);
        (day.From, day.Until).ShouldBe((Midnight.AddDays(-1), Midnight));
        ClosedDay.At(Midnight.AddTicks(-1), market.Set).ShouldBe(day);
        ClosedDay.At(Midnight, market.Set).Date.ShouldBe(Monday.AddDays(1), "the border belongs to the next day");
    }

    [Fact]
    [Trait("Rule", "DAYC-001")]
    public void ThePlatformCalendar_SaysWhenADayEnds()
    {
        market.Add(TestSessions.Weekdays("platform", (0, 24)) with { DayEnds = TimeSpan.FromHours(22) });
        var day = ClosedDay.Of(Monday, market.Set);
        (day.From, day.Until).ShouldBe((Midnight.AddHours(-26), Midnight.AddHours(-2)));
        ClosedDay.At(Midnight.AddHours(-1), market.Set).Date.ShouldBe(Monday.AddDays(1));
        ClosedDay.At(Midnight.AddHours(-3), market.Set).Date.ShouldBe(Monday);
        ClosedDay.At(Midnight.AddHours(-30), market.Set).Date.ShouldBe(Monday.AddDays(-1));
    }

    [Fact]
    [Trait("Rule", "DAYC-002")]
    public void EveryBooking_HasItsKind()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(50_000m)
            .Fills("ACME", 10m, 100m, fee: 1m).Fills("ES", 1m, 5_000m).Fills("ES", -1m, 5_010m, fee: 2m);
        scenario.WhenTransferring(TransferKind.Withdrawal, 500m);
        scenario.WhenTransferring(TransferKind.Fee, 3m);

        var statement = Close(scenario).ShouldNotBeNull();
        statement.Opening.ShouldBeEmpty();
        statement.Bookings.Select(b => (b.Kind, b.Amount.Amount)).ShouldBe(
        [
            (BookingKind.Deposit, 50_000m), (BookingKind.Trade, -1_000m), (BookingKind.Fee, -1m),
            (BookingKind.RealizedPnl, 500m), (BookingKind.Fee, -2m), (BookingKind.Withdrawal, -500m), (BookingKind.Fee, -3m),
        ]);
        statement.Closing.ShouldBe([Amount(48_994m)]);
        statement.Positions.ShouldHaveSingleItem().Symbol.ShouldBe(new("ACME"));
        statement.Ledger.Sum(l => l.Amount.Amount).ShouldBe(0m);
    }

    [Fact]
    [Trait("Rule", "DAYC-003")]
    public void ADraft_StandsOnTheMarksOfTheBorder_AndNamesWhatIsMissing()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(50_000m).Fills("ACME", 10m, 100m);
        market.Mark("ACME", 104m);
        var border = market.Set.Marks.ToList();
        market.Now = Midnight.AddHours(3);
        market.Mark("ACME", 300m);

        var draft = Close(scenario, border).ShouldNotBeNull();
        draft.State.ShouldBe(StatementState.Draft);
        draft.Missing.ShouldBe([new("ACME")]);
        draft.Positions[0].ClosingPrice.ShouldBe(new Price(104m));
        draft.Figures.Equity.ShouldBe(Amount(50_040m));
        draft.Figures.MaintenanceMargin.ShouldBe(Amount(312m));

        Close(scenario, market.Set.Marks.ToList())!.Figures.IsPriced.ShouldBeFalse("a mark of later is none of that day");
        market.Add(Closing("ACME", (Midnight.AddTicks(1), 106m)));
        Close(scenario, border)!.State.ShouldBe(StatementState.Draft, "that is the next day's price");
    }

    [Fact]
    [Trait("Rule", "DAYC-003")]
    public void TheOfficialPrices_MakeItFinal()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(50_000m).Fills("ACME", 10m, 100m).Fills("ES", 1m, 5_000m);
        market.Add(Closing("ACME", (Midnight.AddDays(-1), 90m), (Midnight.AddHours(-3), 105m), (Midnight.AddDays(1), 120m)));
        Close(scenario)!.Missing.ShouldBe([new("ES")]);
        market.Add(Closing("ES", (Midnight, 5_002m)));

        var final = Close(scenario).ShouldNotBeNull();
        final.State.ShouldBe(StatementState.Final);
        final.Missing.ShouldBeEmpty();
        final.Positions.Select(p => p.ClosingPrice!.Value.Value).ShouldBe([105m, 5_002m]);
        final.Figures.Equity.ShouldBe(Amount(50_150m));
    }

    [Fact]
    [Trait("Rule", "DAYC-003")]
    public void WithoutAnyPrice_ThereAreNoFigures()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(50_000m).Fills("ACME", 10m, 100m);
        var draft = Close(scenario, []).ShouldNotBeNull();
        draft.Figures.IsPriced.ShouldBeFalse();
        draft.Positions[0].ClosingPrice.ShouldBeNull();
        draft.Closing.ShouldBe([Amount(49_000m)], "cash needs no price");
    }

    [Fact]
    [Trait("Rule", "DAYC-003")]
    public void WhoHoldsNothing_IsFinalAtOnce() =>
        Close(Account(market, RegimePresets.UsRegT).Deposits(50_000m), [])!.State.ShouldBe(StatementState.Final);

    [Fact]
    [Trait("Rule", "DAYC-002")]
    public void AHeldWithdrawal_IsInTransit_UntilItIsConfirmedOrReleased()
    {
        var scenario = Account(market, RegimePresets.UsRegT).Deposits(50_000m)
            .Does(new AccountCommand.HoldWithdrawal(new("w-1"), Amount(300m)))
            .Does(new AccountCommand.HoldWithdrawal(new("w-2"), Amount(200m)));
        var open = Close(scenario).ShouldNotBeNull();
        open.Closing.ShouldBe([Amount(49_500m)]);
        open.Bookings.Select(b => b.Kind).ShouldBe([BookingKind.Deposit, BookingKind.InTransit, BookingKind.InTransit]);
        open.InTransit.Select(t => (t.Kind, t.Id, t.Amount)).ShouldBe(
            [(TransitKind.HeldWithdrawal, "w-1", Amount(-300m)), (TransitKind.HeldWithdrawal, "w-2", Amount(-200m))]);

        scenario.Does(new AccountCommand.ConfirmWithdrawal(new("w-1"))).Does(new AccountCommand.ReleaseWithdrawal(new("w-2")));
        var done = Close(scenario).ShouldNotBeNull();
        done.InTransit.ShouldBeEmpty();
        done.Closing.ShouldBe([Amount(49_700m)]);
        done.Bookings.Length.ShouldBe(4, "what was held already leaves no balance again");
        BookDay.Of(done.Day, [done]).IsBalanced.ShouldBeTrue();
    }

    [Fact]
    [Trait("Rule", "DAYC-002")]
    public void BeforeItWasOpened_AnAccountHasNoStatement()
    {
        var scenario = Account(market, RegimePresets.UsRegT);
        var fold = new StatementFold(ClosedDay.Of(Monday.AddDays(-1), market.Set));
        scenario.Events.All(fold.Add).ShouldBeFalse();
        fold.Close(market.Set, []).ShouldBeNull();
    }

    [Fact]
    [Trait("Rule", "DAYC-004")]
    public void TheBook_IsFinalWhenEverybodyIs()
    {
        var holder = Account(market, RegimePresets.UsRegT).Deposits(50_000m).Fills("ACME", 10m, 100m, fee: 1m);
        var saver = Account(market, RegimePresets.FxRetail).Deposits(70m);
        var day = ClosedDay.Of(Monday, market.Set);
        var draft = BookDay.Of(day, [Close(holder)!, Close(saver)!]);
        (draft.State, draft.Accounts, draft.Drafts).ShouldBe((StatementState.Draft, 2, 1));
        draft.Missing.ShouldBe([new("ACME")]);
        draft.Closing.ShouldBe([Amount(49_069m)]);
        draft.IsBalanced.ShouldBeTrue();
        draft.Ledger.ShouldContain(new LedgerTotal(LedgerAccount.Fees, Amount(1m)));

        market.Add(Closing("ACME", (Midnight, 101m)));
        BookDay.Of(day, [Close(holder)!, Close(saver)!]).State.ShouldBe(StatementState.Final);
    }

    private DailyStatement? Close(AccountScenario scenario, IReadOnlyCollection<Core.Marks.Mark>? captured = null)
    {
        var fold = new StatementFold(ClosedDay.Of(Monday, market.Set));
        foreach (var e in scenario.Events) fold.Add(e);
        return fold.Close(market.Set, captured ?? market.Set.Marks.ToList());
    }

    private static RateSeries Closing(string symbol, params (DateTimeOffset At, decimal Price)[] points) => new(
        RateKind.Closing, symbol, [.. points.Select(p => new RatePoint(p.At, default) { Price = new Price(p.Price) })]);
}
