using System.Text.Json;
using MarginGrains.Contracts.Regimes;
using MarginGrains.Contracts.Serialization;
using MarginGrains.Core.Regimes;
using MarginGrains.Grains.Marks;

namespace MarginGrains.Grains.Regimes;

/// <summary>Owns a regime: its versions, starting from the preset of that name if there is one.</summary>
internal sealed class RegimeGrain(
    [PersistentState(RegimeDocument.StateName)] IPersistentState<RegimeDocument> document, MarkFeed feed)
    : Grain, IRegimeGrain
{
    public async Task<RegimeReply> DefineAsync(Regime regime)
    {
        var errors = RegimeValidation.Check(regime);
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

    /// A definition that is put again is the same version: a retry must not make another.
    private static bool IsSame(Regime version, Regime regime) =>
        JsonSerializer.Serialize(version, CoreJson.Options)
        == JsonSerializer.Serialize(regime with { Version = version.Version }, CoreJson.Options);

    private static RegimeHistory Preset(Regime regime) =>
        new(regime.Id, [.. RegimePresets.All.Where(p => p.Id == regime.Id)]);
}
