using ClientRegistry.Core.Data;
using ClientRegistry.Testing;
using ClientRegistry.Testing.TransactSql;
using ClientRegistry.Web.Hosting;
using ClientRegistry.Web.Tests.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ClientRegistry.Web.Tests.Hosting;

public sealed class SchemaTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_migration_that_was_killed_does_not_make_the_next_start_hang()
    {
        await using var database = await TestDatabase.SqliteAsync();
        await using var db = database.CreateDbContext();

        await ForgetMigrationsAsync(db);

        // What a process leaves behind that is killed in a migration: EF Core's lock row, and work that is not done.
        await db.Database.ExecuteSqlRawAsync(
            """
            CREATE TABLE IF NOT EXISTS "__EFMigrationsLock"("Id" INTEGER PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT OR REPLACE INTO "__EFMigrationsLock" VALUES (1, '2026-11-23 09:00:00');
            """,
            Ct);

        var applied = await SchemaOf(database).MigrateAsync(Ct).WaitAsync(TimeSpan.FromSeconds(30), Ct);

        Assert.NotEmpty(applied);
        Assert.Empty(await SchemaOf(database).PendingAsync(Ct));
    }

    [Fact]
    public async Task A_start_that_finds_another_process_migrating_gives_up_with_a_reason()
    {
        await using var database = await TestDatabase.SqliteAsync();
        await using var db = database.CreateDbContext();
        var file = db.Database.GetDbConnection().DataSource;
        var clock = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.FromSeconds(40) };
        using var other = await SqliteMigrationLock.TakeAsync(file, TimeSpan.Zero, clock, Ct);

        var waiting = SqliteMigrationLock.TakeAsync(file, TimeSpan.FromMinutes(1), clock, Ct);
        while (!waiting.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => waiting);
        Assert.Contains("Another process", Assert.Single(refused.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_may_not_migrate_is_refused_and_names_what_is_missing()
    {
        await using var database = await TestDatabase.SqliteAsync();
        await using var db = database.CreateDbContext();
        await ForgetMigrationsAsync(db);
        var last = db.Database.GetMigrations().Last();

        var refused = await Assert.ThrowsAsync<StartRefusedException>(
            () => SchemaOf(database, migrateOnStart: false).ReadyAsync(Ct));

        var reason = Assert.Single(refused.Reasons);
        Assert.StartsWith("Database:MigrateOnStart: ", reason, StringComparison.Ordinal);
        Assert.Contains(last, reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(
        false,
        "Lookups wait for imports: READ_COMMITTED_SNAPSHOT is off. Switch it on with "
            + "ALTER DATABASE [ClientRegistry] SET READ_COMMITTED_SNAPSHOT ON WITH ROLLBACK IMMEDIATE")]
    public async Task A_server_on_which_readers_wait_for_writers_is_found_out(bool isSnapshotOn, string told)
    {
        var server = new SilentSqlServer(answer: isSnapshotOn);
        using var logs = new RecordingLogs();

        await SchemaOf(server, logs: logs).WarnOfWaitingReadersAsync(Ct);

        Assert.Empty(TransactSqlParser.ErrorsIn(Assert.Single(server.Commands)));
        Assert.Equal(told, logs.ToString());
    }

    [Fact]
    public async Task Readers_of_sqlite_do_not_wait()
    {
        await using var database = await TestDatabase.SqliteAsync();
        using var logs = new RecordingLogs();

        await SchemaOf(database, logs: logs).WarnOfWaitingReadersAsync(Ct);

        Assert.Empty(logs.ToString());
    }

    [Theory]
    [InlineData(DatabaseProvider.Sqlite, true)]
    [InlineData(DatabaseProvider.SqlServer, false)]
    public void The_database_decides_whether_a_start_migrates_where_nothing_is_configured(
        object provider, bool expected) =>
        Assert.Equal(expected, new DatabaseOptions { Provider = (DatabaseProvider)provider }.MigratesOnStart);

    private static Schema SchemaOf(
        IDbContextFactory<RegistryDbContext> contexts, bool? migrateOnStart = null, RecordingLogs? logs = null) => new(
        contexts,
        Options.Create(new DatabaseOptions { MigrateOnStart = migrateOnStart }),
        TimeProvider.System,
        logs is null ? NullLogger<Schema>.Instance : new Logger<Schema>(new LoggerFactory([logs])));

    private static Task ForgetMigrationsAsync(RegistryDbContext db) =>
        db.GetService<IMigrator>().MigrateAsync(Migration.InitialDatabase, Ct);
}
