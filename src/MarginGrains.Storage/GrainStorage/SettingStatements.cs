using System.Globalization;
using MarginGrains.Storage.Databases;
using Microsoft.Data.Sqlite;

namespace MarginGrains.Storage.GrainStorage;

/// <summary>Writes of the setting table.</summary>
internal sealed class SettingStatements(SqliteConnection connection) : IDisposable
{
    private readonly Statement _insert = new(
        connection, "INSERT INTO setting (name, value) VALUES ($name, $value) ON CONFLICT (name) DO NOTHING");

    private readonly Statement _put = new(connection, """
        INSERT INTO setting (name, value) VALUES ($name, $value)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """);

    private readonly Statement _find = new(connection, "SELECT value FROM setting WHERE name = $name");

    /// <summary>Stores the value unless there is one, and returns the one that stands.</summary>
    public string KeepFirst(string name, string value) =>
        _insert.Execute(name, value) == 1 ? value : _find.Read(row => row.GetString(0), name)[0];

    /// <summary>Notes a change number whose row is gone.</summary>
    public void RaiseChangeFloor(long change) =>
        _put.Execute("change_floor", change.ToString(CultureInfo.InvariantCulture));

    public void Dispose()
    {
        _insert.Dispose();
        _put.Dispose();
        _find.Dispose();
    }
}
