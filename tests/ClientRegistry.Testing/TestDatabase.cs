using ClientRegistry.Core.Data;
using ClientRegistry.Migrations.Sqlite;
using ClientRegistry.Migrations.SqlServer;
using ClientRegistry.Testing.TransactSql;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Testing;

/// <summary>
/// A migrated database of its own for one test: a SQLite file that is deleted afterwards, or a database on the server
/// that <c>CLIENTREGISTRY_TEST_SQLSERVER</c> names.
/// </summary>
public sealed class TestDatabase : IDbContextFactory<RegistryDbContext>, IAsyncDisposable
{
    /// <summary>Holds a connection string to a SQL Server on which databases may be made and dropped.</summary>
    public const string SqlServerVariable = "CLIENTREGISTRY_TEST_SQLSERVER";

    /// <summary>Migrated once, since that takes as long as many a test.</summary>
    private static readonly Lazy<Task<byte[]>> Template = new(MigratedFileAsync);

    /// <summary>A server makes one database after another anyway, and refuses who waits too long (error 1807).</summary>
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Making and dropping a database takes longer than a query may.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string? _directory;
    private readonly DbContextOptions<RegistryDbContext> _options;

    private TestDatabase(string? directory, string connectionString)
    {
        _directory = directory;
        ConnectionString = connectionString;
        var options = new DbContextOptionsBuilder<RegistryDbContext>();
        if (directory is null) options.UseRegistrySqlServer(connectionString);
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

    /// <summary>A migrated database on the SQL Server of the environment; null when none is named.</summary>
    public static async Task<TestDatabase?> SqlServerAsync()
    {
        var server = Environment.GetEnvironmentVariable(SqlServerVariable);
        if (string.IsNullOrEmpty(server)) return null;

        var name = $"clientregistry_test_{Guid.CreateVersion7():N}";
        var connection = new SqlConnectionStringBuilder(server) { InitialCatalog = name };
        var database = new TestDatabase(null, connection.ToString());
        await OneAtATime.WaitAsync();
        try
        {
            await database.MigrateAsync();
        }
        catch
        {
            // Nobody else knows its name.
            await database.DropAsync();
            throw;
        }
        finally
        {
            OneAtATime.Release();
        }

        return database;
    }

    /// <inheritdoc/>
    public RegistryDbContext CreateDbContext() =>
        new(_options, IsSqlServer ? new SqlServerDialect() : new SqliteDialect(), Commits);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await DropAsync();
        if (_directory is not null) Directory.Delete(_directory, recursive: true);
    }

    private static async Task<byte[]> MigratedFileAsync()
    {
        var directory = Directory.CreateTempSubdirectory("clientregistry-template-").FullName;
        var file = Path.Combine(directory, "registry.db");
        var database = new TestDatabase(directory, $"Data Source={file};Pooling=False");
        await using (database)
        {
            // The last connection to close takes the write-ahead log into the file.
            await database.MigrateAsync();
            return await File.ReadAllBytesAsync(file);
        }
    }

    private async Task MigrateAsync()
    {
        await using var db = CreateDbContext();
        if (IsSqlServer) db.Database.SetCommandTimeout(Patience);
        await db.Database.MigrateAsync();
    }

    private async Task DropAsync()
    {
        await using var db = CreateDbContext();
        if (IsSqlServer) db.Database.SetCommandTimeout(Patience);
        await db.Database.EnsureDeletedAsync();
    }
}
