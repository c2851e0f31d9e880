using System.Data.Common;
using ClientRegistry.Core.Data;
using ClientRegistry.Migrations.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClientRegistry.Lookup.Tests;

/// <summary>The way to a real database, which a test can cut, and slow down between a read and its result.</summary>
internal sealed class FaultyDatabase : IDbContextFactory<RegistryDbContext>
{
    private const int CannotOpen = 14;
    private readonly DbContextOptions<RegistryDbContext> _options;
    private readonly Commits _commits;
    private int _opened;
    private int _clientReads;

    public FaultyDatabase(string connectionString, Commits commits)
    {
        var options = new DbContextOptionsBuilder<RegistryDbContext>();
        options.UseRegistrySqlite(connectionString).AddInterceptors(new Staller(this));
        _options = options.Options;
        _commits = commits;
    }

    /// <summary>Whether nothing can be read or written.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether the change feed alone cannot be read.</summary>
    public bool IsFeedGone { get; set; }

    /// <summary>Called once, after a client was read and before the reader has it.</summary>
    public Func<Task>? AfterReadingAClient { get; set; }

    /// <summary>How many times somebody went to the database.</summary>
    public int Opened => _opened;

    /// <summary>How many clients were read.</summary>
    public int ClientReads => _clientReads;

    public RegistryDbContext CreateDbContext()
    {
        Interlocked.Increment(ref _opened);
        if (IsGone) throw new SqliteException("unable to open database file", CannotOpen);
        return new RegistryDbContext(_options, new SqliteDialect(), _commits);
    }

    private sealed class Staller(FaultyDatabase owner) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default) =>
            owner.IsFeedGone && command.CommandText.Contains("\"ClientChanges\"", StringComparison.Ordinal)
                ? throw new SqliteException("unable to open database file", CannotOpen)
                : new(result);

        public override async ValueTask<DbDataReader> ReaderExecutedAsync(
            DbCommand command,
            CommandExecutedEventData eventData,
            DbDataReader result,
            CancellationToken cancellationToken = default)
        {
            // The first of the queries that make one read is the one that asks for the partner.
            if (command.CommandText.Contains("\"Partners\"", StringComparison.Ordinal)
                && !command.CommandText.Contains("\"ClientSecrets\"", StringComparison.Ordinal)
                && !command.CommandText.Contains("\"RedirectUriUses\"", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref owner._clientReads);
            }

            if (owner.AfterReadingAClient is { } stall
                && command.CommandText.Contains("\"Clients\"", StringComparison.Ordinal))
            {
                owner.AfterReadingAClient = null;
                await stall();
            }

            return result;
        }
    }
}
