using System.CommandLine;
using System.Diagnostics;
using MarginGrains.Contracts.Scenarios;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Regimes;
using MarginGrains.Core.Scenarios;
using MarginGrains.Gateway.Requests;
using MarginGrains.Grains.Scenarios;
using MarginGrains.Host.Output;
using MarginGrains.Host.Scenarios;
using MarginGrains.Host.Server;

namespace MarginGrains.Host.Commands;

/// <summary><c>margingrains impact</c>.</summary>
internal static class ImpactCommand
{
    public static Command Create()
    {
        var database = ScenarioOptions.Database();
        var instrument = new Option<string?>("--instrument")
        {
            Description = "A file with an instrument's new definition, as PUT /v1/instruments/{symbol} takes it, and "
                + "its symbol.",
        };
        var regime = new Option<string?>("--regime")
        {
            Description =
                "A file with a regime's new version, as PUT /v1/regimes/{regimeId} takes it, and its regimeId.",
        };
        var top = ScenarioOptions.Top(20);
        var json = CommonOptions.Json();
        var plain = CommonOptions.Plain();
        var command = new Command("impact",
            """
            Says what new margin terms would do to every stored account on the date they take effect, at the newest
            stored prices: who would be called or liquidated, and for how much. Changes nothing. The database must not
            be open in a server; one that runs is asked with POST /v1/instruments/{symbol}:impact.

            Example:
              margingrains impact --database desk.db --instrument silver.json
              margingrains impact --database desk.db --regime fx-retail.json --json
            """)
        {
            database, instrument, regime, top, json, plain,
        };
        command.Validators.Add(r =>
        {
            if (r.GetValue(instrument) is null == r.GetValue(regime) is null)
            {
                r.AddError("Name one file, with --instrument or with --regime.");
            }
        });
        command.SetAction((parsed, cancellationToken) => CommandFailures.RunAsync(
            CommonOptions.Format(parsed, json, plain),
            output => RunAsync(
                output, parsed.GetRequiredValue(database),
                new(parsed.GetValue(instrument), parsed.GetValue(regime), parsed.GetValue(top)), cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        IRunOutput output, string database, DraftFile file, CancellationToken cancellationToken)
    {
        var bytes = ScenarioOptions.ReadFile(file.Instrument ?? file.Regime!);
        var instrument = file.Instrument is null ? null : ScenarioFiles.ReadInstrument(bytes);
        var regime = file.Regime is null ? null : ScenarioFiles.ReadRegime(bytes);
        await using var book = await OpenBook.OpenAsync(database, cancellationToken);
        var draft = instrument is not null ? Draft(book, instrument) : Draft(book, regime!);
        if (draft.IsTooFar) ScenarioOptions.RequireValid([TermsDraft.TooFar]);
        var started = Stopwatch.GetTimestamp();
        var totals = await BookRuns.ImpactAsync(
            book.Accounts, draft, file.Top, new ShownProgress(output), cancellationToken);
        output.Finish(ImpactSummary.Of(
            draft.Symbol?.Value ?? draft.RegimeId!.Value.Value, ImpactView.Of(draft, totals),
            Stopwatch.GetElapsedTime(started)));
        return CommandFailures.Success;
    }

    private static TermsDraft Draft(OpenBook book, Instrument instrument)
    {
        if (book.Market.FindInstrument(instrument.Symbol) is not { } current)
        {
            throw new ServerException("instrument_unknown", $"The database has no instrument {instrument.Symbol}.");
        }

        ScenarioOptions.RequireValid([
            .. InstrumentValidation.Check(instrument), .. InstrumentValidation.CheckChange(current, instrument)]);
        return TermsDraft.Of(book.Market, instrument, book.Now);
    }

    private static TermsDraft Draft(OpenBook book, Regime regime)
    {
        if (book.Market.FindRegimeHistory(regime.Id) is null)
        {
            throw new ServerException("regime_unknown", $"The database has no regime {regime.Id}.");
        }

        ScenarioOptions.RequireValid(RegimeValidation.Check(regime));
        return TermsDraft.Of(book.Market, regime, book.Now);
    }

    private sealed record DraftFile(string? Instrument, string? Regime, int Top);
}
