using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Testing.Core;

/// <content>What happens around the account.</content>
public sealed partial class RandomPath
{
    /// <summary>
    /// A moment: marks move, sometimes time passes, sometimes terms, the regime or a market's state change. The account is not
    /// asked yet.
    /// </summary>
    public void MarketMoves()
    {
        var market = Scenario.Market;
        if (chance.Percent(40)) market.After(TimeSpan.FromMinutes(chance.Between(1, chance.Pick(5, 600, 2_000))));
        foreach (var instrument in chance.Shuffle(Held()).Take(chance.Between(1, 3)))
        {
            var move = chance.Between(-chance.Pick(20, 60, 200), chance.Pick(20, 60, 200)) / 1000m;
            var price = decimal.Round(market.Price(instrument.Symbol).Value * (1m + move), 5) + 0.00001m;
            if (chance.Percent(10)) market.Close(instrument.Symbol.Value, price);
            else RandomCases.Quote(chance, market, instrument.Symbol, price);
        }

        if (chance.Percent(4)) ChangeTerms(chance.Percent(50) ? chance.Pick(Held()) : Pick());
        if (chance.Percent(3)) ChangeRegime();
        if (chance.Percent(4)) Halt(chance.Pick(Held()));
        if (chance.Percent(3)) market.Publish(chance.Pick(RandomCases.Securities).Value, chance.Between(0, 600));
        if (chance.Percent(15)) RandomCosts.Publish(chance, market, chance.Pick(Held()));
        if (chance.Percent(3)) RandomCosts.Act(chance, market);
        Say($"marks {string.Join(' ', Held().Select(i => $"{i.Symbol} {market.Price(i.Symbol)}"))} at {market.Now:O}");
    }

    /// <summary>The instrument whose mark moved last by itself.</summary>
    public Symbol Ticked { get; private set; }

    /// <summary>How much time lies before the next tick: mostly seconds, sometimes a night.</summary>
    public TimeSpan Passes() => TimeSpan.FromSeconds(chance.Between(0, chance.Pick(5, 60, 4_000, 40_000)));

    /// <summary>One mark moves, mostly a little: of something that the account depends on.</summary>
    public void Ticks()
    {
        var market = Scenario.Market;
        Ticked = chance.Pick(Held()).Symbol;
        var most = chance.Pick(2, 2, 10, 100);
        var price = decimal.Round(market.Price(Ticked).Value * (1m + chance.Between(-most, most) / 1000m), 5) + 0.00001m;
        if (chance.Percent(2)) market.Close(Ticked.Value, price);
        else RandomCases.Quote(chance, market, Ticked, price);
        Say($"ticks {Ticked} {price} at {market.Now:O}");
    }

    private void ChangeTerms(Instrument instrument)
    {
        var from = Scenario.Market.Now.AddMinutes(chance.Between(1, 600));
        if (instrument.Margin.Dated.Any(d => d.EffectiveAt == from)) return;
        var by = new Ratio(chance.Between(80, 150) / 100m);
        MarginTerms? changed = instrument.Margin.At(Scenario.Market.Now) switch
        {
            MarginTerms.PerContract per => per with { Initial = per.Initial * by, Maintenance = per.Maintenance * by },
            MarginTerms.Leverage leverage => leverage with { Maximum = new(Math.Max(1m, leverage.Maximum.Value / by.Value)) },
            MarginTerms.Rate rate => new MarginTerms.Rate(
                new(Math.Min(1m, rate.Initial.Value * by.Value)), new(Math.Min(1m, rate.Maintenance.Value * by.Value))),
            _ => null,
        };
        if (changed is null) return;
        Say($"terms of {instrument.Symbol} × {by} from {from:O}");
        Scenario.Market.Add(instrument.Then(from, changed));
    }

    private void ChangeRegime()
    {
        var next = RandomHours.Timed(chance, Scenario.Market, RandomCases.Regime(chance)) with
        {
            EffectiveAt = Scenario.Market.Now.AddMinutes(chance.Pick(0, chance.Between(1, 600))),
        };
        Say($"regime {Exactly.Text(next)}");
        Scenario.Market.Change(next);
    }

    private void Halt(Instrument instrument)
    {
        var halted = instrument.State == InstrumentState.Active;
        Say($"{instrument.Symbol} {(halted ? "halts" : "opens")}");
        Scenario.Market.Add(instrument with
        {
            State = halted ? InstrumentState.Suspended : InstrumentState.Active,
            StateReason = halted ? "halted" : null,
        });
    }

    private Instrument Pick() =>
        Scenario.Market.Set.FindInstrument(chance.Pick(RandomCases.Instruments).Symbol)!;

    /// What the account depends on; anything when it depends on nothing.
    private List<Instrument> Held()
    {
        var held = AccountDependencies.Symbols(Account, Scenario.Market.Set, Scenario.Market.Now)
            .Select(s => Scenario.Market.Set.FindInstrument(s)!).ToList();
        return held.Count > 0 ? held : [Pick()];
    }
}
