using System.Collections.Immutable;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;

namespace MarginGrains.Core.Guards;

/// <summary>The bands of one account while they are being found: of each price the narrowest counts.</summary>
internal sealed class BandSet
{
    private readonly List<GuardBand> bands = [];
    private List<Symbol>? always;

    /// <summary>Any next mark of an instrument wakes the account.</summary>
    public void AddAlways(Symbol symbol) => (always ??= []).Add(symbol);

    /// <summary>Adds the largest box of a case; false where none is known.</summary>
    public bool TryAdd(GuardCase what)
    {
        if (what.Conditions.IsEmpty) return true;
        if (GuardSolver.Solve(what) is not { } solved) return false;
        foreach (var band in solved) Add(band);
        return true;
    }

    /// <summary>Adds a band.</summary>
    public void Add(in GuardBand band)
    {
        for (var i = 0; i < bands.Count; i++)
        {
            if (bands[i].Symbol != band.Symbol || bands[i].Of != band.Of) continue;
            bands[i] = bands[i].Within(band);
            return;
        }

        bands.Add(band);
    }

    /// <summary>
    /// At least one band for each instrument that the account depends on, an open one where no price matters, so that
    /// new terms find the account.
    /// </summary>
    public ImmutableArray<GuardBand> All(IReadOnlyCollection<Symbol> symbols)
    {
        var all = ImmutableArray.CreateBuilder<GuardBand>(symbols.Count);
        foreach (var symbol in symbols)
        {
            var before = all.Count;
            if (always?.Contains(symbol) == true) all.Add(GuardBand.Always(symbol));
            else AddBands(all, symbol);
            if (all.Count == before) all.Add(new(symbol, PriceSide.Mark, null, null));
        }

        return all.DrainToImmutable();
    }

    private void AddBands(ImmutableArray<GuardBand>.Builder all, Symbol symbol)
    {
        foreach (var band in bands)
        {
            if (band.Symbol == symbol) all.Add(band);
        }
    }
}
