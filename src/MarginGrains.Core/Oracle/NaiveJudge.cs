using MarginGrains.Core.Accounts;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Oracle;

/// <summary>
/// Says which stage an account should be in after a moment of the market, from the naive figures alone. It follows each
/// account from one settled moment to the next: what was open before decides what may clear now.
/// </summary>
public static class NaiveJudge
{
    /// <summary>Null when the stage is right; otherwise a sentence that says what it should be.</summary>
    /// <param name="before">The account before the moment.</param>
    /// <param name="after">The same account after it, everything settled.</param>
    /// <param name="market">The marks of the moment.</param>
    /// <param name="now">Its time.</param>
    public static string? Disagreement(Account before, Account after, IMarket market, DateTimeOffset now)
    {
        if (market.FindRegime(after.RegimeId, now) is not { } regime) return null;
        // What time has cost since is a fact of its own, and its judge the sums of the tests: here it only stands.
        before = AccountAsOf.Of(before, market, now).Account;
        // Money came in the same moment: what stood before it is not what was judged.
        if (Taken(before) != Taken(after)) return null;
        if (regime.Calls.Any(c => c.Calendar is { } id && NaiveHours.Find(market, id) is null)) return null;
        var moment = new Moment(regime, market, now);
        var stops = new NaiveStops(regime, ExMarket.Of(market, now), now);
        if (stops.Disagreement(before, after) is { } wrong) return $"{wrong} at {now:O}";
        var closed = stops.Closed(before);
        var isClosed = !ReferenceEquals(closed, before);
        before = closed;
        bool isReduced = false, wasReduced = false;
        foreach (var symbol in before.Buckets.Concat(after.Buckets).Select(b => b.Symbol).Distinct())
        {
            if (moment.IsBucketReduced(symbol, before, after) is not { } reduced) return null;
            isReduced |= reduced;
            wasReduced |= moment.WasBucketReduced(symbol, before);
        }

        if (moment.Figures(before) is not { IsPriced: true } old) return null;
        if (moment.Figures(after) is not { IsPriced: true } current) return null;
        if (isClosed) before = moment.Ended(before, old);
        var expected = isReduced
            ? Stage.Liquidating
            : moment.Shared(before, old, after, current, wasReduced || isClosed);
        return expected == after.Stage ? null : $"{after.Id} is {after.Stage}, should be {expected} at {now:O}";
    }

    private static string Taken(Account account) => account.TopUp is { } state ? string.Join(' ', state.Used) : "";

    private static bool Crossed(RegimeLine? line, NaiveFigures figures)
    {
        if (line is null) return false;
        var against = line.Measure switch
        {
            Measure.EquityToMaintenance => figures.Maintenance.Amount,
            Measure.EquityToInitial => figures.Initial.Amount,
            Measure.EquityToUsedMargin => figures.Used.Amount,
            Measure.EquityToMarketValue => figures.MarketValue.Amount,
            _ => figures.Owed.Amount,
        };
        var equity = line.Measure == Measure.CollateralToLoan ? figures.Securities.Amount : figures.Equity.Amount;
        if (equity < against * line.Threshold.Value) return true;
        return line.Comparator == Comparator.AtOrBelow && against > 0 && equity == against * line.Threshold.Value;
    }

    /// <summary>What one look at an account comes to.</summary>
    /// <param name="MustSell">Whether positions have to go.</param>
    /// <param name="Because">The rule whose call ran out; null for the stop-out line.</param>
    /// <param name="Stage">The stage when nothing has to go.</param>
    private readonly record struct Verdict(bool MustSell, CallRule? Because, Stage Stage);

    private sealed record Moment(Regime Regime, IMarket Market, DateTimeOffset Now)
    {
        public NaiveFigures Figures(Account account) =>
            NaiveCalculator.Evaluate(account, Regime, Market, Now);

        /// Null while it has no price: then nothing is judged.
        public bool? IsBucketReduced(Symbol symbol, Account before, Account after)
        {
            var left = after.PortfolioOf(symbol);
            if (left.Positions.IsEmpty) return false;
            if (after.FindLiquidation(symbol) is { Orders.IsEmpty: false }) return true;
            var old = NaiveCalculator.Evaluate(before.PortfolioOf(symbol), Regime, Market, Now);
            var current = NaiveCalculator.Evaluate(left, Regime, Market, Now);
            if (!old.IsPriced || !current.IsPriced) return null;
            var was = WasBucketReduced(symbol, before);
            if (Crossed(BucketLine, current) && (was || Trades(left))) return true;
            return was && Crossed(Regime.Liquidation.Target, current);
        }

        public bool WasBucketReduced(Symbol symbol, Account before) => before.FindLiquidation(symbol) is not null
            || (before.PortfolioOf(symbol) is { Positions.IsEmpty: false } bucket && Trades(bucket)
                && Crossed(BucketLine, NaiveCalculator.Evaluate(bucket, Regime, Market, Now)));

        /// Without a stop-out a bucket goes where the last call would have led.
        private RegimeLine? BucketLine => Regime.Liquidation.StopOut ?? Regime.Calls
            .LastOrDefault(r => r.OnExpiry == ExpiryAction.Liquidate && r.Judged < Judgement.Fill)?.Trigger;

        public Stage Shared(
            Account before, NaiveFigures old, Account after, NaiveFigures current, bool isBucketReduced)
        {
            var since = before.SettledAt;
            var isFillNew = before.IsFillUnjudged;
            var because = RuleOf(before.Liquidation);
            var isSold = before.Liquidation is not null;
            if (!isSold)
            {
                // Orders go first when the line is crossed; what they reserved may be enough.
                if (Crossed(Regime.Liquidation.StopOut, old) && Trades(before.Portfolio)
                    && !AsksSources(after))
                {
                    old = Figures(before with { Portfolio = before.Portfolio with { Orders = [] } });
                }

                var verdict = Look(before, old, since, isFillNew, AsksSources(after));
                if (!verdict.MustSell && !isBucketReduced) return verdict.Stage;
                (isSold, because) = (verdict.MustSell, verdict.Because);
                // A judgement of the calls is not repeated when the sale is over.
                if (because is not null || !verdict.MustSell) (since, isFillNew) = (Now, false);
            }

            if (after.Liquidation is { Orders.IsEmpty: false }) return Stage.Liquidating;
            if (after.Portfolio.Positions.IsEmpty) return Flat(before, after.Portfolio);
            var isPaid = after.Liquidation is { HasOrdered: false, Outstanding.Amount: <= 0m };
            if (isSold && !isPaid && GoesOn(because, current)) return Stage.Liquidating;
            // A sale may have been followed by another, for a call that ran out in the same moment.
            if (RuleOf(after.Liquidation) is { } next && RanOut(before, next) && GoesOn(next, current))
            {
                return Stage.Liquidating;
            }

            // What a stop closes when its order fills is held again when the venue refuses it, and may be stopped out
            // while its own market is the only open one; that sale goes on when only closed ones are left.
            if (isBucketReduced && after.Liquidation is { Reason: LiquidationReason.StopOut } && GoesOn(null, current))
            {
                return Stage.Liquidating;
            }

            var then = Look(after with { Stage = Stage.Healthy }, current, since, isFillNew, AsksSources(after));
            return then.MustSell ? Stage.Liquidating : then.Stage;
        }

        private bool Trades(Portfolio portfolio) => NaiveMarket.Trades(Market, portfolio, Now);

        private CallRule? RuleOf(LiquidationState? liquidation) =>
            Regime.Calls.SingleOrDefault(r => r.Name == liquidation?.CallRule);

        private bool RanOut(Account before, CallRule rule) => rule.Grace is GracePeriod.Elapsed { Length.Ticks: 0 }
            || before.Calls.Any(c => c.Rule == rule.Name && Now >= c.DueAt);

        /// Without a liquidation that has nothing left to do once stops have closed what they close.
        public Account Ended(Account before, NaiveFigures old) =>
            before.Liquidation is { Orders.IsEmpty: true } running && !GoesOn(RuleOf(running), old)
                ? before with { Liquidations = before.Liquidations.Remove(running) }
                : before;

        /// A liquidation goes on while what started it would start it again.
        private bool GoesOn(CallRule? because, NaiveFigures figures) =>
            Crossed(Regime.Liquidation.Target, figures) || Crossed(Regime.Liquidation.StopOut, figures)
            || Crossed(because?.Trigger, figures) || Crossed(because?.ClearLevel, figures);

        /// A stop-out that waits goes on five seconds after the first source was asked.
        private bool AsksSources(Account account) => Regime.TopUp is { StopOutWaits: true }
            && account.TopUp?.Pending is { } asked && Now - asked.RoundStartedAt < new TimeSpan(0, 0, 5);

        private Verdict Look(
            Account account, NaiveFigures figures, DateTimeOffset since, bool isFillNew, bool isWaiting)
        {
            if (account.Portfolio.Positions.IsEmpty) return new(false, null, Flat(account, account.Portfolio));
            var trades = Trades(account.Portfolio);
            if (trades && !isWaiting && Crossed(Regime.Liquidation.StopOut, figures)) return new(true, null, default);
            var open = new List<MarginCall>();
            foreach (var call in account.Calls)
            {
                if (Regime.Calls.SingleOrDefault(r => r.Name == call.Rule) is not { } rule) continue;
                var isDue = call.State == CallState.Open && Now >= call.DueAt;
                var noticed = since > call.IssuedAt ? since : call.IssuedAt;
                var isLooked = rule.CuredAt == Judgement.Tick || isDue || Settled(rule, noticed);
                if (isLooked && Cured(call, rule, figures)) continue;
                if (!isDue || IsHeld(rule, figures)) open.Add(call);
                else if (rule.OnExpiry == ExpiryAction.Liquidate) return new(true, rule, default);
            }

            var demands = open.Any(c => c.State != CallState.Waived);
            foreach (var rule in Regime.Calls)
            {
                var isJudged = rule.Judged switch
                {
                    Judgement.Tick => trades,
                    Judgement.Settlement or Judgement.Ahead => Settled(rule, since),
                    _ => isFillNew,
                };
                if (!isJudged || open.Any(c => c.Rule == rule.Name) || !Crossed(rule.Trigger, figures)) continue;
                // Without any grace it is over as soon as it is opened.
                var isOver = rule.Grace is GracePeriod.Elapsed { Length.Ticks: 0 } && !IsHeld(rule, figures);
                if (!isOver) demands = true;
                else if (rule.OnExpiry == ExpiryAction.Liquidate) return new(true, rule, default);
            }

            return new(false, null, demands ? Stage.Call : Calm(account, figures));
        }

        private static bool IsHeld(CallRule rule, NaiveFigures figures) =>
            rule.HoldLine is not null && !Crossed(rule.HoldLine, figures);

        private Stage Calm(Account account, NaiveFigures figures)
        {
            if (account.IsInDebt && figures.Equity.Amount < figures.Credit.Amount) return Stage.Deficit;
            var isBeyond = Crossed(Regime.Warning?.Trigger, figures);
            if (!account.IsWarned) return isBeyond && Trades(account.Portfolio) ? Stage.Warning : Stage.Healthy;
            return isBeyond || Crossed(Regime.Warning?.ClearLevel, figures) ? Stage.Warning : Stage.Healthy;
        }

        /// What is owed stays owed; only a new lack may be written off.
        private Stage Flat(Account account, Portfolio flat)
        {
            var whole = Regime with { ForeignBalanceHaircut = default };
            // Temporary credit pays nothing that is owed.
            var bare = flat with { Credit = null };
            if (NaiveCalculator.Evaluate(bare, whole, Market, Now).Equity.Amount >= 0m) return Stage.Healthy;
            var isOwed = account.IsInDebt || Regime.NegativeBalance == NegativeBalanceRule.Debt
                || !flat.Collateral.IsEmpty;
            return isOwed ? Stage.Deficit : Stage.Healthy;
        }

        private static bool Cured(MarginCall call, CallRule rule, NaiveFigures figures)
        {
            var isPaid = rule.LiftedByPayment && call.State != CallState.Waived
                && call.Paid.Amount >= call.AmountDue.Amount;
            return isPaid || (rule.ClearLevel is not null
                && !Crossed(rule.ClearLevel, figures) && !Crossed(rule.Trigger, figures));
        }

        /// Whether one of the rule's settlements lies after an instant and not after now.
        private bool Settled(CallRule rule, DateTimeOffset since)
        {
            if (rule.Calendar is { } id)
            {
                var hours = NaiveHours.Find(Market, id)!;
                return rule.Ahead is { } ahead
                    ? hours.Passed(ahead, since, Now)
                    : hours.Passed(rule.SettlementTime, since, Now);
            }

            var holidays = rule.Grace is GracePeriod.BusinessDays days ? days.Holidays : [];
            for (var day = DateOnly.FromDateTime(Now.UtcDateTime); ; day = day.AddDays(-1))
            {
                var instant = new DateTimeOffset(day, rule.SettlementTime, TimeSpan.Zero);
                if (instant <= since) return false;
                var counts = day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(day);
                if (counts && instant <= Now) return true;
            }
        }
    }
}
