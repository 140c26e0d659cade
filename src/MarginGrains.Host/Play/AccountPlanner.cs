using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Host.Play;

/// <summary>One instrument of a run, with the price that sizes the positions in it.</summary>
internal sealed record PlannedInstrument(Instrument Instrument, Price FirstPrice);

/// <summary>
/// Plans plausible accounts: mostly small, a few large, long more often than short, some at ease and some at the edge.
/// The same seed gives the same accounts.
/// </summary>
internal sealed class AccountPlanner(IReadOnlyList<PlannedInstrument> instruments, ulong seed)
{
    private ulong state = seed;

    /// <summary>Plans accounts, spread evenly over groups of instruments that share a regime.</summary>
    public IReadOnlyList<PlannedAccount> Plan(string prefix, int count)
    {
        var groups = instruments.GroupBy(i => RegimeOf(i.Instrument)).OrderBy(g => g.Key.Value, StringComparer.Ordinal)
            .Select(g => (Regime: g.Key, Instruments: g.ToList())).ToList();
        return [.. Enumerable.Range(1, count).Select(n =>
        {
            var (regime, members) = groups[n % groups.Count];
            return PlanOne($"{prefix}-{n:D5}", regime, members, n / groups.Count);
        })];
    }

    /// <summary>The regime under which an instrument is played.</summary>
    public static RegimeId RegimeOf(Instrument instrument) => instrument.AssetClass switch
    {
        AssetClass.Stock or AssetClass.Etf => instrument.QuoteCurrency.Code switch
        {
            "TWD" => RegimePresets.TwFinancing.Id,
            "HKD" => RegimePresets.HkHouse.Id,
            _ => RegimePresets.UsRegT.Id,
        },
        AssetClass.Future => RegimePresets.Futures.Id,
        AssetClass.CryptoPerpetual => RegimePresets.CryptoPerpetual.Id,
        _ => RegimePresets.FxRetail.Id,
    };

    private PlannedAccount PlanOne(string id, RegimeId regime, List<PlannedInstrument> members, int turn)
    {
        var first = members[turn % members.Count];
        var chosen = new List<PlannedInstrument> { first };
        if (members.Count > 1 && Next() < 0.4m) chosen.Add(members[(turn + 1) % members.Count]);
        var currency = AccountCurrency(first.Instrument);
        chosen.RemoveAll(c => AccountCurrency(c.Instrument) != currency);

        // Most have a few thousand, some a hundred thousand; covers from just above the line to four times the margin.
        var wanted = (500m + 4_500m * Next() + (Next() < 0.1m ? 100_000m * Next() : 0m)) * UnitsPerDollar(currency);
        // A single stock in Hong Kong stands out of its account and needs some more.
        var cover = (regime == RegimePresets.HkHouse.Id ? 1.20m : 1.04m) + 2.5m * Next() * Next();
        var margin = wanted / cover / chosen.Count;
        var positions = new Dictionary<Symbol, Quantity>();
        decimal reserved = 0m;
        foreach (var planned in chosen)
        {
            var perLot = InitialPerLot(planned);
            var lots = Math.Max(1m, Math.Floor(margin / perLot));
            var sign = Next() < 0.65m || planned.Instrument.AssetClass.IsPaidInFull() ? 1m : -1m;
            positions[planned.Instrument.Symbol] = new(sign * lots * planned.Instrument.LotSize.Value);
            reserved += lots * perLot;
        }

        var deposit = Rounding.Booked(reserved * cover, currency);
        var isolated = regime == RegimePresets.CryptoPerpetual.Id && positions.Count == 1 && turn % 3 == 2;
        return new(new(id), regime, currency, deposit, positions, isolated);
    }

    /// Roughly, so that accounts are of one size whatever they are kept in.
    private static decimal UnitsPerDollar(Currency currency) => currency.Code switch
    {
        "TWD" => 30m,
        "HKD" => 8m,
        _ => 1m,
    };

    /// Quoted in yen, a retail account is still kept in dollars.
    private static Currency AccountCurrency(Instrument instrument) =>
        instrument.BaseCurrency == new Currency("USD") ? new("USD") : instrument.QuoteCurrency;

    /// Initial margin of one lot in the account's currency, at the first price.
    private static decimal InitialPerLot(PlannedInstrument planned)
    {
        var terms = planned.Instrument.Margin.At(DateTimeOffset.MaxValue)
            ?? throw new InvalidOperationException($"{planned.Instrument.Symbol} has no margin terms");
        var required = MarginRequirement.Of(terms, planned.Instrument, planned.Instrument.LotSize, planned.FirstPrice);
        return AccountCurrency(planned.Instrument) == required.Currency
            ? required.Initial
            : required.Initial / planned.FirstPrice.Value;
    }

    private decimal Next()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15ul;
            var mixed = state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ul;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBul;
            return ((mixed ^ (mixed >> 31)) >> 34) / 1_073_741_824m;
        }
    }
}
