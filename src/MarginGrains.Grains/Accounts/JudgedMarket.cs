using System.Collections.Immutable;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Grains.Accounts;

/// <summary>
/// The terms of the board with the marks that an account may be judged at: per instrument never an older one than it
/// was
/// judged at before. Within a wake the marks of that moment count and not those of the board, which may be ahead.
/// </summary>
internal sealed class JudgedMarket : IMarket
{
    private readonly Dictionary<Symbol, Mark> judged = [];
    private MarketSet board = MarketSet.Empty;
    private bool boardCounts = true;

    /// <summary>The same moment, to look at newer ones without having been judged at them.</summary>
    public JudgedMarket Copy()
    {
        var copy = new JudgedMarket { board = board, boardCounts = boardCounts };
        foreach (var (symbol, mark) in judged) copy.judged[symbol] = mark;
        return copy;
    }

    /// <summary>Takes marks that the account is known to have been judged at.</summary>
    public void Restore(IEnumerable<Mark> marks)
    {
        foreach (var mark in marks) Take(mark);
    }

    /// <summary>A moment given by a monitor.</summary>
    public JudgedMarket At(MarketSet terms, IEnumerable<Mark> marks)
    {
        board = terms;
        boardCounts = false;
        foreach (var mark in marks) Take(mark);
        return this;
    }

    /// <summary>The newest moment this silo knows.</summary>
    public JudgedMarket AtNewest(MarketSet newest)
    {
        board = newest;
        boardCounts = true;
        return this;
    }

    /// <inheritdoc/>
    public Mark? FindMark(Symbol symbol)
    {
        var known = judged.GetValueOrDefault(symbol);
        if (!boardCounts && known is not null) return known;
        if (board.FindMark(symbol) is not { } newest) return known;
        if (known is not null && !newest.IsNewerThan(known)) return known;
        judged[symbol] = newest;
        return newest;
    }

    /// <inheritdoc/>
    public Instrument? FindInstrument(Symbol symbol) => board.FindInstrument(symbol);

    /// <inheritdoc/>
    public Regime? FindRegime(RegimeId id, DateTimeOffset now) => board.FindRegime(id, now);

    /// <inheritdoc/>
    public DateTimeOffset? NextRegimeChange(RegimeId id, DateTimeOffset now) => board.NextRegimeChange(id, now);

    /// <inheritdoc/>
    public Instrument? FindPair(Currency baseCurrency, Currency quoteCurrency) =>
        board.FindPair(baseCurrency, quoteCurrency);

    /// <inheritdoc/>
    public Quantity? FindBookCollateral(Symbol symbol) => board.FindBookCollateral(symbol);

    /// <inheritdoc/>
    public MarketHours? FindHours(CalendarId id) => board.FindHours(id);

    /// <inheritdoc/>
    public RateSeries? FindRates(RateKind kind, string subject) => board.FindRates(kind, subject);

    /// <inheritdoc/>
    public ImmutableArray<CorporateAction> FindActions(Symbol symbol) => board.FindActions(symbol);

    /// <inheritdoc/>
    public bool HasActions => board.HasActions;

    private void Take(Mark mark)
    {
        if (judged.GetValueOrDefault(mark.Symbol) is { } known && !mark.IsNewerThan(known)) return;
        judged[mark.Symbol] = mark;
    }
}
