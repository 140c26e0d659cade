using System.Collections.Immutable;
using MarginGrains.Contracts.Accounts;
using MarginGrains.Contracts.Calendars;
using MarginGrains.Contracts.Instruments;
using MarginGrains.Core.Calendars;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Marks;
using MarginGrains.Core.Primitives;
using MarginGrains.Grains.Hosting;
using MarginGrains.Host.Market;
using MarginGrains.Host.Server;

namespace MarginGrains.Host.Play;

/// <summary>
/// Plays a market through running grains, tick by tick: post, wait until every partition has judged it, go on. Every
/// tick has its place in the market as its number, so that a run which was cut off goes on where it was.
/// </summary>
internal sealed class MarketPlayer(
    IServiceProvider services, IReadOnlyList<TradingCalendar> calendars, IReadOnlyList<Instrument> instruments)
{
    private readonly IGrainFactory grains = services.GetRequiredService<IGrainFactory>();
    private readonly Settlement settlement = services.GetRequiredService<Settlement>();
    private readonly Dictionary<string, PlayedInstrument> played = new(StringComparer.Ordinal);

    /// <summary>Ticks that went through the grains in this run.</summary>
    public long Ticks { get; private set; }

    /// <summary>Ticks that an earlier run on the same database had played already.</summary>
    public long Skipped { get; private set; }

    /// <summary>
    /// Defines the calendars and instruments and opens the accounts; on a database that has them already nothing
    /// changes.
    /// </summary>
    public async Task OpenAsync(IReadOnlyList<PlannedAccount> accounts, CancellationToken cancellationToken)
    {
        foreach (var calendar in calendars)
        {
            Require((await grains.GetGrain<ICalendarGrain>(calendar.Id.Value).DefineAsync(calendar)).Errors);
        }

        foreach (var instrument in instruments)
        {
            var grain = grains.GetGrain<IInstrumentGrain>(instrument.Symbol.Value);
            var known = await grain.GetAsync();
            if (known.Instrument is null) Require((await grain.DefineAsync(instrument)).Errors);
            played[instrument.Symbol.Value] = new(
                grain, instrument, known.LastMark?.Sequence ?? 0,
                [.. accounts.Where(a => a.Positions.ContainsKey(instrument.Symbol))]);
        }

        await Parallel.ForEachAsync(accounts, cancellationToken, async (account, _) =>
        {
            var grain = grains.GetGrain<IAccountGrain>(account.Id.Value);
            foreach (var command in account.Opening()) Require(account.Id, await grain.ExecuteAsync(command));
        });
    }

    /// <summary>Plays every tick; after each one <paramref name="settled"/> is told.</summary>
    public async Task PlayAsync(
        IPlayableMarket market, Func<PriceTick, Mark?, Task> settled, CancellationToken cancellationToken)
    {
        foreach (var tick in market.Play())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!played.TryGetValue(tick.Symbol, out var instrument))
            {
                throw new ServerException(
                    "instrument_unknown", $"{market.Name}: there are no terms for instrument {tick.Symbol}.");
            }

            instrument.Number++;
            var isNew = instrument.Number > instrument.PlayedBefore;
            Mark? mark = null;
            if (isNew) mark = await PostAsync(instrument, tick);
            if (instrument.Number == 1) await FillAsync(instrument, tick, cancellationToken);
            if (!isNew)
            {
                Skipped++;
                continue;
            }

            await settlement.SettleAsync(cancellationToken);
            Ticks++;
            await settled(tick, mark);
        }
    }

    private static async Task<Mark> PostAsync(PlayedInstrument instrument, PriceTick tick)
    {
        var post = new PricePost(new(tick.Symbol), tick.Time)
        {
            Bid = Price(tick.Bid), Ask = Price(tick.Ask), Last = Price(tick.Last), Sequence = instrument.Number,
        };
        PostReply reply;

        // A full price path is no refusal: the market waits for it.
        do reply = (await instrument.Grain.PostAsync([post]))[0];
        while (reply.IsBacklogged);
        if (reply.Outcome != PostOutcome.Accepted)
        {
            throw new ServerException(
                reply.Code ?? "price_refused",
                $"Tick {instrument.Number} of {tick.Symbol} at {tick.Time:O} was refused: {reply.Code}.");
        }

        return MarkMaker.Make(instrument.Instrument, null, null, post, 0).Mark!;
    }

    /// The first tick of a symbol opens the positions in it, at its price.
    private async Task FillAsync(PlayedInstrument instrument, PriceTick tick, CancellationToken cancellationToken)
    {
        var post = new PricePost(new(tick.Symbol), tick.Time)
        {
            Bid = Price(tick.Bid), Ask = Price(tick.Ask), Last = Price(tick.Last),
        };
        var price = MarkMaker.Make(instrument.Instrument, null, null, post, 0).Mark!.Price;
        await settlement.SettleAsync(cancellationToken);
        await Parallel.ForEachAsync(instrument.Holders, cancellationToken, async (account, _) =>
        {
            var grain = grains.GetGrain<IAccountGrain>(account.Id.Value);
            Require(account.Id, await grain.ExecuteAsync(account.Fill(instrument.Instrument, price, tick.Time)));
        });
    }

    private static Price? Price(decimal? value) => value is { } known ? new(known) : null;

    private static void Require(ImmutableArray<DefinitionError> errors)
    {
        if (errors.Length > 0) throw new ServerException("definition_invalid", errors[0].Reason);
    }

    private static void Require(AccountId account, CommandReply reply)
    {
        if (reply.IsIdReused)
        {
            throw new ServerException("database_of_another_run",
                $"The database holds account {account} of another run; "
                + "start with an empty one or with the same arguments.");
        }

        if (reply.Refusal is { } refusal) throw new ServerException("account_refused", $"{account}: {refusal.Detail}");
    }

    private sealed class PlayedInstrument(
        IInstrumentGrain grain, Instrument instrument, long playedBefore, IReadOnlyList<PlannedAccount> holders)
    {
        public IInstrumentGrain Grain { get; } = grain;

        public Instrument Instrument { get; } = instrument;

        public long PlayedBefore { get; } = playedBefore;

        public IReadOnlyList<PlannedAccount> Holders { get; } = holders;

        public long Number { get; set; }
    }
}
