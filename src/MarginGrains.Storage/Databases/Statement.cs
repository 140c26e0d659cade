using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace MarginGrains.Storage.Databases;

/// <summary>A statement compiled once and run many times by one thread at a time.</summary>
internal sealed partial class Statement : IDisposable
{
    private static readonly ConcurrentDictionary<string, string[]> Names = new(StringComparer.Ordinal);
    private readonly SqliteCommand _command;

    /// <summary>Values are later given in the order in which their names first stand in the text.</summary>
    public Statement(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        foreach (var name in Names.GetOrAdd(sql, NamesIn))
            _command.Parameters.Add(new SqliteParameter(name, null));
        _command.Prepare();
    }

    /// <summary>Runs it and returns the number of rows it changed.</summary>
    public int Execute(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    /// <summary>Runs it and returns all rows.</summary>
    public List<T> Read<T>(Func<SqliteDataReader, T> row, params ReadOnlySpan<object> values)
    {
        Bind(values);
        using var reader = _command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(row(reader));
        return rows;
    }

    public void Dispose() => _command.Dispose();

    private static string[] NamesIn(string sql) =>
        [.. ParameterName().Matches(sql).Select(match => match.Value).Distinct(StringComparer.Ordinal)];

    private void Bind(ReadOnlySpan<object> values)
    {
        if (values.Length != _command.Parameters.Count)
            throw new ArgumentException($"{_command.Parameters.Count} values expected.", nameof(values));
        for (var i = 0; i < values.Length; i++)
            _command.Parameters[i].Value = values[i];
    }

    [GeneratedRegex(@"\$[a-z]+")]
    private static partial Regex ParameterName();
}
