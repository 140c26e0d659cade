namespace MarginGrains.Storage.Migrations;

/// <summary>A row of <c>schema_version</c>.</summary>
internal sealed record AppliedMigration(int Version, string Name, string Checksum);

/// <summary>Compares what a database has with what the program brings.</summary>
internal static class MigrationPlan
{
    /// <summary>The scripts still to be applied, in order.</summary>
    public static IReadOnlyList<MigrationScript> Pending(
        IReadOnlyList<MigrationScript> scripts, IReadOnlyList<AppliedMigration> applied)
    {
        var known = scripts.ToDictionary(script => script.Version);
        foreach (var migration in applied)
        {
            if (!known.Remove(migration.Version, out var script))
                throw new StorageException(
                    StorageErrors.SchemaNewer,
                    $"The database has schema version {migration.Version} ('{migration.Name}'), which this program "
                    + $"does not know; its newest is {scripts.Count}. Start the newer program.");
            if (!string.Equals(script.Checksum, migration.Checksum, StringComparison.Ordinal))
                throw new StorageException(
                    StorageErrors.SchemaChecksumMismatch,
                    $"Script {script.Version:000}-{script.Name} is not the one that was applied to the database.");
        }

        return [.. known.Values.OrderBy(script => script.Version)];
    }
}
