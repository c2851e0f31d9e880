using System.Data.Common;
using ClientRegistry.Core.Data;
using ClientRegistry.Migrations.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace ClientRegistry.Lookup.Tests;

/// <summary>
/// The way to a real database, which a test can cut, and slow down before a read, and between a read and its result.
/// </summary>
internal sealed class FaultyDatabase : IDbContextFactory<RegistryDbContext>, IDisposable
{
    private const int CannotOpen = 14;
    private readonly DbContextOptions<RegistryDbContext> _options;
    private readonly Commits _commits;
    private int _opened;
    private int _clientReads;
    private int _clientReadsBegun;

    /// <param name="connectionString">The database.</param>
    /// <param name="commits">Who hears of its commits.</param>
    /// <param name="retries">Whether what fails is tried again, as on SQL Server, and later than any test waits for.</param>
    public FaultyDatabase(string connectionString, Commits commits, bool retries = false)
    {
        var options = new DbContextOptionsBuilder<RegistryDbContext>();
        options.UseRegistrySqlite(connectionString).AddInterceptors(new Staller(this));
        if (retries) new SqliteDbContextOptionsBuilder(options).ExecutionStrategy(d => new LongRetries(d));
        _options = options.Options;
        _commits = commits;
    }

    /// <summary>Whether nothing can be read or written.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether each query fails.</summary>
    public bool IsFailing { get; set; }

    /// <summary>Whether the change feed alone cannot be read.</summary>
    public bool IsFeedGone { get; set; }

    /// <summary>Whoever reads while this is reset waits on its thread, as SQLite does for a lock or a disk.</summary>
    public ManualResetEventSlim Road { get; } = new(initialState: true);

    /// <summary>The same, for reads of a client only.</summary>
    public ManualResetEventSlim ClientRoad { get; } = new(initialState: true);

    /// <summary>Called once, after a client was read and before the reader has it.</summary>
    public Func<Task>? AfterReadingAClient { get; set; }

    /// <summary>Called once, while all identifiers are read.</summary>
    public Func<Task>? WhileReadingIdentifiers { get; set; }

    /// <summary>How many times somebody went to the database.</summary>
    public int Opened => _opened;

    /// <summary>How many clients were read.</summary>
    public int ClientReads => _clientReads;

    /// <summary>How many reads of clients began.</summary>
    public int ClientReadsBegun => _clientReadsBegun;

    public RegistryDbContext CreateDbContext()
    {
        Interlocked.Increment(ref _opened);
        if (IsGone) throw new SqliteException("unable to open database file", CannotOpen);
        return new RegistryDbContext(_options, new SqliteDialect(), _commits);
    }

    /// <summary>Whoever waits to read, goes on.</summary>
    public void LetGo()
    {
        Road.Set();
        ClientRoad.Set();
    }

    public void Dispose()
    {
        LetGo();
        Road.Dispose();
        ClientRoad.Dispose();
    }

    // The first of the queries that make one read is the one that asks for the partner.
    private static bool IsClientRead(DbCommand command) =>
        command.CommandText.Contains("\"Partners\"", StringComparison.Ordinal)
        && !command.CommandText.Contains("\"ClientSecrets\"", StringComparison.Ordinal)
        && !command.CommandText.Contains("\"RedirectUriUses\"", StringComparison.Ordinal);

    // These ask for nothing but clients.
    private static bool IsIdentifierRead(DbCommand command) =>
        command.CommandText.Contains("\"Clients\"", StringComparison.Ordinal)
        && !command.CommandText.Contains("JOIN", StringComparison.Ordinal);

    private sealed class Staller(FaultyDatabase owner) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            if (IsClientRead(command)) Interlocked.Increment(ref owner._clientReadsBegun);
            owner.Road.Wait(CancellationToken.None);
            if (IsClientRead(command)) owner.ClientRoad.Wait(CancellationToken.None);
            return owner.IsFailing
                || (owner.IsFeedGone && command.CommandText.Contains("\"ClientChanges\"", StringComparison.Ordinal))
                ? throw new SqliteException("unable to open database file", CannotOpen)
                : new(result);
        }

        public override async ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command,
            CommandExecutedEventData eventData,
            DbDataReader result,
            CancellationToken cancellationToken = default)
        {
            if (IsClientRead(command)) Interlocked.Increment(ref owner._clientReads);
            if (IsClientRead(command) && owner.AfterReadingAClient is { } stall)
            {
                owner.AfterReadingAClient = null;
                await stall();
            }

            if (IsIdentifierRead(command) && owner.WhileReadingIdentifiers is { } stallAll)
            {
                owner.WhileReadingIdentifiers = null;
                await stallAll();
            }

            return result;
        }
    }

    private sealed class LongRetries(ExecutionStrategyDependencies dependencies)
        : ExecutionStrategy(dependencies, maxRetryCount: 6, maxRetryDelay: TimeSpan.FromHours(1))
    {
        protected override bool ShouldRetryOn(Exception exception) => exception is SqliteException;

        protected override TimeSpan? GetNextDelay(Exception lastException) => TimeSpan.FromHours(1);
    }
}
