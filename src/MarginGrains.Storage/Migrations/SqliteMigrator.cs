using MarginGrains.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace MarginGrains.Storage.Migrations;

/// <summary>Brings a SQLite database to the newest schema, one transaction per script: none is left by half.</summary>
internal static class SqliteMigrator
{
    private const string HasTables = "SELECT count(*) FROM sqlite_master WHERE type = 'table'";

    private const string HasVersions = HasTables + " AND name = 'schema_version'";

    private const string Record =
        "INSERT INTO schema_version (version, name, checksum, applied_at) VALUES ($version, $name, $checksum, $time)";

    /// <summary>Applies what is missing and returns the version reached.</summary>
    public static int Migrate(SqliteConnection connection, IReadOnlyList<MigrationScript> scripts, TimeProvider time)
    {
        var applied = Applied(connection);
        foreach (var script in MigrationPlan.Pending(scripts, applied))
            Apply(connection, script, time);
        return scripts.Count;
    }

    private static List<AppliedMigration> Applied(SqliteConnection connection)
    {
        if (SqliteConnections.Scalar(connection, HasVersions) is 0L)
        {
            if (SqliteConnections.Scalar(connection, HasTables) is not 0L)
                throw new StorageException(
                    StorageErrors.DatabaseUnreadable,
                    $"'{connection.DataSource}' belongs to another program: it has tables but no schema_version.");
            return [];
        }

        using var read = new Statement(
            connection, "SELECT version, name, checksum FROM schema_version ORDER BY version");
        return read.Read(row => new AppliedMigration(row.GetInt32(0), row.GetString(1), row.GetString(2)));
    }

    private static void Apply(SqliteConnection connection, MigrationScript script, TimeProvider time)
    {
        using var transaction = connection.BeginTransaction();
        using (var command = connection.CreateCommand())
        {
            command.Transaction = transaction;
            command.CommandText = script.Sql;
            command.ExecuteNonQuery();
        }

        using (var record = connection.CreateCommand())
        {
            record.Transaction = transaction;
            record.CommandText = Record;
            record.Parameters.AddWithValue("$version", script.Version);
            record.Parameters.AddWithValue("$name", script.Name);
            record.Parameters.AddWithValue("$checksum", script.Checksum);
            record.Parameters.AddWithValue("$time", StoredTime.Text(time.GetUtcNow()));
            record.ExecuteNonQuery();
        }

        transaction.Commit();
    }
}
