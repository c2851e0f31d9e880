using System.Data;
using System.Data.Common;
using ClientRegistry.Core.Data;
using ClientRegistry.Migrations.SqlServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClientRegistry.Testing.TransactSql;

/// <summary>
/// SQL Server as EF Core sees it, without a server: commands are generated as in production, written down, and not
/// answered, unless the test does: each other ends in a <see cref="SilenceException"/>.
/// </summary>
public sealed class SilentSqlServer : IDbContextFactory<RegistryDbContext>
{
    private readonly List<string> _commands = [];
    private readonly DbContextOptions<RegistryDbContext> _options;

    /// <summary>Makes one.</summary>
    /// <param name="asked">Happens while it is asked; null for nothing.</param>
    /// <param name="answer">The one value that every query gets for an answer; null for none.</param>
    public SilentSqlServer(Action? asked = null, object? answer = null)
    {
        var options = new DbContextOptionsBuilder<RegistryDbContext>();
        options.UseRegistrySqlServer("Server=silent;Database=ClientRegistry")
            .AddInterceptors(new NoConnection(), new NoTransaction(), new WrittenDown(_commands, asked, answer));
        _options = options.Options;
    }

    /// <summary>The text of each command so far.</summary>
    public IReadOnlyList<string> Commands => _commands;

    /// <summary>A context on it.</summary>
    public RegistryDbContext CreateDbContext() => new(_options, new SqlServerDialect(), new Commits());

    private sealed class NoConnection : DbConnectionInterceptor
    {
        public override InterceptionResult ConnectionOpening(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
            InterceptionResult.Suppress();

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection,
            ConnectionEventData eventData,
            InterceptionResult result,
            CancellationToken cancellationToken = default) => new(InterceptionResult.Suppress());

        public override InterceptionResult ConnectionClosing(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
            InterceptionResult.Suppress();

        public override ValueTask<InterceptionResult> ConnectionClosingAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
            new(InterceptionResult.Suppress());
    }

    private sealed class NoTransaction : DbTransactionInterceptor
    {
        public override ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
            DbConnection connection,
            TransactionStartingEventData eventData,
            InterceptionResult<DbTransaction> result,
            CancellationToken cancellationToken = default) =>
            new(InterceptionResult<DbTransaction>.SuppressWithResult(new Nothing(connection)));

        private sealed class Nothing(DbConnection connection) : DbTransaction
        {
            public override IsolationLevel IsolationLevel => IsolationLevel.ReadCommitted;

            protected override DbConnection DbConnection => connection;

            public override void Commit()
            {
            }

            public override void Rollback()
            {
            }
        }
    }

    private sealed class WrittenDown(List<string> commands, Action? asked, object? answer) : DbCommandInterceptor
    {
        public override InterceptionResult<DbDataReader> ReaderExecuting(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
            throw Silence(command);

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default)
        {
            var silence = Silence(command);
            return answer is null ? throw silence : new(InterceptionResult<DbDataReader>.SuppressWithResult(Answer(answer)));
        }

        public override InterceptionResult<int> NonQueryExecuting(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result) => throw Silence(command);

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<int> result,
            CancellationToken cancellationToken = default) => throw Silence(command);

        private static DataTableReader Answer(object value)
        {
            using var table = new DataTable();
            table.Columns.Add("Value", value.GetType());
            table.Rows.Add(value);
            return table.CreateDataReader();
        }

        private SilenceException Silence(DbCommand command)
        {
            commands.Add(command.CommandText);
            asked?.Invoke();
            return new SilenceException();
        }
    }
}

/// <summary>The command was written down, and nobody is there to answer it.</summary>
public sealed class SilenceException : Exception;
