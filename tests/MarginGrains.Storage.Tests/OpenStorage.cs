using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MarginGrains.Storage.Databases;
using MarginGrains.Storage.GrainStorage;
using MarginGrains.Storage.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using Orleans.Storage;

namespace MarginGrains.Storage.Tests;

/// <summary>The storage as a host registers it, without a silo around it.</summary>
internal sealed class OpenStorage : IDisposable
{
    public static readonly StorageJson Json = new(
        new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() });

    private readonly ServiceProvider _provider;

    public OpenStorage(string path)
    {
        _provider = new ServiceCollection()
            .AddSerializer()
            .AddSingleton(Json)
            .AddSqliteStorage(new SqliteStorageOptions { DatabasePath = path })
            .BuildServiceProvider();
        Grains = _provider.GetRequiredKeyedService<IGrainStorage>("Default");
    }

    public IGrainStorage Grains { get; }

    public SqliteDatabase Database => Get<SqliteDatabase>();

    public GroupCommitWriter Writer => Database.Writer;

    public T Get<T>()
        where T : notnull => _provider.GetRequiredService<T>();

    public Cell<T> Cell<T>(string stateName, string key)
        where T : new() => new(Grains, stateName, key);

    public Cell<LedgerState> Account(string key, int partition = 0)
    {
        var cell = Cell<LedgerState>("account", key);
        cell.State.Partition = partition;
        return cell;
    }

    public void Dispose() => _provider.Dispose();
}

/// <summary>One activation's view of its state.</summary>
internal sealed class Cell<T>(IGrainStorage storage, string stateName, string key)
    where T : new()
{
    private readonly GrainId _id = GrainId.Create("test", key);
    private readonly GrainState<T> _state = new(new T());

    public T State => _state.State!;

    public string? ETag => _state.ETag;

    public bool Exists => _state.RecordExists;

    public Task ReadAsync() => storage.ReadStateAsync(stateName, _id, _state);

    public Task WriteAsync() => storage.WriteStateAsync(stateName, _id, _state);

    public Task ClearAsync() => storage.ClearStateAsync(stateName, _id, _state);
}
