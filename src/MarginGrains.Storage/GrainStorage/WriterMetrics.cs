using System.Diagnostics.Metrics;

namespace MarginGrains.Storage.GrainStorage;

/// <summary>How many requests of a committed batch were stored and how many refused.</summary>
internal readonly record struct BatchOutcome(int Stored, int Refused);

/// <summary>The meter <c>MarginGrains.Storage</c>.</summary>
internal sealed class WriterMetrics : IDisposable
{
    public const string MeterName = "MarginGrains.Storage";

    private static readonly KeyValuePair<string, object?> StoredTag = new("outcome", "stored");
    private static readonly KeyValuePair<string, object?> RefusedTag = new("outcome", "refused");
    private static readonly KeyValuePair<string, object?> FailedTag = new("outcome", "failed");

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _writes;
    private readonly Histogram<int> _batch;
    private readonly Histogram<double> _commit;

    public WriterMetrics(Func<int> queueDepth)
    {
        _meter.CreateObservableGauge(
            "margingrains.storage.queue.depth", queueDepth, "{write}", "Writes that wait for a transaction.");
        _writes = _meter.CreateCounter<long>(
            "margingrains.storage.writes", "{write}", "Writes by outcome: stored, refused, failed.");
        _batch = _meter.CreateHistogram<int>(
            "margingrains.storage.batch.size", "{write}", "Writes in one transaction.");
        _commit = _meter.CreateHistogram<double>(
            "margingrains.storage.transaction.duration", "s", "From taking a batch to its flush to disk.");
    }

    public void Committed(BatchOutcome outcome, TimeSpan duration)
    {
        _writes.Add(outcome.Stored, StoredTag);
        if (outcome.Refused > 0)
            _writes.Add(outcome.Refused, RefusedTag);
        _batch.Record(outcome.Stored + outcome.Refused);
        _commit.Record(duration.TotalSeconds);
    }

    public void Failed(int writes) => _writes.Add(writes, FailedTag);

    public void Dispose() => _meter.Dispose();
}
