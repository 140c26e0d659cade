using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Laws;

/// <summary>What brings an account across its call line; each by itself.</summary>
public enum CrossingCause
{
    /// <summary>The price of something held.</summary>
    Price,

    /// <summary>The price of a pair that only converts.</summary>
    Rate,

    /// <summary>A fee.</summary>
    Fee,

    /// <summary>What time costs, with every price as it was.</summary>
    Accrual,

    /// <summary>Cash that leaves.</summary>
    Withdrawal,

    /// <summary>An instrument's new definition.</summary>
    Terms,

    /// <summary>Terms that were dated before and take effect.</summary>
    DatedTerms,

    /// <summary>The hours of the market, which multiply its terms for the night.</summary>
    Session,

    /// <summary>A version of the regime that takes effect.</summary>
    RegimeVersion,

    /// <summary>A price, seen by an account that was just folded from its events.</summary>
    Restart,
}

/// <summary>However an account crosses its call line, it is called once, and not again while it stays beyond.</summary>
public class CauseLaws(ITestOutputHelper output)
{
    private const string Rule = "margin";

    [Theory]
    [InlineData(CrossingCause.Price)]
    [InlineData(CrossingCause.Rate)]
    [InlineData(CrossingCause.Fee)]
    [InlineData(CrossingCause.Accrual)]
    [InlineData(CrossingCause.Withdrawal)]
    [InlineData(CrossingCause.Terms)]
    [InlineData(CrossingCause.DatedTerms)]
    [InlineData(CrossingCause.Session)]
    [InlineData(CrossingCause.RegimeVersion)]
    [InlineData(CrossingCause.Restart)]
    [Trait("Rule", "CALL-001")]
    [Trait("Rule", "CALL-007")]
    [Trait("Rule", "SESS-003")]
    public void AnAccountThatCrossesItsCallLine_IsCalledOnce(CrossingCause cause)
    {
        var tally = new Tally();
        Law.HoldsInParallel(output, RandomCases.PricedCases, 500, c =>
        {
            if (CalmAccount.Of(c) is not { } calm) return;
            tally.Saw("calm");
            if (calm.Crosses(cause) is not { } scenario) return;
            tally.Saw("crossed");
            var isCommand = cause is CrossingCause.Fee or CrossingCause.Withdrawal;
            Calls(scenario).ShouldBe(isCommand ? 1 : 0, "only a command is judged by itself");

            scenario.WhenAssessed();
            Calls(scenario).ShouldBe(1, $"{cause}");
            for (var i = 0; i < 4; i++)
            {
                scenario.Market.After(TimeSpan.FromMinutes(30));
                foreach (var mark in scenario.Market.Set.Marks.ToList()) CalmAccount.Requote(scenario.Market, mark, mark.Price.Value);
                scenario.WhenAssessed();
            }

            Calls(scenario).ShouldBe(1, $"{cause}, without a new crossing");
            scenario.Account.FindCall(Rule).ShouldNotBeNull().AmountDue.IsPositive.ShouldBeTrue();
        });
        output.WriteLine(tally.ToString());
        tally.ShouldAllBeAbove(60);
    }

    private static int Calls(AccountScenario scenario) =>
        scenario.Events.Count(e => e is AccountEvent.CallOpened { Call.Rule: Rule });

    /// <summary>An account a little above the call line of a regime like a case's, and at rest.</summary>
    private sealed class CalmAccount(MarginCase c, Regime regime, AccountScenario scenario)
    {
        private RegimeLine Trigger => regime.Calls[0].Trigger;

        private bool IsCrossed => scenario.Figures.IsPriced
            && scenario.Regime.Calls[0].Trigger.IsCrossed(scenario.Figures);

        /// <summary>The case's positions and collateral at the marks; null where there are none, or no price.</summary>
        public static CalmAccount? Of(MarginCase c)
        {
            var regime = Called(c);
            var (market, currency) = (c.Market, c.Portfolio.Currency);
            // Another session would be a second cause.
            foreach (var instrument in market.Set.Instruments.Where(i => i.SessionMargin is not null).ToList())
            {
                market.Add(instrument with { SessionMargin = null, Calendar = null });
            }

            var scenario = Given.Account(market, regime, currency.Code).Deposits(900_000_000_000m, currency.Code);
            foreach (var held in c.Portfolio.Positions)
            {
                scenario.WhenFilled(new(held.Symbol, held.Quantity, market.Price(held.Symbol), default) { Effect = FillEffect.Open });
            }

            foreach (var held in c.Portfolio.Collateral)
            {
                // What is eligible but has no rate is refused: it would leave the account without figures.
                scenario.When(new AccountCommand.MoveCollateral(new($"in-{held.Symbol}"), held.Symbol, held.Quantity));
            }

            var calm = new CalmAccount(c, regime, scenario);
            if (!scenario.Figures.IsPriced || scenario.Figures.MaintenanceAmount <= 0m) return null;
            var room = scenario.Figures.Denominator(calm.Trigger.Measure) * c.Chance.Between(2, 20) / 1_000m;
            var fee = calm.Units(calm.Slack() - room);
            if (fee <= 0m) return null;
            scenario.WhenTransferring(TransferKind.Fee, fee, currency.Code).Decision.Refusal.ShouldBeNull();
            scenario.WhenAssessed();
            return scenario.Account is { Calls.IsEmpty: true, Liquidations.IsEmpty: true } ? calm : null;
        }

        /// <summary>The account as the cause left it, not yet judged for it; null where the cause cannot bring it there.</summary>
        public AccountScenario? Crosses(CrossingCause cause)
        {
            var isThere = cause switch
            {
                CrossingCause.Price => Move(c.Chance.Pick(c.Portfolio.Positions).Symbol),
                CrossingCause.Rate => Rates().Any(Move),
                CrossingCause.Fee => Pays(TransferKind.Fee),
                CrossingCause.Accrual => Accrues(),
                CrossingCause.Withdrawal => Pays(TransferKind.Withdrawal),
                CrossingCause.Terms => Raise(null),
                CrossingCause.DatedTerms => Raise(c.Market.Now.AddHours(1)),
                CrossingCause.Session => Closes(),
                CrossingCause.RegimeVersion => Tightens(),
                _ => Move(c.Chance.Pick(c.Portfolio.Positions).Symbol),
            };
            if (!isThere) return null;
            return cause == CrossingCause.Restart ? Given.Events(c.Market, scenario.Events) : scenario;
        }

        public static void Requote(TestMarket market, Core.Marks.Mark mark, decimal price)
        {
            var half = mark is { Ask: { } ask } ? (ask.Value - mark.Price.Value) / mark.Price.Value * price : 0m;
            if (half > 0m) market.Quote(mark.Symbol.Value, price - half, price + half);
            else market.Mark(mark.Symbol.Value, price);
        }

        /// The case's regime with a call at every mark, and a graver one far below it that has to stay silent about this one.
        private static Regime Called(MarginCase c)
        {
            var trigger = new RegimeLine(
                c.Chance.Pick(Measure.EquityToInitial, Measure.EquityToUsedMargin),
                c.Chance.Pick(Enum.GetValues<Comparator>()), new(c.Chance.Between(110, 160) / 100m));
            var rule = new CallRule
            {
                Name = Rule, Trigger = trigger, ClearLevel = trigger, Restores = c.Chance.Pick(Enum.GetValues<CallTarget>()),
                Grace = new GracePeriod.Elapsed(TimeSpan.FromHours(48)), IncreaseStep = new(0.25m),
            };
            var low = trigger with { Threshold = new(0.2m) };
            var regime = c.Regime with
            {
                Calls = [rule, rule with { Name = "grave", Trigger = low, ClearLevel = low }],
                Warning = null, LendsCash = true, UnrealizedGainsWithdrawable = true,
                Liquidation = c.Regime.Liquidation with
                {
                    StopOut = null, Target = trigger with { Threshold = new(trigger.Threshold.Value * 1.6m) },
                },
            };
            RegimeValidation.Check(regime).ShouldBeEmpty();
            return regime;
        }

        private decimal Slack() => scenario.Figures.EquityAmount
            - scenario.Figures.Denominator(Trigger.Measure) * Trigger.Threshold.Value;

        private decimal Units(decimal amount)
        {
            var unit = Rounding.MinorUnit(c.Portfolio.Currency).Amount;
            return Math.Floor(amount / unit) * unit;
        }

        private bool Pays(TransferKind kind)
        {
            var amount = Units(Slack()) + Rounding.MinorUnit(c.Portfolio.Currency).Amount;
            return scenario.WhenTransferring(kind, amount, c.Portfolio.Currency.Code).Decision.Refusal is null && IsCrossed;
        }

        /// The next funding of something held takes a little more than what is left above the line.
        private bool Accrues()
        {
            var (at, now) = (c.Market.Now.AddHours(1), c.Market.Now);
            foreach (var position in scenario.Account.Portfolio.Positions)
            {
                var instrument = c.Market.Set.FindInstrument(position.Symbol)!;
                if (instrument.AssetClass.IsPaidInFull()) continue;
                var rate = Conversion.Find(c.Market.Set, instrument.SettlementCurrency, c.Portfolio.Currency, now);
                if (rate.Status != PricingStatus.Live || instrument.Costs?.Funding is not null) continue;
                var worth = rate.Of(instrument.ValueOf(position.Quantity, c.Market.Price(position.Symbol)));
                if (worth == 0m) continue;
                var share = decimal.Round((Slack() * 1.05m + 1m) / worth, 10);
                if (Math.Abs(share) is > 1m or 0m) continue;
                c.Market.Add(instrument with { Costs = new() { Funding = new(TimeSpan.FromHours(1)) } });
                c.Market.Rate(RateKind.Funding, position.Symbol.Value, at, share);
                Due(at);
                c.Market.Now = at;
                if (IsCrossed) return true;
                c.Market.Now = now;
                c.Market.Add(instrument);
            }

            return false;
        }

        /// Further and further, one way and the other.
        private bool Move(Symbol symbol)
        {
            var mark = c.Market.Set.FindMark(symbol)!;
            for (var percent = 2; percent <= 80; percent += 6)
            {
                foreach (var direction in new[] { 1m, -1m })
                {
                    Requote(c.Market, mark, mark.Price.Value * (1m + direction * percent / 100m));
                    if (IsCrossed) return true;
                }
            }

            Requote(c.Market, mark, mark.Price.Value);
            return false;
        }

        private List<Symbol> Rates() => AccountDependencies.Symbols(scenario.Account, c.Market.Set, c.Market.Now)
            .Where(s => scenario.Account.Portfolio.Find(s) is null && c.Market.Set.FindInstrument(s)!.BaseCurrency is not null)
            .ToList();

        private bool Raise(DateTimeOffset? from)
        {
            var held = c.Portfolio.Positions.Select(p => c.Market.Set.FindInstrument(p.Symbol)!).Distinct().ToList();
            foreach (var times in new[] { 1.1m, 1.5m, 3m, 20m })
            {
                foreach (var instrument in held)
                {
                    var terms = Raised(instrument.Margin.Dated[0].Terms, times);
                    c.Market.Add(from is { } at ? instrument.Then(at, terms) : instrument.On(terms));
                }

                if (from is { } later && Due(later)) c.Market.Now = later;
                if (IsCrossed) return true;
                if (from is not null) c.Market.Now = from.Value.AddHours(-1);
            }

            return false;
        }

        /// In an hour the terms of the night begin, which are those of the day times something.
        private bool Closes()
        {
            var held = c.Portfolio.Positions.Select(p => c.Market.Set.FindInstrument(p.Symbol)!).Distinct().ToList();
            var calendar = TestSessions.Weekdays("evening", (c.Market.Now.Hour - 4, c.Market.Now.Hour + 2));
            c.Market.Add(calendar);
            foreach (var times in new[] { 1.1m, 1.5m, 3m, 20m })
            {
                foreach (var instrument in held)
                {
                    c.Market.Add(instrument.In(calendar, overnight: times, leadHours: 1));
                }

                IsCrossed.ShouldBeFalse("the terms of the day are what they were");
                Due(c.Market.Now.AddHours(1));
                c.Market.Now = c.Market.Now.AddHours(1);
                if (IsCrossed) return true;
                c.Market.Now = c.Market.Now.AddHours(-1);
            }

            return false;
        }

        private bool Tightens()
        {
            var at = c.Market.Now.AddHours(1);
            var higher = Trigger with { Threshold = new(Trigger.Threshold.Value * 1.5m) };
            c.Market.Change(regime with
            {
                EffectiveAt = at, Calls = [regime.Calls[0] with { Trigger = higher, ClearLevel = higher }, regime.Calls[1]],
            });
            Due(at);
            c.Market.Now = at;
            return IsCrossed;
        }

        /// Nobody has to ask: the account says itself when it has to be judged again.
        private bool Due(DateTimeOffset at)
        {
            AccountDue.Next(scenario.Account, c.Market.Set, c.Market.Now).ShouldNotBeNull().ShouldBeLessThanOrEqualTo(at);
            return true;
        }

        private static MarginTerms Raised(MarginTerms terms, decimal times) => terms switch
        {
            MarginTerms.Rate rate => new MarginTerms.Rate(Raised(rate.Initial, times), Raised(rate.Maintenance, times)),
            MarginTerms.Leverage leverage => leverage with { Maximum = new(Math.Max(1m, leverage.Maximum.Value / times)) },
            MarginTerms.PerContract per => per with
            {
                Initial = per.Initial * new Ratio(times), Maintenance = per.Maintenance * new Ratio(times),
            },
            MarginTerms.Tiers tiers => new MarginTerms.Tiers([.. tiers.Slices.Select(t => t with
            {
                Initial = Raised(t.Initial, times), Maintenance = Raised(t.Maintenance, times),
            })]),
            MarginTerms.SizeScaled scaled => scaled with
            {
                Initial = Raised(scaled.Initial, times), Maintenance = Raised(scaled.Maintenance, times),
            },
            _ => terms,
        };

        private static Ratio Raised(Ratio rate, decimal times) => new(Math.Min(1m, rate.Value * times));
    }
}
