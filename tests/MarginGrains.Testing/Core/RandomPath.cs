using System.Globalization;
using CsCheck;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Liquidation;

namespace MarginGrains.Testing.Core;

/// <summary>
/// A life of one account: deposits, fills, marks that move, time that passes, a venue that executes, executes in part or
/// refuses. Everything is drawn from one seed.
/// </summary>
public sealed class RandomPath
{
    private readonly Chance chance;
    private readonly List<string> steps = [];

    private RandomPath(ulong seed)
    {
        chance = new(new PCG(11, seed));
        Scenario = Given.Account(RandomCases.Market(chance, gaps: false), RandomCases.Regime(chance), chance.Pick("USD", "EUR"));
        Scenario.Market.Add(TestInstruments.Pair("EURUSD") with { MaximumMarkAge = chance.Percent(50) ? TimeSpan.FromHours(30) : null });
    }

    /// <summary>Paths to draw.</summary>
    public static Gen<RandomPath> Paths { get; } = Gen.ULong.Select(seed => new RandomPath(seed));

    /// <summary>The account and its market.</summary>
    public AccountScenario Scenario { get; }

    /// <summary>What chance there is left.</summary>
    public Chance Chance => chance;

    /// <summary>Something a client does.</summary>
    public void ClientActs()
    {
        var symbol = Pick().Symbol;
        switch (chance.Between(1, 10))
        {
            case <= 4:
                Say("deposit");
                Scenario.WhenTransferring(
                    TransferKind.Deposit, chance.Between(1, 40_000), chance.Pick(Scenario.Account.Currency.Code, "USD", "EUR"));
                break;
            case 5:
                Say("withdrawal");
                Scenario.WhenTransferring(TransferKind.Withdrawal, chance.Between(1, 20_000), Scenario.Account.Currency.Code);
                break;
            case 6:
                Say("fee");
                Scenario.WhenTransferring(TransferKind.Fee, chance.Between(1, 50), Scenario.Account.Currency.Code);
                break;
            default:
                var instrument = Scenario.Market.Set.FindInstrument(symbol)!;
                var quantity = RandomCases.Quantity(chance, instrument);
                Say($"fill {quantity} {symbol}");
                Scenario.WhenFilled(new(symbol, quantity, Scenario.Market.Price(symbol), Given.Amount(chance.Between(0, 3))));
                break;
        }
    }

    /// <summary>A moment: marks move, sometimes time passes, sometimes terms change. The account is not asked yet.</summary>
    public void MarketMoves()
    {
        var market = Scenario.Market;
        if (chance.Percent(40)) market.After(TimeSpan.FromMinutes(chance.Between(1, chance.Pick(5, 600, 2_000))));
        foreach (var instrument in chance.Shuffle(Held()).Take(chance.Between(1, 3)))
        {
            var move = chance.Between(-chance.Pick(20, 80, 300), chance.Pick(20, 80, 300)) / 1000m;
            market.Mark(instrument.Symbol.Value, decimal.Round(market.Price(instrument.Symbol).Value * (1m + move), 5) + 0.00001m);
        }

        if (chance.Percent(3)) Raise(Pick());
        Say($"marks {string.Join(' ', Held().Select(i => $"{i.Symbol} {market.Price(i.Symbol)}"))} at {market.Now:O}");
    }

    /// <summary>The venue answers every outstanding order, in whole, in part, or not at all.</summary>
    public void VenueAnswers(bool always)
    {
        while (Scenario.Account.Liquidation is { Orders: [var order, ..] })
        {
            if (!always && chance.Percent(30)) Scenario.WhenOrderEnds(order.OrderId);
            else Executes(order, always || chance.Percent(70) ? 1 : 2);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Exactly.Text(Scenario.Found)}\n{string.Join('\n', steps)}";

    private void Executes(LiquidationOrder order, int parts)
    {
        var instrument = Scenario.Market.Set.FindInstrument(order.Symbol)!;
        var lots = Math.Floor(order.Open.Absolute.Value / instrument.LotSize.Value / parts);
        var units = parts == 1 || lots == 0m
            ? order.Open
            : new(Math.Sign(order.Open.Value) * lots * instrument.LotSize.Value);
        Say($"execution {units} {order.Symbol} of {order.OrderId}");
        Scenario.WhenExecuted(
            order.OrderId, new(order.Symbol, units, Scenario.Market.Price(order.Symbol), default), chance.Percent(50));
    }

    private void Raise(Instrument instrument)
    {
        if (instrument.Margin.At(Scenario.Market.Now) is not MarginTerms.PerContract terms) return;
        var from = Scenario.Market.Now.AddMinutes(chance.Between(1, 600));
        if (instrument.Margin.Dated.Any(d => d.EffectiveAt == from)) return;
        var by = new MarginGrains.Core.Primitives.Ratio(chance.Between(80, 150) / 100m);
        var raised = terms with { Initial = terms.Initial * by, Maintenance = terms.Maintenance * by };
        Say($"terms of {instrument.Symbol} × {by} from {from:O}");
        Scenario.Market.Add(instrument.Then(from, raised));
    }

    private Instrument Pick() =>
        Scenario.Market.Set.FindInstrument(chance.Pick(RandomCases.Instruments).Symbol)!;

    /// What is held and what converts it; anything when nothing is.
    private List<Instrument> Held()
    {
        var held = Scenario.Guard.Bands.Select(b => Scenario.Market.Set.FindInstrument(b.Symbol)!).ToList();
        return held.Count > 0 ? held : [Pick()];
    }

    private void Say(string what) => steps.Add(string.Create(CultureInfo.InvariantCulture, $"{steps.Count + 1}. {what}"));
}
