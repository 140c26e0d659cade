using System.Globalization;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Guards;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using Shouldly;

namespace MarginGrains.Testing.Core;

/// <summary>
/// An account and its market through a test. Every decision is checked on the way: the invariants hold, the fold of its events is
/// its account, and the same question gives the same answer.
/// </summary>
public sealed class AccountScenario(TestMarket market, Account? account)
{
    private readonly List<AccountEvent> events = [];
    private int operations;

    /// <summary>The market.</summary>
    public TestMarket Market { get; } = market;

    /// <summary>The account as it stands.</summary>
    public Account Account => Found!;

    /// <summary>The account, or null while there is none.</summary>
    public Account? Found { get; private set; } = account;

    /// <summary>Everything that happened to it in this scenario.</summary>
    public IReadOnlyList<AccountEvent> Events => events;

    /// <summary>The regime in force.</summary>
    public Regime Regime => Market.Set.FindRegime(Account.RegimeId, Market.Now)!;

    /// <summary>The figures as they are now.</summary>
    public MarginFigures Figures
    {
        get
        {
            var (account, market) = AccountAsOf.Of(Account, Market.Set, Market.Now);
            return MarginCalculator.Evaluate(account.Portfolio, Regime, market, Market.Now);
        }
    }

    /// <summary>The guard as it would be armed now.</summary>
    public Guard Guard => AccountGuards.Of(Account, Market.Set, Market.Now);

    /// <summary>Remembers what happened before this scenario began.</summary>
    public void Restore(IEnumerable<AccountEvent> earlier) => events.InsertRange(0, earlier);

    /// <summary>Decides a command at the market's moment.</summary>
    public Outcome When(AccountCommand command)
    {
        var before = Found;
        var decision = AccountDecider.Decide(before, command, Market.Set, Market.Now);
        AccountInvariants.Check(before, decision);
        Exactly.Same(AccountFold.Evolve(before, decision.Events), decision.Account);
        Exactly.Same(AccountDecider.Decide(before, command, Market.Set, Market.Now), decision);
        Found = decision.Account;
        events.AddRange(decision.Events);
        return new(this, before, decision);
    }

    /// <summary>Decides a command that must be accepted.</summary>
    public AccountScenario Does(AccountCommand command)
    {
        When(command).Decision.Refusal.ShouldBeNull();
        return this;
    }

    /// <summary>Judges the account.</summary>
    public Outcome WhenAssessed() => When(new AccountCommand.Assess());

    /// <summary>Sets a mark and judges the account.</summary>
    public Outcome WhenMarked(string symbol, decimal price)
    {
        Market.Mark(symbol, price);
        return WhenAssessed();
    }

    /// <summary>Lets time pass and judges the account.</summary>
    public Outcome WhenTimePasses(TimeSpan time)
    {
        Market.After(time);
        return WhenAssessed();
    }

    /// <summary>Asks for a transfer.</summary>
    public Outcome WhenTransferring(TransferKind kind, decimal amount, string currency = "USD") =>
        When(new AccountCommand.Transfer(NextOperation("transfer"), kind, Given.Amount(amount, currency)));

    /// <summary>Reports a fill of the client's.</summary>
    public Outcome WhenFilled(Fill fill) =>
        When(new AccountCommand.RecordFill(NextOperation("fill"), fill, Market.Now, null));

    /// <summary>Reports an execution of a liquidation order.</summary>
    public Outcome WhenExecuted(OrderId orderId, Fill fill, bool isFinal) =>
        When(new AccountCommand.RecordExecution(NextOperation("execution"), orderId, fill, isFinal));

    /// <summary>Reports that a liquidation order ended.</summary>
    public Outcome WhenOrderEnds(OrderId orderId, string reason = "rejected") =>
        When(new AccountCommand.RecordOrderEnd(NextOperation("end"), orderId, reason));

    /// <summary>Books a deposit.</summary>
    public AccountScenario Deposits(decimal amount, string currency = "USD")
    {
        WhenTransferring(TransferKind.Deposit, amount, currency).Decision.Refusal.ShouldBeNull();
        return this;
    }

    /// <summary>Books a fill.</summary>
    public AccountScenario Fills(string symbol, decimal quantity, decimal price, decimal fee = 0m)
    {
        WhenFilled(Given.Fill(symbol, quantity, price, fee)).Decision.Refusal.ShouldBeNull();
        return this;
    }

    /// <summary>Executes every outstanding liquidation order at its mark, round after round, until none is left.</summary>
    public AccountScenario SettlesOrders()
    {
        for (var round = 0; Account.Liquidation is { Orders.Length: > 0 } liquidation; round++)
        {
            round.ShouldBeLessThan(1000, "a liquidation that never ends");
            Execute(liquidation.Orders[0]);
        }

        return this;
    }

    private void Execute(LiquidationOrder order) => WhenExecuted(
        order.OrderId, new(order.Symbol, order.Open, Market.Price(order.Symbol), default), isFinal: true);

    private OperationId NextOperation(string kind) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{kind}-{++operations}"));
}
