using MarginGrains.Host.Bench.Sql;

namespace MarginGrains.Host.Tests.Commands;

/// <summary>A test on a PostgreSQL of its own: skipped, and says so, where none is installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() =>
        Skip = PostgresBinaries.Find() is null ? "PostgreSQL is not installed: nothing to measure" : null;
}
