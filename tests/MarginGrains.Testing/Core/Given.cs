using MarginGrains.Core.Accounts;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Testing.Core;

/// <summary>Where a test of the decider begins: <c>Given.Account(…).When(…).Then(…)</c>.</summary>
public static class Given
{
    /// <summary>The account's id in every scenario.</summary>
    public static AccountId Id { get; } = new("a-1");

    /// <summary>An open account under a regime, in a market that already knows its instruments.</summary>
    public static AccountScenario Account(TestMarket market, Regime regime, string currency = "USD")
    {
        if (market.Set.FindRegimeHistory(regime.Id) is null) market.Add(regime);
        return new AccountScenario(market, null).Does(new AccountCommand.Open(Id, regime.Id, new(currency)));
    }

    /// <summary>An account as its events say it is.</summary>
    public static AccountScenario Events(TestMarket market, IEnumerable<AccountEvent> events) =>
        new(market, AccountFold.Evolve(null, events));

    /// <summary>No account at all.</summary>
    public static AccountScenario Nothing(TestMarket market) => new(market, null);

    /// <summary>An amount, in dollars unless said otherwise.</summary>
    public static Money Amount(decimal amount, string currency = "USD") => new(amount, new(currency));

    /// <summary>An execution: above zero bought, below zero sold; its fee is in dollars.</summary>
    public static Fill Fill(string symbol, decimal quantity, decimal price, decimal fee = 0m) =>
        new(new(symbol), new(quantity), new(price), fee == 0m ? default : Amount(fee));
}
