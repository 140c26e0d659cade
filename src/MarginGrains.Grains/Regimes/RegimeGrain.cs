using System.Text.Json;
using MarginGrains.Contracts.Regimes;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Instruments;
using MarginGrains.Core.Primitives;
using MarginGrains.Core.Regimes;
using MarginGrains.Grains.Marks;

namespace MarginGrains.Grains.Regimes;

/// <summary>Owns a regime: its versions, starting from the preset of that name if there is one.</summary>
internal sealed class RegimeGrain(
    [PersistentState(RegimeDocument.StateName)] IPersistentState<RegimeDocument> document, MarkFeed feed,
    MarkBoard board) : Grain, IRegimeGrain
{
    public async Task<RegimeReply> DefineAsync(Regime regime)
    {
        var errors = RegimeValidation.Check(regime).Concat(UnknownCalendars(regime)).ToList();
        if (errors.Count > 0) return new(document.State.History, [.. errors]);
        var before = document.State.History ?? Preset(regime);
        if (before.Versions.Any(v => IsSame(v, regime))) return new(before, []);
        var history = before.With(regime);
        document.State.History = history;
        try
        {
            await document.WriteStateAsync();
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }

        await feed.PublishThroughAsync(new(null, null, history));
        return new(history, []) { IsNew = before.Versions.IsEmpty };
    }

    /// A call by a calendar that nobody knows would never be due, and the whole regime would not be judged.
    private IEnumerable<DefinitionError> UnknownCalendars(Regime regime)
    {
        for (var i = 0; i < regime.Calls.Length; i++)
        {
            if (IsUnknown(regime.Calls[i].Calendar)) yield return Unknown($"calls[{i}].calendar");
        }

        if (IsUnknown(regime.Costs?.Calendar)) yield return Unknown("costs.calendar");
        if (IsUnknown(regime.Debt?.Calendar)) yield return Unknown("debt.calendar");

        bool IsUnknown(CalendarId? id) => id is { } named && board.Current.FindHours(named) is null;

        static DefinitionError Unknown(string field) => new(field, "There is no calendar of this id.");
    }

    /// A definition that is put again is the same version: a retry must not make another.
    private static bool IsSame(Regime version, Regime regime) =>
        JsonSerializer.Serialize(version, CoreJson.Options)
        == JsonSerializer.Serialize(regime with { Version = version.Version }, CoreJson.Options);

    private static RegimeHistory Preset(Regime regime) =>
        new(regime.Id, [.. RegimePresets.All.Where(p => p.Id == regime.Id)]);
}
