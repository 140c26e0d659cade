using System.Collections.Immutable;
using System.Globalization;
using MarginGrains.Core.Accounts;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Positions;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;

namespace MarginGrains.Core.Scenarios;

/// <summary>One fill or movement of cash of a scenario.</summary>
/// <param name="Field">Where it stands: <c>cash[0]</c>, <c>fills[2]</c>.</param>
/// <param name="IsApplied">Whether it would be booked. A fill is a fact: it is, though its order were
/// refused.</param>
/// <param name="Refusals">What is against it: of a fill, against the order that would lead to it.</param>
public sealed record WhatIfStep(string Field, bool IsApplied, ImmutableArray<Refusal> Refusals);

/// <summary>What would become of an account.</summary>
/// <param name="Account">The account afterwards; the same when nothing would happen to it.</param>
/// <param name="Market">The market of the scenario, at which the account stands.</param>
/// <param name="Now">The instant that was looked at.</param>
/// <param name="Steps">Cash, then fills, in their order.</param>
/// <param name="Events">Everything that would happen to the account, in order.</param>
public sealed record WhatIfResult(
    Account Account, IMarket Market, DateTimeOffset Now, ImmutableArray<WhatIfStep> Steps,
    ImmutableArray<AccountEvent> Events);

/// <summary>
/// What would become of an account if something were otherwise: the decisions of the account itself on a market that
/// differs, nothing of which is stored (rules SCEN-001 to SCEN-003).
/// </summary>
public static class WhatIf
{
    /// <summary>Why a scenario cannot be asked; empty when it can.</summary>
    public static IReadOnlyList<DefinitionError> Check(
        WhatIfChanges changes, IMarket market, DateTimeOffset now)
    {
        var errors = new List<DefinitionError>();
        if (changes.At - now > WhatIfChanges.LongestAhead)
        {
            errors.Add(new("at", "A scenario looks at most ten years ahead."));
        }

        for (var i = 0; i < changes.Prices.Length; i++)
        {
            if (market.FindInstrument(changes.Prices[i].Symbol) is null) Unknown(changes.Prices[i].Symbol, "prices", i);
        }

        for (var i = 0; i < changes.Terms.Length; i++)
        {
            if (market.FindInstrument(changes.Terms[i].Symbol) is not { } instrument)
            {
                Unknown(changes.Terms[i].Symbol, "terms", i);
                continue;
            }

            var changed = instrument with { Margin = new([changes.Terms[i].Terms]) };
            errors.AddRange(InstrumentValidation.Check(changed).Select(e => e with { Field = Place("terms", i) }));
        }

        if (changes.Regime is { } regime)
        {
            errors.AddRange(RegimeValidation.Check(regime).Select(e => e with { Field = $"regime.{e.Field}" }));
        }

        return errors;

        void Unknown(Symbol symbol, string list, int index) =>
            errors.Add(new($"{Place(list, index)}.symbol", $"There is no instrument {symbol}."));
    }

    /// <summary>The account in the scenario; without changes it is the account as it is.</summary>
    public static WhatIfResult Of(Account account, WhatIfChanges changes, IMarket market, DateTimeOffset now)
    {
        if (account.Now > now) now = account.Now;
        if (changes.IsNone) return new(account, ExMarket.Of(market, now), now, [], []);
        var moment = changes.At is { } at && at > now ? at : now;
        var scenario = MarketOf(account, changes, market, (now, moment));
        var run = new Run(account, scenario, moment);
        for (var i = 0; i < changes.Cash.Length; i++) run.Move(changes.Cash[i], i);
        for (var i = 0; i < changes.Fills.Length; i++) run.Fill(changes.Fills[i], i);
        run.Decide(new AccountCommand.Assess());
        return new(run.Account, ExMarket.Of(scenario, moment), moment, [.. run.Steps], [.. run.Events]);
    }

    private static ScenarioMarket MarketOf(
        Account account, WhatIfChanges changes, IMarket market, (DateTimeOffset Now, DateTimeOffset Then) when)
    {
        var scenario = new ScenarioMarket(market).Later(when.Now, when.Then);
        foreach (var price in changes.Prices) scenario.With(price.Symbol, price.Price, when.Then);
        foreach (var terms in changes.Terms)
        {
            if (scenario.FindInstrument(terms.Symbol) is not { } instrument) continue;
            scenario.With(Changed(instrument, terms.Terms with { EffectiveAt = NotBefore(terms.Terms.EffectiveAt) }));
        }

        if (changes.Regime is { } draft)
        {
            var versions = market.FindRegime(account.RegimeId, when.Then) is { } current ? [current] : NoVersion;
            scenario.With(new RegimeHistory(account.RegimeId, versions).With(
                draft with { Id = account.RegimeId, EffectiveAt = NotBefore(draft.EffectiveAt) }));
        }

        return scenario;

        // What holds from earlier on holds from now on: the past is not asked about.
        DateTimeOffset NotBefore(DateTimeOffset date) => date > when.Now ? date : when.Now;
    }

    private static ImmutableArray<Regime> NoVersion => [];

    /// Terms of the same instant are replaced, and so the newest of one instant count.
    private static Instrument Changed(Instrument instrument, DatedMarginTerms terms) => instrument with
    {
        Margin = new([.. instrument.Margin.Dated.Where(d => d.EffectiveAt != terms.EffectiveAt), terms]),
    };

    private static string Place(string list, int index) =>
        string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");

    private sealed class Run(Account account, IMarket market, DateTimeOffset now)
    {
        public Account Account { get; private set; } = account;

        public List<WhatIfStep> Steps { get; } = [];

        public List<AccountEvent> Events { get; } = [];

        public void Move(WhatIfCash cash, int index)
        {
            var place = Place("cash", index);
            var refusal = Decide(new AccountCommand.Transfer(IdOf("cash", index), cash.Kind, cash.Amount));
            Steps.Add(new(place, refusal is null, refusal is null ? [] : [refusal]));
        }

        public void Fill(Fill fill, int index)
        {
            if (fill.Price == default && market.FindMark(fill.Symbol) is { } mark)
            {
                fill = fill with { Price = mark.Price };
            }

            var current = AccountAsOf.Of(Account, market, now);
            var order = OrderCheck.Check(current.Account, fill, current.Market, now);
            var refusal = Decide(new AccountCommand.RecordFill(IdOf("fill", index), fill, now, null));
            Steps.Add(new(
                Place("fills", index), refusal is null,
                refusal is null || order.Refusals.Any(r => r.Code == refusal.Code)
                    ? [.. order.Refusals]
                    : [refusal, .. order.Refusals]));
        }

        public Refusal? Decide(AccountCommand command)
        {
            var decision = AccountDecider.Decide(Account, command, market, now);
            if (decision.Refusal is not null) return decision.Refusal;
            Account = decision.Account!;
            Events.AddRange(decision.Events);
            return null;
        }

        private static OperationId IdOf(string kind, int index) =>
            new(string.Create(CultureInfo.InvariantCulture, $"what-if-{kind}-{index}"));
    }
}
