using MarginGrains.Core.Instruments;
using MarginGrains.Core.Margin;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Scenarios;

/// <summary>
/// New terms of an instrument, or a new version of a regime, before they are put in force (rule SCEN-006).
/// </summary>
public sealed class TermsDraft
{
    private const int SessionDays = 14;

    private TermsDraft(MarketSet before, MarketSet after, (DateTimeOffset Now, DateTimeOffset Then) when)
    {
        JudgedAt = when.Then;
        IsTooFar = when.Then - when.Now > WhatIfChanges.LongestAhead;
        Before = new(before, when.Now, when.Then);
        After = new(after, when.Now, when.Then);
    }

    /// <summary>What is said of one that <see cref="IsTooFar"/>.</summary>
    public static DefinitionError TooFar { get; } =
        new("effectiveAt", "What takes effect in more than ten years is not previewed.");

    /// <summary>The instrument; null for a regime.</summary>
    public Symbol? Symbol { get; private init; }

    /// <summary>The regime; null for an instrument.</summary>
    public RegimeId? RegimeId { get; private init; }

    /// <summary>
    /// The first instant at which the draft makes a difference, at which accounts are judged. Of an instrument whose
    /// market is closed then, its opening.
    /// </summary>
    public DateTimeOffset JudgedAt { get; }

    /// <summary>Whether that is further ahead than a book can be brought forward.</summary>
    public bool IsTooFar { get; }

    /// <summary>Whether more than margin terms change, on which others than its holders may depend.</summary>
    public bool ChangesMarks { get; private init; }

    /// <summary>The market of that instant without the draft, at the marks of now.</summary>
    public FrozenMarket Before { get; }

    /// <summary>The same with it.</summary>
    public FrozenMarket After { get; }

    /// <summary>A draft of an instrument that is known.</summary>
    /// <param name="market">The market as it is.</param>
    /// <param name="draft">The whole definition, as it would be put.</param>
    /// <param name="now">Market time.</param>
    public static TermsDraft Of(MarketSet market, Instrument draft, DateTimeOffset now)
    {
        var current = market.FindInstrument(draft.Symbol)!;
        var after = market.With(draft.Following(current, now));
        return new(market, after, (now, Begins(current, draft, after, now)))
        {
            Symbol = draft.Symbol,
            ChangesMarks = draft.MaximumMarkAge != current.MaximumMarkAge || draft.Calendar != current.Calendar,
        };
    }

    /// <summary>A draft of a regime's next version; one that is dated earlier holds from its own date.</summary>
    public static TermsDraft Of(MarketSet market, Regime draft, DateTimeOffset now)
    {
        var history = market.FindRegimeHistory(draft.Id) ?? new(draft.Id, []);
        var then = draft.EffectiveAt > now ? draft.EffectiveAt : now;
        return new(market, market.With(history.With(draft)), (now, then)) { RegimeId = draft.Id };
    }

    /// The first instant at which it asks for something else; where its market is closed then, the opening, because
    /// nobody is called by a price before that.
    private static DateTimeOffset Begins(Instrument current, Instrument draft, MarketSet market, DateTimeOffset now)
    {
        var dates = draft.Margin.Dated.Concat(current.Margin.Dated).Select(d => d.EffectiveAt).Where(d => d > now)
            .Concat(Switches(current, market, now)).Concat(Switches(draft, market, now));
        foreach (var date in dates.Prepend(now).Order())
        {
            if (!AreOther(date)) continue;
            return !OpenMarkets.IsOpen(market, draft, date)
                && OpenMarkets.NextOpening(market, draft, date) is { } opening && AreOther(opening)
                    ? opening
                    : date;
        }

        return now;

        bool AreOther(DateTimeOffset at) => draft.InstrumentClass != current.InstrumentClass
            || !AreSame(draft.Margin.At(at), current.Margin.At(at))
            || FactorAt(draft, market, at) != FactorAt(current, market, at);
    }

    /// Sessions repeat: what is the same for two weeks of them is the same.
    private static IEnumerable<DateTimeOffset> Switches(Instrument instrument, MarketSet market, DateTimeOffset now)
    {
        for (var last = now + TimeSpan.FromDays(SessionDays); ;)
        {
            if (SessionTerms.NextSwitch(instrument, market, now) is not { } next || next > last) yield break;
            yield return now = next;
        }
    }

    /// Null where it is not known, which leaves the instrument without terms.
    private static Ratio? FactorAt(Instrument instrument, MarketSet market, DateTimeOffset at) =>
        SessionTerms.TryFind(instrument, market, at, out var factor) ? factor?.Factor ?? Ratio.One : null;

    /// Records compare their lists by reference.
    private static bool AreSame(MarginTerms? one, MarginTerms? other) => (one, other) switch
    {
        (MarginTerms.Tiers a, MarginTerms.Tiers b) => a.Slices.SequenceEqual(b.Slices),
        (MarginTerms.PriceSteps a, MarginTerms.PriceSteps b) =>
            a.LongSide.SequenceEqual(b.LongSide) && a.ShortSide.SequenceEqual(b.ShortSide),
        _ => Equals(one, other),
    };
}
