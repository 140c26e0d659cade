using System.Text.Json;
using MarginGrains.Contracts.Marks;
using MarginGrains.Grains.Calendars;
using MarginGrains.Grains.Hosting;
using MarginGrains.Grains.Instruments;
using MarginGrains.Grains.Monitors;
using MarginGrains.Grains.Ports;
using MarginGrains.Grains.Rates;
using MarginGrains.Grains.Regimes;

namespace MarginGrains.Grains.Marks;

/// <summary>Fills the board from storage before this silo takes part in anything.</summary>
internal sealed class BoardLoader(IReferenceStore references, MarkBoard board) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(BoardLoader), ServiceLifecycleStage.ApplicationServices, LoadAsync);

    /// <summary>Everything that is stored of the market.</summary>
    public static async Task<MarkBatch> ReadAsync(IReferenceStore references, CancellationToken cancellationToken)
    {
        var items = new List<FeedItem>();
        foreach (var (_, text) in await references.ReadAllAsync(CalendarDocument.StateName, cancellationToken))
        {
            if (JsonSerializer.Deserialize(text, GrainsJson.Of<CalendarDocument>())?.Definition is { } calendar)
            {
                items.Add(new() { Calendar = calendar });
            }
        }

        foreach (var (_, text) in await references.ReadAllAsync(RegimeDocument.StateName, cancellationToken))
        {
            if (JsonSerializer.Deserialize(text, GrainsJson.Of<RegimeDocument>())?.History is { } history)
            {
                items.Add(new(null, null, history));
            }
        }

        foreach (var (_, text) in await references.ReadAllAsync(InstrumentDocument.StateName, cancellationToken))
        {
            if (JsonSerializer.Deserialize(text, GrainsJson.Of<InstrumentDocument>()) is not { } document) continue;
            if (document.Definition is not null) items.Add(new(null, document.Definition, null));
        }

        foreach (var (_, text) in await references.ReadAllAsync(RateDocument.StateName, cancellationToken))
        {
            if (JsonSerializer.Deserialize(text, GrainsJson.Of<RateDocument>())?.Series is not { } series) continue;
            items.Add(new() { Rates = series });
        }

        foreach (var (_, text) in await references.ReadAllAsync(
            CorporateActionDocument.StateName, cancellationToken))
        {
            if (JsonSerializer.Deserialize(text, GrainsJson.Of<CorporateActionDocument>())?.Action is not { } action)
            {
                continue;
            }

            items.Add(new() { Action = action });
        }

        foreach (var (_, text) in await references.ReadAllAsync(BoardDocument.StateName, cancellationToken))
        {
            var marks = JsonSerializer.Deserialize(text, GrainsJson.Of<BoardDocument>())?.Marks ?? [];
            items.AddRange(marks.Select(m => new FeedItem(m, null, null)));
        }

        foreach (var (_, text) in await references.ReadAllAsync(CollateralBookDocument.StateName, cancellationToken))
        {
            var books = JsonSerializer.Deserialize(text, GrainsJson.Of<CollateralBookDocument>())?.Books ?? [];
            items.AddRange(books.Select(b => new FeedItem { Collateral = b }));
        }

        return new([.. items]);
    }

    private async Task LoadAsync(CancellationToken cancellationToken) =>
        board.Apply(await ReadAsync(references, cancellationToken));
}
