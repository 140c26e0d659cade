using System.Globalization;
using CsCheck;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Liquidation;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Testing.Core;

/// <summary>
/// A life of one account: every command there is, marks that move, time that passes, terms and regimes that change, a venue that
/// executes, executes in part or refuses. Everything is drawn from one seed.
/// </summary>
public sealed partial class RandomPath
{
    private readonly Chance chance;
    private readonly List<string> steps = [];

    private RandomPath(ulong seed)
    {
        chance = new(new PCG(11, seed));
        var market = RandomCases.Market(chance, gaps: false).Add(RandomCases.Regime(chance));
        market.Add(TestInstruments.Pair("EURUSD") with { MaximumMarkAge = chance.Percent(50) ? TimeSpan.FromHours(30) : null });
        if (chance.Percent(40)) RandomHours.Give(chance, market, new("random"));
        Scenario = new AccountScenario(market, null).Does(
            new AccountCommand.Open(Given.Id, new("random"), new(chance.Pick("USD", "EUR")))
            {
                ClientClass = chance.Pick(Enum.GetValues<ClientClass>()),
            });
        if (chance.Percent(70)) Transfers(TransferKind.Deposit, 60_000, Account.Currency.Code);
    }

    /// <summary>Paths to draw.</summary>
    public static Gen<RandomPath> Paths { get; } = Gen.ULong.Select(seed => new RandomPath(seed));

    /// <summary>The account and its market.</summary>
    public AccountScenario Scenario { get; }

    /// <summary>What chance there is left.</summary>
    public Chance Chance => chance;

    private Account Account => Scenario.Account;

    /// <summary>Something a client does, or an operator for it.</summary>
    public void ClientActs()
    {
        if ((Account.IsRestricted || !Account.Calls.IsEmpty) && chance.Percent(30))
        {
            OperatorActs();
            return;
        }

        switch (chance.Between(1, 25))
        {
            case 21:
                MovesMoney();
                break;
            case <= 5:
                Transfers(TransferKind.Deposit, 40_000, chance.Pick(Account.Currency.Code, "USD", "EUR"));
                break;
            case 6:
                Transfers(TransferKind.Withdrawal, 20_000, chance.Pick(Account.Currency.Code, Account.Currency.Code, "EUR"));
                break;
            case 7:
                Transfers(TransferKind.Fee, 50, Account.Currency.Code);
                break;
            case <= 13:
                Fills();
                break;
            case <= 15:
                MovesCollateral();
                break;
            case <= 17:
                WorksOrders();
                break;
            case 18:
                MovesMargin();
                break;
            case 19:
                Chooses();
                break;
            case <= 24:
                WorksStops();
                break;
            default:
                OperatorActs();
                break;
        }
    }

    /// <summary>The venue answers every outstanding order, in whole, in part, or not at all.</summary>
    public void VenueAnswers(bool always)
    {
        while (Outstanding() is { } order)
        {
            if (!always && chance.Percent(30)) Scenario.WhenOrderEnds(order.OrderId);
            else Executes(order, always || chance.Percent(70) ? 1 : 2);
        }

        SourceAnswers(always);
        while (always && Account.Liquidations.Any(l => !l.Orders.IsEmpty)) VenueAnswers(always);
        foreach (var claim in Account.Claims)
        {
            if (chance.Percent(50)) Scenario.Does(new AccountCommand.ConfirmClaim(claim.ClaimId));
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Exactly.Text(Scenario.Found)}\n{Exactly.Text(Scenario.Regime)}\n{string.Join('\n', steps)}";

    private void Transfers(TransferKind kind, int most, string currency)
    {
        var amount = chance.Between(1, most);
        Say($"{kind} {amount} {currency}");
        Scenario.WhenTransferring(kind, amount, currency);
    }

    private void Fills()
    {
        if (Account.Portfolio.Orders is [var order, ..] && chance.Percent(40))
        {
            Say($"fill of {order.OrderId}");
            var of = new Fill(order.Symbol, order.Quantity, Scenario.Market.Price(order.Symbol), default);
            Does(new AccountCommand.RecordFill(Next("order-fill"), of, Scenario.Market.Now, order.OrderId));
            return;
        }

        var instrument = chance.Percent(40) ? chance.Pick(Held()) : Pick();
        var fill = new Fill(
            instrument.Symbol, Size(instrument), Scenario.Market.Price(instrument.Symbol),
            Given.Amount(chance.Between(0, 3)))
        {
            Effect = chance.Percent(75) ? FillEffect.Net : FillEffect.Open,
            IsIsolated = chance.Percent(15),
        };
        Say($"fill {fill}");
        Scenario.WhenFilled(fill);
    }

    private void MovesCollateral()
    {
        var symbol = chance.Pick(RandomCases.Securities);
        var units = new Quantity(chance.Between(1, 300) * chance.Pick(1, 1, -1));
        Say($"collateral {units} {symbol}");
        Does(new AccountCommand.MoveCollateral(Next("collateral"), symbol, units));
    }

    private void WorksOrders()
    {
        if (Account.Portfolio.Orders is [var order, ..] && chance.Percent(40))
        {
            Say($"cancels {order.OrderId}");
            Does(new AccountCommand.CancelOrder(order.OrderId));
            return;
        }

        var instrument = chance.Percent(50) ? chance.Pick(Held()) : Pick();
        var working = new WorkingOrder(
            new(Next("order").Value), instrument.Symbol, Size(instrument),
            chance.Percent(50) ? null : Scenario.Market.Price(instrument.Symbol));
        Say($"places {working}");
        Does(new AccountCommand.PlaceOrder(working));
    }

    private void MovesMargin()
    {
        if (Account.Buckets.IsEmpty) return;
        var amount = Given.Amount(chance.Between(1, 3_000) * chance.Pick(1, -1), Account.Currency.Code);
        var bucket = chance.Pick(Account.Buckets).Symbol;
        Say($"margin {amount} to {bucket}");
        Does(new AccountCommand.MoveMargin(Next("margin"), bucket, amount));
    }

    private void Chooses()
    {
        if (chance.Percent(50))
        {
            var to = chance.Pick(Enum.GetValues<ClientClass>());
            Say($"class {to}");
            Does(new AccountCommand.ChangeClass(to));
            return;
        }

        var last = chance.Shuffle(Held()).Take(2).Select(i => i.Symbol).ToArray();
        Say($"last {string.Join(' ', last)}");
        Does(new AccountCommand.PreferLast([.. last]));
    }

    private void OperatorActs()
    {
        var act = new OperatorAct("ann", "asked");
        if (Account.IsRestricted || Account.Calls is not [var call, ..])
        {
            Say("reinstates");
            Does(new AccountCommand.Reinstate(act));
            return;
        }

        if (chance.Percent(30))
        {
            Say($"waives {call.CallId}");
            Does(new AccountCommand.WaiveCall(call.CallId, act, chance.Pick("bob", "bob", "ann")));
            return;
        }

        var due = (call.DueAt ?? Scenario.Market.Now).AddHours(chance.Between(-2, 30));
        Say($"extends {call.CallId} to {due:O}");
        Does(new AccountCommand.ExtendCall(call.CallId, due, act));
    }

    private LiquidationOrder? Outstanding() =>
        Account.StopOrders.Concat(Account.Liquidations.SelectMany(l => l.Orders)).FirstOrDefault();

    private void Executes(LiquidationOrder order, int parts)
    {
        var instrument = Scenario.Market.Set.FindInstrument(order.Symbol)!;
        var lots = Math.Floor(order.Open.Absolute.Value / instrument.LotSize.Value / parts);
        var units = parts == 1 || lots == 0m
            ? order.Open
            : new(Math.Sign(order.Open.Value) * lots * instrument.LotSize.Value);
        Say($"execution {units} {order.Symbol} of {order.OrderId}");
        Scenario.WhenExecuted(
            order.OrderId, new(order.Symbol, units, ExecutionPrice(order), default), chance.Percent(50));
    }

    /// Mostly of a size that deposits can carry, so that accounts come near their lines and not only far beyond.
    private Quantity Size(Instrument instrument)
    {
        if (chance.Percent(25)) return RandomCases.Quantity(chance, instrument);
        var value = chance.Between(1, chance.Pick(20, 60, 200)) * 1_000m * (instrument.QuoteCurrency.Code == "JPY" ? 150m : 1m);
        var unit = instrument.Contract == ContractKind.Inverse
            ? instrument.Multiplier.Value
            : instrument.Multiplier.Value * Scenario.Market.Price(instrument.Symbol).Value;
        var lots = Math.Max(1m, Math.Floor(value / unit / instrument.LotSize.Value));
        return new(lots * instrument.LotSize.Value * chance.Pick(1, -1));
    }

    private void Does(AccountCommand command) => Scenario.When(command);

    private OperationId Next(string kind) => new(string.Create(CultureInfo.InvariantCulture, $"{kind}-p{steps.Count}"));

    private void Say(string what) => steps.Add(string.Create(CultureInfo.InvariantCulture, $"{steps.Count + 1}. {what}"));
}
