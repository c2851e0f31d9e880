using System.Collections.Concurrent;
using System.Data.Common;
using ClientRegistry.Core.Data;
using ClientRegistry.Migrations.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClientRegistry.Lookup.Tests;

/// <summary>The way to a real database, which writes down what is sent to it.</summary>
internal sealed class WatchedDatabase : IDbContextFactory<RegistryDbContext>
{
    private readonly DbContextOptions<RegistryDbContext> _options;
    private readonly Commits _commits = new();
    private readonly ConcurrentQueue<string> _commands = new();

    public WatchedDatabase(string connectionString)
    {
        var options = new DbContextOptionsBuilder<RegistryDbContext>();
        options.UseRegistrySqlite(connectionString).AddInterceptors(new Watch(this));
        _options = options.Options;
    }

    /// <summary>Happens before each command; null for nothing.</summary>
    public Action? OnCommand { get; set; }

    /// <summary>The text of each command that names a table, in the order in which they were sent.</summary>
    public IReadOnlyList<string> CommandsOn(string table) =>
        [.. _commands.Where(c => c.Contains($"\"{table}\"", StringComparison.Ordinal))];

    public RegistryDbContext CreateDbContext() => new(_options, new SqliteDialect(), _commits);

    private void Note(DbCommand command)
    {
        _commands.Enqueue(command.CommandText);
        OnCommand?.Invoke();
    }

    private sealed class Watch(WatchedDatabase owner) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            owner.Note(command);
            return new(result);
        }

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<int> result,
            CancellationToken cancellationToken = default)
        {
            owner.Note(command);
            return new(result);
        }
    }
}
