using System.Collections.Concurrent;
using Orleans.Storage;

namespace MarginGrains.Grains.Tests.Cluster;

/// <summary>When a write fails.</summary>
public enum Fault
{
    /// <summary>Nothing of it is stored.</summary>
    BeforeCommit,

    /// <summary>All of it is stored, and the writer is not told.</summary>
    AfterCommit,
}

/// <summary>Which writes fail, on whichever silo they happen.</summary>
public sealed class StorageFaults
{
    private readonly ConcurrentDictionary<string, Queue<Fault>> planned = new();

    /// <summary>The next writes of a grain fail, one for each fault given.</summary>
    public void Plan(string key, params Fault[] faults) => planned[key] = new(faults);

    /// <summary>Whether every planned fault has happened.</summary>
    public bool AllHappened => planned.IsEmpty;

    internal Fault? Next(string key)
    {
        if (!planned.TryGetValue(key, out var faults)) return null;
        lock (faults)
        {
            if (!faults.TryDequeue(out var fault)) return null;
            if (faults.Count == 0) planned.TryRemove(key, out _);
            return fault;
        }
    }
}

/// <summary>The storage failed because the test wants it to.</summary>
public sealed class PlannedFaultException(string message) : OrleansException(message);

/// <summary>The real storage behind planned faults.</summary>
internal sealed class FaultyStorage(IGrainStorage real, StorageFaults faults) : IGrainStorage
{
    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        real.ReadStateAsync(stateName, grainId, grainState);

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var fault = faults.Next(grainId.Key.ToString()!);
        if (fault == Fault.BeforeCommit) throw new PlannedFaultException("Planned: nothing is stored.");
        if (fault is null)
        {
            await real.WriteStateAsync(stateName, grainId, grainState);
            return;
        }

        // The writer keeps the version it had, as after an answer that never came.
        var version = grainState.ETag;
        await real.WriteStateAsync(stateName, grainId, grainState);
        grainState.ETag = version;
        throw new PlannedFaultException("Planned: stored, and not told.");
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        real.ClearStateAsync(stateName, grainId, grainState);
}
