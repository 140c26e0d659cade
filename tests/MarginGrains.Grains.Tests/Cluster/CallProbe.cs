using System.Collections.Concurrent;

namespace MarginGrains.Grains.Tests.Cluster;

/// <summary>A call of a grain method as the probe saw it.</summary>
public sealed record SeenCall(string Grain, string Key, string Method, int Ended);

/// <summary>Watches, holds up, fails or drops grain calls on every silo.</summary>
public sealed class CallProbe : IIncomingGrainCallFilter, IOutgoingGrainCallFilter
{
    private readonly ConcurrentDictionary<(string Key, string Method), int> ended = new();
    private readonly ConcurrentDictionary<(string Key, string Method), int> begun = new();
    private readonly Lock gate = new();
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs before a call is carried out; may wait or throw.</summary>
    public Func<IIncomingGrainCallContext, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after a call was carried out, before it answers; may throw: the answer is lost.</summary>
    public Func<IIncomingGrainCallContext, Task> After { get; set; } = _ => Task.CompletedTask;

    /// <summary>Whether a call is swallowed by its sender.</summary>
    public Func<IOutgoingGrainCallContext, bool> Drops { get; set; } = _ => false;

    /// <summary>How often a method of a grain has ended.</summary>
    public int Ended(string key, string method) => ended.GetValueOrDefault((key, method));

    /// <summary>How often a method of a grain was begun.</summary>
    public int Begun(string key, string method) => begun.GetValueOrDefault((key, method));

    /// <summary>Completes when the condition holds; looked at after every call.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        while (true)
        {
            Task next;
            lock (gate) next = changed.Task;
            if (condition()) return;
            await next.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    /// <summary>Completes when the condition holds; looked at after every call.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (true)
        {
            Task next;
            lock (gate) next = changed.Task;
            if (await condition()) return;
            await next.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        var key = (Key(context.TargetId), context.MethodName);
        begun.AddOrUpdate(key, 1, (_, n) => n + 1);
        Change();
        await Before(context);
        await context.Invoke();
        await After(context);
        ended.AddOrUpdate(key, 1, (_, n) => n + 1);
        Change();
    }

    public Task Invoke(IOutgoingGrainCallContext context) => Drops(context) ? Task.CompletedTask : context.Invoke();

    /// <summary>The key as the test wrote it.</summary>
    public static string Key(GrainId id) => id.Key.ToString()!;

    private void Change()
    {
        TaskCompletionSource old;
        lock (gate)
        {
            old = changed;
            changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        old.TrySetResult();
    }
}
