using MarginGrains.Core.Accounts;
using MarginGrains.Core.Guards;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Testing;
using MarginGrains.Testing.Core;
using MarginGrains.Testing.MarketData;
using Xunit.Abstractions;

namespace MarginGrains.Core.Tests.Laws;

/// <summary>
/// Real ticks over a book of accounts under every preset in three currencies: everyone is judged on every tick, and whoever had
/// something to say must have been woken for it by the index.
/// </summary>
public class RealTickLaws(ITestOutputHelper output)
{
    /// Payrolls of May 2014; a crash of coins in September 2017 and their top in December; the autumn of 2008.
    private static readonly string[] Forex =
    [
        "eurusd-oanda_tick_20140501-20140509.csv.gz", "nzdusd-oanda_tick_20140501-20140509.csv.gz",
        "xauusd-oanda_tick_20140501-20140507.csv.gz",
    ];

    private static readonly string[] Coins =
        ["btcusd-ethusd-coinbase_minute_20170903-20170904.csv.gz", "btcusd-coinbase_minute_20171217.csv.gz"];

    private static readonly string[] Autumn = ["eurusd-xauusd-oanda_hour_20081201-20081231.csv.gz"];

    private readonly TestMarket market = new();
    private readonly List<AccountScenario> accounts = [];
    private readonly GuardIndex index = new();
    private readonly Chance chance = new(Seed.OfCase(0));
    private readonly List<int> found = [];
    private readonly HashSet<int> woken = [];

    private long wakes, dueTimes, changes;

    [MarketDataFact]
    [Trait("Rule", "GARD-001")]
    public void OnTicksOfCurrenciesAndGold_WhoeverChanges_WasWoken() => Play(RealTicks.Read(97, Forex), leverage: 30m, least: 150);

    [MarketDataFact]
    [Trait("Rule", "GARD-001")]
    public void OnMinutesOfACrashOfCoins_WhoeverChanges_WasWoken() => Play(RealTicks.Read(1, Coins), leverage: 5m, least: 200);

    [MarketDataFact]
    [Trait("Rule", "GARD-001")]
    public void OnHoursOfACrisis_WhoeverChanges_WasWoken() => Play(RealTicks.Read(1, Autumn), leverage: 10m, least: 200);

    private void Play(IEnumerable<RealTick> path, decimal leverage, int least)
    {
        var all = path.ToList();
        market.Now = all[0].Time;
        foreach (var first in all.DistinctBy(t => t.Symbol))
        {
            List(first.Symbol, leverage);
            Mark(first);
        }

        Open();
        foreach (var tick in all) Tick(tick);
        output.WriteLine($"{Seed.Variable}={Seed.Value}");
        output.WriteLine($"{accounts.Count} accounts, {all.Count} ticks, {wakes} wakes, {dueTimes} due, {changes} changes");
        changes.ShouldBeGreaterThan(least, "something should happen");
        wakes.ShouldBeLessThan(all.Count * (long)accounts.Count / 50, "most ticks should wake nobody");
    }

    /// A pair or a coin by its leverage, and a fund that moves like it, for those who pay in full.
    private void List(string symbol, decimal leverage)
    {
        var isPair = symbol is "EURUSD" or "NZDUSD";
        var margined = isPair
            ? TestInstruments.Pair(symbol, leverage, lot: 1m)
            : TestInstruments.Cfd(symbol, multiplier: 1m, leverage) with { LotSize = new(0.001m) };
        if (symbol is "BTCUSD" or "ETHUSD")
        {
            margined = TestInstruments.Perpetual(symbol).On(TestInstruments.Tiers(
                (0m, 0.10m, 0.05m), (50_000m, 0.20m, 0.10m), (250_000m, 0.50m, 0.25m)));
        }

        market.Add(
            margined with { MaximumMarkAge = TimeSpan.FromHours(2), TickSize = new(0.00001m) },
            TestInstruments.Etf($"{symbol}F").On(TestInstruments.Rate(0.20m, 0.18m)) with { LotSize = new(0.001m) });
        if (isPair) return;
        foreach (var (pair, rate) in new[] { ("EURUSD", 1.2m), ("NZDUSD", 0.7m) })
        {
            if (market.Set.FindInstrument(new(pair)) is null) market.Add(TestInstruments.Pair(pair)).Mark(pair, rate);
        }
    }

    private void Open()
    {
        foreach (var regime in RegimePresets.All)
        {
            foreach (var currency in new[] { "USD", "EUR", "NZD" })
            {
                for (var n = 0; n < 4; n++) Open(regime, currency);
            }
        }

        foreach (var account in accounts) Arm(index.Add(), account);
    }

    private void Open(Regime regime, string currency)
    {
        var account = Given.Account(market, regime, currency);
        account.Deposits(10_000_000m, currency);
        var paysInFull = regime.Id.Value is "us-reg-t" or "tw-financing" or "hk-house";
        var traded = market.Set.Instruments.Where(i => market.Set.FindMark(i.Symbol) is not null
            && i.AssetClass.IsPaidInFull() == paysInFull).ToList();
        foreach (var instrument in chance.Shuffle(traded).Take(chance.Between(1, 2)))
        {
            var price = market.Price(instrument.Symbol).Value;
            var units = decimal.Round(chance.Between(20_000, 80_000) / price, 2) * chance.Pick(1m, 1m, -1m);
            if (instrument.AssetClass == AssetClass.Forex) units = decimal.Round(units);
            account.WhenFilled(Given.Fill(instrument.Symbol.Value, units, price) with
            {
                IsIsolated = regime.Id.Value == "crypto-perpetual" && chance.Percent(30),
            });
            if (chance.Percent(30))
            {
                account.WhenTrailing("s", instrument.Symbol.Value, units > 0m, decimal.Round(price * 0.005m, 5));
            }
        }

        // What is left decides how near the first line lies.
        var figures = account.Figures;
        var keeps = Money.Max(figures.InitialMargin, new(100m, new(currency))) * new Ratio(chance.Between(80, 200) / 100m);
        account.WhenTransferring(TransferKind.Fee, decimal.Round((figures.Equity - keeps).Amount, 2), currency);
        Settle(account);
        accounts.Add(account);
    }

    private void Mark(RealTick tick)
    {
        foreach (var symbol in Priced(tick))
        {
            if (tick is { Bid: { } bid, Ask: { } ask }) market.Quote(symbol, bid, ask);
            else market.Mark(symbol, tick.Last!.Value);
        }
    }

    private void Tick(RealTick tick)
    {
        PassTime(tick.Time);
        market.Now = tick.Time;
        Mark(tick);
        found.Clear();
        woken.Clear();
        foreach (var symbol in Priced(tick)) index.Crossed(market.Set.FindMark(new(symbol))!, found);
        woken.UnionWith(found);
        wakes += woken.Count;
        found.Clear();
        index.TakeDue(market.Now, orAt: true, found);
        woken.UnionWith(found);
        for (var slot = 0; slot < accounts.Count; slot++) Judge(slot, woken.Contains(slot));
    }

    private static string[] Priced(RealTick tick) => [tick.Symbol, $"{tick.Symbol}F"];

    private void PassTime(DateTimeOffset until)
    {
        found.Clear();
        while (index.TakeDue(until, orAt: false, found) is { } due)
        {
            if (due > market.Now) market.Now = due;
            foreach (var slot in found)
            {
                dueTimes++;
                Judge(slot, isWoken: true);
                if (accounts[slot].Guard.DueAt <= market.Now) index.DueAt(slot, until);
            }

            found.Clear();
        }
    }

    private void Judge(int slot, bool isWoken)
    {
        var account = accounts[slot];
        var decision = AccountDecider.Decide(account.Account, new AccountCommand.Assess(), market.Set, market.Now);
        if (decision.Events.Count > 0)
        {
            isWoken.ShouldBeTrue($"{account.Account.RegimeId} {account.Account.Currency}, at {market.Now:O}: "
                + decision.Events[0]);
            changes++;
            Settle(account);
        }

        if (isWoken) Arm(slot, account);
    }

    private void Arm(int slot, AccountScenario account) => index.Arm(slot, account.Guard);

    /// The venue executes whatever is ordered, where it could be closed.
    private void Settle(AccountScenario scenario)
    {
        scenario.WhenAssessed();
        for (var round = 0; Outstanding(scenario.Account) is { } order && round < 1_000; round++)
        {
            var mark = market.Set.FindMark(order.Symbol)!;
            var price = (order.Open.IsLong ? mark.Ask : mark.Bid) ?? mark.Price;
            scenario.WhenExecuted(order.OrderId, new(order.Symbol, order.Open, price, default), isFinal: true);
        }

        foreach (var claim in scenario.Account.Claims) scenario.Does(new AccountCommand.ConfirmClaim(claim.ClaimId));
        scenario.WhenAssessed();
    }

    private static Core.Liquidation.LiquidationOrder? Outstanding(Account account) =>
        account.StopOrders.Concat(account.Liquidations.SelectMany(l => l.Orders)).FirstOrDefault();
}
