using CsCheck;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;
using static MarginGrains.Testing.Core.Given;

namespace MarginGrains.Core.Tests.Liquidation;

public class ArithmeticLaws(ITestOutputHelper output)
{
    private static readonly Gen<Chance> Chances = Gen.ULong.Select(seed => new Chance(new PCG(11, seed)));

    [Fact]
    [Trait("Rule", "LIQD-007")]
    public void TheFewestLots_Suffice_AndOneLessDoesNot()
    {
        var impossible = 0;
        Law.Holds(output, Chances, 3_000, c =>
        {
            var terms = new ReductionTerms
            {
                MarginRatio = new(c.Between(5, 500) / 1_000m), LiquidationFee = new(c.Between(0, 100) / 1_000m),
                InsuranceFee = new(c.Between(0, 50) / 1_000m), QuoteRate = new(c.Near(1m)), Multiplier = new(c.Pick(1m, 50m)),
                Lot = new(c.Pick(1m, 0.001m, 0.3m, 100m)),
            };
            var mark = new Price(c.Near(100m));
            var shortage = Amount(c.Between(1, 1_000_000) / 100m);
            var freed = mark.Value * terms.Multiplier.Value * terms.QuoteRate.Value * terms.MarginRatio.Value
                - mark.Value * terms.Multiplier.Value * terms.QuoteRate.Value * terms.LiquidationFee.Value
                - mark.Value * terms.Multiplier.Value * terms.QuoteRate.Value * terms.InsuranceFee.Value;
            if (LiquidationMath.LotsToCover(shortage, mark, terms) is not { } units)
            {
                impossible++;
                freed.ShouldBeLessThanOrEqualTo(0m);
                return;
            }

            units.IsMultipleOf(terms.Lot).ShouldBeTrue();
            (units.Value * freed).ShouldBeGreaterThanOrEqualTo(shortage.Amount);
            ((units - terms.Lot).Value * freed).ShouldBeLessThan(shortage.Amount);
        });
        if (Seed.OnlyCase is null) impossible.ShouldBeInRange(50, 1_500);
    }

    [Fact]
    [Trait("Rule", "LIQD-008")]
    public void ClosingAtTheBankruptcyPrice_LeavesNothing_AndRoundingIsTheFunds() => Law.Holds(output, Chances, 3_000, c =>
    {
        var slice = Slice(c);
        var account = Risk(c, slice);
        if (LiquidationMath.BankruptcyPrice(account, slice) is not { } price) return;

        var share = account.Equity.Amount * slice.MaintenanceMargin.Amount / account.MaintenanceMargin.Amount;
        var units = slice.Quantity.Value * slice.Instrument.Multiplier.Value;
        var left = share + units * (price.Value - slice.Mark.Value);
        (price.Value % slice.Instrument.TickSize.Value).ShouldBe(0m);
        left.ShouldBeLessThanOrEqualTo(0.000000001m, "never left to the account");
        left.ShouldBeGreaterThan(-Math.Abs(units) * slice.Instrument.TickSize.Value - 0.000000001m, "by less than a tick");
    });

    [Fact]
    [Trait("Rule", "LIQD-008")]
    public void TheLimitPrice_StaysWithinTheFullSpread_AndNeverComesBackAsEquityFalls() => Law.Holds(output, Chances, 3_000, c =>
    {
        var slice = Slice(c);
        var account = Risk(c, slice);
        var terms = new LimitPriceRule(new(c.Between(10, 40) / 10m), Ratio.Percent(c.Between(0, 100)));
        var units = Math.Abs(slice.Quantity.Value) * slice.Instrument.Multiplier.Value;
        var widest = terms.SpreadToMaintenance.Value * slice.MaintenanceMargin.Amount / units;
        var poorer = account with { Equity = account.Equity - Amount(c.Between(0, 1_000)) };
        if (LiquidationMath.LimitPrice(account, slice, terms) is not { } limit) return;

        var side = slice.Quantity.IsLong ? 1m : -1m;
        var away = side * (slice.Mark.Value - limit.Value);
        away.ShouldBeLessThanOrEqualTo(widest + 0.000000001m);
        away.ShouldBeGreaterThan(-slice.Instrument.TickSize.Value, "at most what the tick rounds");
        if (LiquidationMath.LimitPrice(poorer, slice, terms) is { } further)
        {
            (side * (slice.Mark.Value - further.Value)).ShouldBeGreaterThanOrEqualTo(away);
        }
    });

    [Fact]
    [Trait("Rule", "LIQD-009")]
    public void TheFee_IsNeverMoreThanWhatIsLeft_NorThanItsShare()
    {
        int fees = 0, losses = 0;
        Law.Holds(output, Chances, 3_000, c =>
        {
            var slice = Slice(c);
            var closed = new ClosedSlice
            {
                Instrument = slice.Instrument, Quantity = slice.Quantity, FillPrice = new(c.Near(100m)), BankruptcyPrice = new(c.Near(100m)),
            };
            var largest = Ratio.Percent(c.Between(0, 100));
            var left = slice.Quantity.Value * slice.Instrument.Multiplier.Value * (closed.FillPrice.Value - closed.BankruptcyPrice.Value);

            var (fee, loss) = LiquidationMath.Charge(closed, largest);

            fee.IsNegative.ShouldBeFalse();
            loss.IsNegative.ShouldBeFalse();
            (fee.IsPositive && loss.IsPositive).ShouldBeFalse();
            fee.Amount.ShouldBeLessThanOrEqualTo(Math.Max(0m, left));
            fee.ShouldBeLessThanOrEqualTo(slice.Instrument.Notional(closed.Quantity, closed.FillPrice) * largest);
            loss.Amount.ShouldBeInRange(Math.Max(0m, -left), Math.Max(0m, -left) + 0.01m);
            if (fee.IsPositive) fees++;
            if (loss.IsPositive) losses++;
        });
        if (Seed.OnlyCase is not null) return;
        fees.ShouldBeGreaterThan(500);
        losses.ShouldBeGreaterThan(500);
    }

    private static LiquidationSlice Slice(Chance c) => new()
    {
        Instrument = TestInstruments.Perpetual() with { Multiplier = new(c.Pick(1m, 0.01m, 50m)), TickSize = new(c.Pick(0.01m, 0.5m, 0.001m)) },
        Quantity = new(c.Between(1, 10_000) / 100m * c.Pick(1m, -1m)),
        Mark = new(c.Near(100m)),
        MaintenanceMargin = Amount(c.Between(1, 50_000) / 100m),
    };

    private static AccountRisk Risk(Chance c, LiquidationSlice slice) =>
        new(Amount(c.Between(-50_000, 100_000) / 100m), slice.MaintenanceMargin + Amount(c.Between(0, 100_000) / 100m));
}
