using System.Collections.Immutable;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Scenarios;

/// <summary>How a book is stressed.</summary>
/// <param name="Cascades">Whether liquidations are carried out and move prices.</param>
/// <param name="Seed">Draws the slippage of executions.</param>
/// <param name="MostAccounts">How many accounts are named.</param>
public sealed record StressSettings(bool Cascades, ulong Seed, int MostAccounts);

/// <summary>What came of some accounts in a round; parts are added in any order.</summary>
public sealed class StressPart
{
    internal StressPart(int mostAccounts) => Totals = new(mostAccounts);

    internal StressTotals Totals { get; }

    /// Units that outstanding orders of liquidations and stops buy less those they sell, per instrument.
    internal Dictionary<Symbol, decimal> Flow { get; } = [];

    internal long Orders { get; set; }

    internal long Executed { get; set; }

    internal long Waiting { get; set; }

    /// <summary>Adds another part.</summary>
    public void Add(StressPart other)
    {
        Totals.Add(other.Totals);
        Orders += other.Orders;
        Executed += other.Executed;
        Waiting += other.Waiting;
        foreach (var (symbol, units) in other.Flow) Flow[symbol] = Flow.GetValueOrDefault(symbol) + units;
    }
}

/// <summary>A price that liquidations and stops moved.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="From">After the scenario's own shock.</param>
/// <param name="To">At the end.</param>
public sealed record CascadedPrice(Symbol Symbol, Price From, Price To);

/// <summary>What became of a book.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Totals">Counts, sums and the worst accounts.</param>
public sealed record StressReport(StressScenario Scenario, StressTotals Totals)
{
    /// <summary>How often all accounts were judged; 1 without cascade.</summary>
    public int Rounds { get; init; }

    /// <summary>Whether the cascade was broken off at its limit of rounds, before it was quiet.</summary>
    public bool IsBrokenOff { get; init; }

    /// <summary>Orders of liquidations and stops that were still open then.</summary>
    public long OpenOrders { get; init; }

    /// <summary>Orders that were executed.</summary>
    public long Executions { get; init; }

    /// <summary>Accounts whose liquidation waits for a market, a price or a time, with no order out.</summary>
    public long Waiting { get; init; }

    /// <summary>Prices that liquidations and stops moved, by symbol.</summary>
    public ImmutableArray<CascadedPrice> Moved { get; init; } = [];

    /// <summary>
    /// Instruments that liquidations or stops traded without a depth in the scenario: their prices stayed.
    /// </summary>
    public ImmutableArray<Symbol> WithoutDepth { get; init; } = [];
}

/// <summary>
/// One scenario over one book, round by round (rules SCEN-008 to SCEN-011): judge all accounts in as many parts and
/// threads as wanted, then close the round with all parts. Without cascade there is one round.
/// </summary>
public sealed class StressRun
{
    /// An impact never takes more than this share of a price in a round, or it would go below zero.
    private const decimal LargestFall = 0.99m;

    private readonly StressSettings settings;
    private readonly MarketSet shocked;
    private readonly DateTimeOffset asOf;
    private readonly SortedSet<Symbol> withoutDepth = [];
    private MarketSet current;
    private long executions;

    /// <summary>Begins with the market as it is; the scenario has been checked.</summary>
    public StressRun(StressScenario scenario, MarketSet market, DateTimeOffset now, StressSettings settings)
    {
        Scenario = scenario;
        this.settings = settings;
        asOf = now;
        current = shocked = StressMarket.Of(market, scenario);
        Market = new(shocked, now, now);
    }

    /// <summary>The scenario.</summary>
    public StressScenario Scenario { get; }

    /// <summary>The market of this round.</summary>
    public FrozenMarket Market { get; private set; }

    /// <summary>The round, from 0.</summary>
    public int Round { get; private set; }

    /// <summary>What came of it; null until the last round is closed.</summary>
    public StressReport? Report { get; private set; }

    /// <summary>Judges accounts that are not changed by the scenario: for the one round without cascade.</summary>
    public StressPart Judge(IReadOnlyList<Account> accounts)
    {
        var part = new StressPart(settings.MostAccounts);
        foreach (var account in accounts)
        {
            var judged = AccountDecider.Judge(account, Market, Market.Now, plansOrders: false);
            part.Totals.Add(Blank(account).After(judged.Events).At(judged, Market));
        }

        return part;
    }

    /// <summary>
    /// Judges accounts of a cascade in this round. What happened to them is kept in <paramref name="states"/>, which is
    /// as long as <paramref name="accounts"/>, empty before the first round, and the same in every round.
    /// </summary>
    public StressPart Judge(ReadOnlySpan<Account> accounts, Span<StressedAccount?> states)
    {
        var part = new StressPart(settings.MostAccounts);
        var executions = new CascadeExecutions(Scenario, Market, settings.Seed);
        for (var i = 0; i < accounts.Length; i++)
        {
            var account = states[i]?.Account ?? accounts[i];
            var outcome = states[i]?.Outcome ?? Blank(account);
            var isChanged = false;
            if (Round > 0 && !(account.Liquidations.IsEmpty && account.Stops.IsEmpty))
            {
                var executed = executions.Of(account);
                isChanged = executed.Events.Count > 0;
                outcome = outcome.After(executed.Events);
                account = executed.Account;
                part.Executed += executed.Count;
            }

            var judged = AccountDecider.Judge(account, Market, Market.Now, plansOrders: true);
            outcome = outcome.After(judged.Events).At(judged, Market);
            account = judged.Account;
            if (isChanged || judged.Events.Count > 0) states[i] = new(account, outcome);
            part.Totals.Add(outcome);
            Count(account, part);
        }

        return part;
    }

    /// <summary>Ends the round with all its parts. True when prices moved and another round has to follow.</summary>
    public bool Close(StressPart whole)
    {
        Round++;
        executions += whole.Executed;
        var goesOn = settings.Cascades && whole.Orders > 0;
        if (goesOn && Round < Scenario.RoundLimit)
        {
            foreach (var (symbol, units) in whole.Flow) Move(symbol, units);
            Market = new(current, asOf, asOf + new TimeSpan(Scenario.RoundLength.Ticks * Round));
            return true;
        }

        Report = new(Scenario, whole.Totals)
        {
            Rounds = Round,
            IsBrokenOff = goesOn,
            OpenOrders = goesOn ? whole.Orders : 0,
            Executions = executions,
            Waiting = whole.Waiting,
            WithoutDepth = [.. withoutDepth],
            Moved = [.. MovedPrices()],
        };
        return false;
    }

    private static StressOutcome Blank(Account account) => new(account.Id)
    {
        AmountDue = Money.Zero(account.Currency), WrittenOff = Money.Zero(account.Currency),
    };

    private static void Count(Account account, StressPart part)
    {
        foreach (var liquidation in account.Liquidations)
        {
            if (liquidation.Orders.IsEmpty) part.Waiting++;
            foreach (var order in liquidation.Orders) Count(order, part);
        }

        if (account.Stops.IsEmpty) return;
        foreach (var order in account.StopOrders) Count(order, part);
    }

    private static void Count(LiquidationOrder order, StressPart part)
    {
        part.Orders++;
        part.Flow[order.Symbol] = part.Flow.GetValueOrDefault(order.Symbol) + order.Open.Value;
    }

    /// Net selling lowers, net buying raises a price by impact × units ÷ volume.
    private void Move(Symbol symbol, decimal units)
    {
        var depth = Scenario.Depths.LastOrDefault(d => d.Symbol == symbol);
        if (depth is null) withoutDepth.Add(symbol);
        if (depth is null || units == 0m || current.FindMark(symbol) is not { } mark) return;
        var moved = depth.Impact.Value * (units / depth.Volume.Value);
        current = current.With(StressMarket.Moved(mark, 1m + Math.Clamp(moved, -LargestFall, 1000m)));
    }

    private IEnumerable<CascadedPrice> MovedPrices() =>
        from mark in current.Marks
        let before = shocked.FindMark(mark.Symbol)!
        where before.Price != mark.Price
        orderby mark.Symbol
        select new CascadedPrice(mark.Symbol, before.Price, mark.Price);
}
