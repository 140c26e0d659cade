using MarginGrains.Core.Accounts;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using Shouldly;

namespace MarginGrains.Testing.Core;

/// <summary>Steps of a scenario beyond deposits, fills and marks.</summary>
public static class ScenarioSteps
{
    /// <summary>Moves market time to an instant and judges the account.</summary>
    public static Outcome WhenAt(this AccountScenario scenario, DateTimeOffset at)
    {
        scenario.Market.Now = at;
        return scenario.WhenAssessed();
    }

    /// <summary>Books a fill that stands beside the other side.</summary>
    public static AccountScenario Hedges(this AccountScenario scenario, string symbol, decimal quantity, decimal price) =>
        Booked(scenario, Given.Fill(symbol, quantity, price) with { Effect = FillEffect.Open });

    /// <summary>Books a fill of an isolated position.</summary>
    public static AccountScenario Isolates(this AccountScenario scenario, string symbol, decimal quantity, decimal price) =>
        Booked(scenario, Given.Fill(symbol, quantity, price) with { IsIsolated = true });

    /// <summary>Asks for a working order, at the mark when there is no limit.</summary>
    public static Outcome WhenPlacing(
        this AccountScenario scenario, string orderId, string symbol, decimal quantity, decimal? limit = null) =>
        scenario.When(new AccountCommand.PlaceOrder(new(
            new(orderId), new(symbol), new(quantity), limit is { } price ? new Price(price) : null)));

    /// <summary>Moves securities into the collateral (above zero) or out of it.</summary>
    public static Outcome WhenMovingCollateral(
        this AccountScenario scenario, string transferId, string symbol, decimal quantity) =>
        scenario.When(new AccountCommand.MoveCollateral(new(transferId), new(symbol), new(quantity)));

    /// <summary>The client is of a class.</summary>
    public static AccountScenario Is(this AccountScenario scenario, MarginGrains.Core.Regimes.ClientClass clientClass) =>
        scenario.Does(new AccountCommand.ChangeClass(clientClass));

    /// <summary>The answer to an order at the mark.</summary>
    public static OrderCheckResult Checked(this AccountScenario scenario, string symbol, decimal quantity) =>
        OrderCheck.Check(
            scenario.Account, Given.Fill(symbol, quantity, scenario.Market.Price(new(symbol)).Value),
            scenario.Market.Set, scenario.Market.Now);

    /// <summary>What is against an order at the mark.</summary>
    public static IEnumerable<Rejection> Refused(this AccountScenario scenario, string symbol, decimal quantity) =>
        scenario.Checked(symbol, quantity).Refusals.Select(r => r.Code);

    /// <summary>Executes the oldest order of a liquidation at the mark, all of it.</summary>
    public static Outcome WhenNextOrderExecutes(this AccountScenario scenario, Symbol? bucket = null)
    {
        var order = scenario.Account.FindLiquidation(bucket).ShouldNotBeNull().Orders[0];
        return scenario.WhenExecuted(
            order.OrderId, new(order.Symbol, order.Open, scenario.Market.Price(order.Symbol), default), isFinal: true);
    }

    /// <summary>Asks for a stop loss, of everything when there is no quantity.</summary>
    public static Outcome WhenStopping(
        this AccountScenario scenario, string stopId, string symbol, bool isLong, decimal price, decimal? quantity = null) =>
        scenario.When(new AccountCommand.PlaceStop(new(stopId), new(new(symbol), isLong, StopKind.StopLoss)
        {
            Price = new(price), Quantity = quantity is { } units ? new Quantity(units) : null,
        }));

    /// <summary>Places a stop loss.</summary>
    public static AccountScenario Stops(
        this AccountScenario scenario, string stopId, string symbol, bool isLong, decimal price, decimal? quantity = null)
    {
        scenario.WhenStopping(stopId, symbol, isLong, price, quantity).Then<AccountEvent.StopPlaced>();
        return scenario;
    }

    /// <summary>Asks for a trailing stop of everything.</summary>
    public static Outcome WhenTrailing(
        this AccountScenario scenario, string stopId, string symbol, bool isLong, decimal distance) =>
        scenario.When(new AccountCommand.PlaceStop(
            new(stopId), new(new(symbol), isLong, StopKind.Trailing) { Distance = new(distance) }));

    /// <summary>Asks for a guaranteed stop of everything.</summary>
    public static Outcome WhenGuaranteeing(
        this AccountScenario scenario, string stopId, string symbol, bool isLong, decimal price) =>
        scenario.When(new AccountCommand.PlaceStop(
            new(stopId), new(new(symbol), isLong, StopKind.Guaranteed) { Price = new(price) }));

    /// <summary>Executes the first outstanding order of a stop where its position closes, all of it.</summary>
    public static Outcome WhenStopExecutes(this AccountScenario scenario)
    {
        var order = scenario.Account.StopOrders.First();
        var mark = scenario.Market.Set.FindMark(order.Symbol)!;
        var price = (order.Quantity.IsLong ? mark.Ask : mark.Bid) ?? mark.Price;
        return scenario.WhenExecuted(order.OrderId, new(order.Symbol, order.Open, price, default), isFinal: true);
    }

    private static AccountScenario Booked(AccountScenario scenario, Fill fill)
    {
        scenario.WhenFilled(fill).Decision.Refusal.ShouldBeNull();
        return scenario;
    }
}
