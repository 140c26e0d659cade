using MarginGrains.Storage.Databases;
using MarginGrains.Storage.Migrations;

namespace MarginGrains.Storage.Tests.Migrations;

public sealed class MigrationTests : IDisposable
{
    private static readonly MigrationScript One = new(1, "one", """
        CREATE TABLE schema_version (version INTEGER PRIMARY KEY, name TEXT, checksum TEXT, applied_at TEXT);
        """);

    private static readonly MigrationScript Two = new(2, "two", "CREATE TABLE second (id INTEGER);");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_fresh_database_gets_every_script_in_order()
    {
        Migrate(One, Two).ShouldBe(2);

        _folder.Query("SELECT version, name FROM schema_version ORDER BY version").ShouldBe(["1|one", "2|two"]);
    }

    [Fact]
    public void A_migrated_database_is_left_as_it_is()
    {
        Migrate(One, Two);
        var before = _folder.Query("SELECT * FROM schema_version");

        Migrate(One, Two).ShouldBe(2);

        _folder.Query("SELECT * FROM schema_version").ShouldBe(before);
    }

    [Fact]
    public void An_older_database_gets_only_what_it_lacks()
    {
        Migrate(One);

        Migrate(One, Two).ShouldBe(2);

        _folder.Query("SELECT version FROM schema_version").ShouldBe(["1", "2"]);
    }

    [Fact]
    public void A_script_that_changed_after_it_was_applied_is_an_error()
    {
        Migrate(One, Two);

        Should.Throw<StorageException>(() => Migrate(One, Two with { Sql = "CREATE TABLE other (id INTEGER);" }))
            .Code.ShouldBe(StorageErrors.SchemaChecksumMismatch);
    }

    [Fact]
    public void Line_endings_of_a_checkout_do_not_change_a_checksum() =>
        (One with { Sql = One.Sql.ReplaceLineEndings("\r\n") }).Checksum.ShouldBe(One.Checksum);

    [Fact]
    public void A_database_newer_than_the_program_is_an_error_and_is_left_alone()
    {
        Migrate(One, Two);

        Should.Throw<StorageException>(() => Migrate(One)).Code.ShouldBe(StorageErrors.SchemaNewer);

        _folder.Query("SELECT version FROM schema_version").ShouldBe(["1", "2"]);
    }

    [Fact]
    public void A_script_that_fails_leaves_nothing_of_itself()
    {
        var broken = Two with { Sql = "CREATE TABLE second (id INTEGER); CREATE TABLE second (id INTEGER);" };

        Should.Throw<Exception>(() => Migrate(One, broken));

        _folder.Query("SELECT name FROM sqlite_master WHERE type = 'table'").ShouldBe(["schema_version"]);
        _folder.Query("SELECT version FROM schema_version").ShouldBe(["1"]);
    }

    [Fact]
    public void A_database_of_another_program_is_not_touched()
    {
        _folder.Run("CREATE TABLE recipes (id INTEGER)");

        Should.Throw<StorageException>(() => Migrate(One)).Code.ShouldBe(StorageErrors.DatabaseUnreadable);

        _folder.Query("SELECT name FROM sqlite_master").ShouldBe(["recipes"]);
    }

    [Fact]
    public void The_embedded_scripts_lay_out_every_table_and_index()
    {
        using (SqliteDatabase.Open(_folder.Database, TimeProvider.System))
        {
        }

        _folder.Query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name")
            .ShouldBe(["account", "grain_state", "journal", "reply", "schema_version", "setting"]);
        _folder.Query("SELECT name FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite%' ORDER BY name")
            .ShouldBe(["account_by_change", "journal_by_partition"]);
        _folder.Query("SELECT DISTINCT applied_at LIKE '____-__-__T__:__:__.%Z' FROM schema_version").ShouldBe(["1"]);
    }

    public void Dispose() => _folder.Dispose();

    private int Migrate(params MigrationScript[] scripts)
    {
        using var connection = SqliteConnections.OpenWriter(_folder.Database);
        return SqliteMigrator.Migrate(connection, scripts, TimeProvider.System);
    }
}
