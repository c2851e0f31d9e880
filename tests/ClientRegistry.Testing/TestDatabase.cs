using ClientRegistry.Core.Data;
using ClientRegistry.Migrations.Sqlite;
using ClientRegistry.Migrations.SqlServer;
using ClientRegistry.Testing.Databases;
using ClientRegistry.Testing.TransactSql;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Testing;

/// <summary>
/// A migrated database of its own for one test: a SQLite file that is deleted afterwards, or a database on the server
/// that <c>CLIENTREGISTRY_TEST_SQLSERVER</c> names, which is emptied afterwards.
/// </summary>
public sealed class TestDatabase : IDbContextFactory<RegistryDbContext>, IAsyncDisposable
{
    /// <summary>Holds a connection string to a SQL Server on which databases may be made and dropped.</summary>
    public const string SqlServerVariable = "CLIENTREGISTRY_TEST_SQLSERVER";

    /// <summary>Migrated once, since that takes as long as many a test.</summary>
    private static readonly Lazy<Task<byte[]>> Template = new(MigratedFileAsync);

    private static readonly Lazy<ServerDatabases?> Server = new(() =>
        Environment.GetEnvironmentVariable(SqlServerVariable) is { Length: > 0 } server
            ? new ServerDatabases(new TestServer(server))
            : null);

    private readonly string? _directory;
    private readonly DbContextOptions<RegistryDbContext> _options;
    private readonly TestConnections _connections = new();

    private TestDatabase(string? directory, string connectionString)
    {
        _directory = directory;
        ConnectionString = connectionString;
        var options = new DbContextOptionsBuilder<RegistryDbContext>();
        if (directory is null) options.UseRegistrySqlServer(connectionString).AddInterceptors(_connections);
        else options.UseRegistrySqlite(connectionString).AddInterceptors(AlsoOnSqlServer.Instance, FitsItsColumn.Instance);
        _options = options.Options;
    }

    /// <summary>Where it is.</summary>
    public string ConnectionString { get; }

    /// <summary>Whether it is SQL Server.</summary>
    public bool IsSqlServer => _directory is null;

    /// <summary>Who hears of its commits.</summary>
    public Commits Commits { get; } = new();

    /// <summary>A migrated database of that kind.</summary>
    /// <param name="kind">Which; <see cref="OnEachDatabaseAttribute"/> gives those that are there.</param>
    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind) => kind == DatabaseKind.Sqlite
        ? await SqliteAsync()
        : await SqlServerAsync() ?? throw new InvalidOperationException($"{SqlServerVariable} is not set.");

    /// <summary>A migrated SQLite file.</summary>
    public static async Task<TestDatabase> SqliteAsync()
    {
        var directory = Directory.CreateTempSubdirectory("clientregistry-test-").FullName;
        var file = Path.Combine(directory, "registry.db");
        await File.WriteAllBytesAsync(file, await Template.Value);
        return new TestDatabase(directory, $"Data Source={file}");
    }

    /// <inheritdoc/>
    public RegistryDbContext CreateDbContext() =>
        new(_options, IsSqlServer ? new SqlServerDialect() : new SqliteDialect(), Commits);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_directory is null)
        {
            await Server.Value!.GiveBackAsync(ConnectionString, _connections.End());
            return;
        }

        // EF's own deletion closes the pooled connections of every database of the process, also those of other tests.
        await using (var db = CreateDbContext()) db.Dialect.ForgetConnections(db);
        Directory.Delete(_directory, recursive: true);
    }

    // On the SQL Server of the environment; null when none is named.
    private static async Task<TestDatabase?> SqlServerAsync() =>
        Server.Value is { } server ? new TestDatabase(null, await server.TakeAsync()) : null;

    private static async Task<byte[]> MigratedFileAsync()
    {
        var directory = Directory.CreateTempSubdirectory("clientregistry-template-").FullName;
        var file = Path.Combine(directory, "registry.db");
        await SqliteDatabase.MakeFileAsync(file);
        await using var database = new TestDatabase(directory, $"Data Source={file};Pooling=False");
        await using (var db = database.CreateDbContext()) await db.Database.MigrateAsync();

        // The last connection to close took the write-ahead log into the file.
        return await File.ReadAllBytesAsync(file);
    }
}
