using MarginGrains.Core.Calendars;
using MarginGrains.Core.Calls;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Accounts;

/// <summary>A decision in the making: the account as it stands after the events so far.</summary>
internal sealed class Turn
{
    private readonly List<AccountEvent> events = [];
    private readonly Account? before;
    private Account? account;

    public Turn(Account? account, IMarket market, DateTimeOffset now, EventCause cause)
    {
        this.account = before = account;
        Now = account is not null && account.Now > now ? account.Now : now;
        Cause = cause;
        Market = ExMarket.Of(market, Now);
    }

    public IMarket Market { get; }

    public DateTimeOffset Now { get; }

    public EventCause Cause { get; }

    public Account Account => account!;

    public Regime? Regime => CallTerms.RegimeInForce(Account.RegimeId, Market, Now);

    /// The calendar of a rule of the regime in force, which is known: without it the regime is not in force.
    public IBusinessCalendar Calendar(CallRule rule) => CallTerms.Calendar(rule, Market)!;

    public IReadOnlyList<AccountEvent> Events => events;

    public void Emit(AccountEvent e, MarginBasis? basis = null, EventCause? cause = null)
    {
        var numbered = e with
        {
            Sequence = (account?.Sequence ?? 0) + 1, Time = Now, Cause = cause ?? Cause, Basis = basis,
        };
        events.Add(numbered);
        account = AccountFold.Evolve(account, numbered);
    }

    /// Whether this command added to a position: what is judged at fills is judged then.
    public bool HasAddedRisk { get; set; }

    /// Whether prices of the moment may call or stop out: something of what is judged has one of an open market (rule
    /// CAL-007). What a stop closes already is not.
    public bool IsMarketOpen(Symbol? bucket = null) => new Moment(Account, Market, Now).IsOpen(Judged(bucket));

    /// Nothing is stored of a scenario: it needs neither the tree behind its numbers nor the marks they stood at.
    public bool IsScenario { get; init; }

    /// Whether a liquidation goes on to its orders.
    public bool PlansOrders { get; init; } = true;

    /// The figures of what all positions share as they were evaluated last; null when they were not.
    public MarginFigures? Seen { get; private set; }

    /// Whether this command moved cash so far.
    public bool HasBooked => events.Exists(e => Ledger.Entries(e).Count > 0);

    public MarginFigures Evaluate(Regime regime, Symbol? bucket = null)
    {
        var figures = MarginCalculator.Evaluate(Account.PortfolioOf(bucket), regime, Market, Now);
        if (bucket is null) Seen = figures;
        return figures;
    }

    /// What is judged: a portfolio as it will be when the outstanding orders of stops are filled (rule STOP-005).
    public Portfolio Judged(Symbol? bucket) => StopRules.Filled(Account, bucket, Market, Now);

    public MarginFigures Judge(Regime regime, Symbol? bucket = null)
    {
        var figures = MarginCalculator.Evaluate(Judged(bucket), regime, Market, Now);
        if (bucket is null) Seen = figures;
        return figures;
    }

    /// An amount in the account's currency at the rate of the moment; null without a rate, or beyond what can be
    /// computed.
    public Money? Convert(Money amount)
    {
        var rate = Conversion.Find(Market, amount.Currency, Account.Currency, Now);
        return rate.Status == PricingStatus.Live && rate.TryOf(amount.Amount, out var worth)
            ? Rounding.Booked(worth, Account.Currency)
            : null;
    }

    public Booking Book(Instrument instrument, Fill fill) => Booking.Of(
        Account.PortfolioOf(fill.IsIsolated ? fill.Symbol : null), instrument, fill,
        BookingTerms.Of(Regime, instrument, Account.Currency, Market, Now));

    public MarginBasis? Basis()
    {
        if (Regime is not { } regime) return null;
        var figures = Evaluate(regime);
        return figures.IsPriced ? Basis(regime, figures) : null;
    }

    public MarginBasis Basis(Regime regime, in MarginFigures figures) => new(
        regime.Version, figures, IsScenario ? [] : [.. AccountDependencies.Marks(Account, Market, Now)]);

    public Explanation Explain(Regime regime, Symbol? bucket = null) => IsScenario
        ? new(regime.Id, regime.Version, Now, Seen ?? Judge(regime), [], [], [])
        : ExplanationBuilder.Explain(Judged(bucket), regime, Market, Now);

    public Decision Accept() => new(events, account, null);

    /// Nothing happened, what time brought about included: the next decision counts it again.
    public Decision Refuse(Refusal refusal) => new([], before, refusal);
}
