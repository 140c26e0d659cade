using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MarginGrains.Grains.Ports;
using MarginGrains.Storage.Databases;
using MarginGrains.Storage.Hosting;
using Orleans.Serialization.Serializers;
using Orleans.Storage;

namespace MarginGrains.Storage.GrainStorage;

/// <summary>Orleans's door to the database: states by version, with what commits together with them.</summary>
internal sealed class SqliteGrainStorage(SqliteDatabase database, StorageJson json, IActivatorProvider activators)
    : IGrainStorage
{
    // The kind keeps a fund named like an account from reading the account's row.
    private const string Find = """
        SELECT version, document FROM account WHERE key = $key AND kind = $kind
        UNION ALL SELECT version, document FROM grain_state WHERE kind = $kind AND key = $key
        """;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ReadStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ReadStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var key = StateKey.Of(stateName, grainId);
        var rows = await database.Readers.ReadAsync(
            connection => connection.Read(
                Find, row => (Version: row.GetInt64(0), Document: row.GetString(1)), key.Key, key.Kind),
            cancellationToken);
        if (rows is [var found, ..])
            Set(grainState, Deserialize<T>(key, found.Document), found.Version);
        else
            Set(grainState, activators.GetActivator<T>().Create(), version: 0);
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        WriteStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task WriteStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var state = grainState.State;
        ArgumentNullException.ThrowIfNull(state, nameof(grainState));
        var row = new StateRow(
            StateKey.Of(stateName, grainId),
            StateKey.Version(grainState.ETag),
            JsonSerializer.Serialize(state, TypeInfo<T>()));
        var version = await database.Writer.SubmitAsync(
            new StateWrite(row, state as ICommitsTogether), cancellationToken);
        grainState.ETag = StateKey.ETag(version);
        grainState.RecordExists = true;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        ClearStateAsync(stateName, grainId, grainState, CancellationToken.None);

    public async Task ClearStateAsync<T>(
        string stateName, GrainId grainId, IGrainState<T> grainState, CancellationToken cancellationToken)
    {
        var clear = new StateClear(StateKey.Of(stateName, grainId), StateKey.Version(grainState.ETag));
        await database.Writer.SubmitAsync(clear, cancellationToken);
        Set(grainState, activators.GetActivator<T>().Create(), version: 0);
    }

    private static void Set<T>(IGrainState<T> grainState, T state, long version)
    {
        grainState.State = state;
        grainState.ETag = StateKey.ETag(version);
        grainState.RecordExists = version > 0;
    }

    private T Deserialize<T>(StateKey key, string document)
    {
        try
        {
            return JsonSerializer.Deserialize(document, TypeInfo<T>())
                ?? throw new StorageException(StorageErrors.DocumentUnreadable, $"The document of {key} is null.");
        }
        catch (JsonException e)
        {
            throw new StorageException(
                StorageErrors.DocumentUnreadable, $"The document of {key} is no {typeof(T).Name}: {e.Message}", e);
        }
    }

    private JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)json.Options.GetTypeInfo(typeof(T));
}
