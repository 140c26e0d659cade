namespace MarginGrains.Storage.GrainStorage;

/// <summary>Something to be written: it shares a transaction with others, but stands or falls alone.</summary>
internal abstract class WriteRequest
{
    /// <summary>Runs on the writer's thread in a savepoint of its own; throwing undoes this request alone.</summary>
    public abstract void Apply(WriteSession session);

    /// <summary>Notes why nothing of this request is stored; the caller is told with the batch's outcome.</summary>
    public abstract void Refuse(Exception reason);

    /// <summary>The transaction is on disk: tells the caller the result or the refusal. False for a refusal.</summary>
    public abstract bool Complete();

    /// <summary>The transaction failed or its outcome is unknown.</summary>
    public abstract void Fail(Exception failure);
}

/// <inheritdoc/>
internal abstract class WriteRequest<TResult> : WriteRequest
{
    // Callers must go on elsewhere: run inline, they would hold up the writer's thread.
    private readonly TaskCompletionSource<TResult> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TResult? _result;
    private Exception? _refusal;

    /// <summary>Ends only after the commit.</summary>
    public Task<TResult> Outcome => _outcome.Task;

    public sealed override void Apply(WriteSession session) => _result = Write(session);

    public sealed override void Refuse(Exception reason) => _refusal = reason;

    public sealed override bool Complete()
    {
        if (_refusal is null)
            _outcome.SetResult(_result!);
        else
            _outcome.SetException(_refusal);
        return _refusal is null;
    }

    public sealed override void Fail(Exception failure) => _outcome.SetException(failure);

    /// <summary>The statements of the request.</summary>
    protected abstract TResult Write(WriteSession session);
}
