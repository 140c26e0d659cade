using MarginGrains.Storage.Databases;
using Microsoft.Extensions.Logging;

namespace MarginGrains.Storage.Hosting;

/// <summary>Makes a silo open its database before it does anything else, so that a bad path ends the start.</summary>
internal sealed partial class OpenAtStart(SqliteDatabase database, ILogger<OpenAtStart> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(OpenAtStart),
        ServiceLifecycleStage.First,
        _ =>
        {
            LogOpen(database.FilePath, database.SchemaVersion);
            return Task.CompletedTask;
        });
}
