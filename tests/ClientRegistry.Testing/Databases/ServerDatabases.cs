using System.Collections.Concurrent;
using ClientRegistry.Core.Data;
using ClientRegistry.Migrations.SqlServer;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Testing.Databases;

/// <summary>
/// Migrated databases on a server, for one test at a time each. To make one takes seconds and to empty one takes
/// milliseconds, so a test that is over leaves its database to the next; all of them go with the process.
/// </summary>
internal sealed class ServerDatabases
{
    /// <summary>A server makes one database after another anyway, and refuses who waits too long (error 1807).</summary>
    private static readonly SemaphoreSlim OneAtATime = new(1);

    private readonly TestServer _server;
    private readonly ConcurrentBag<string> _free = [];
    private readonly ConcurrentDictionary<string, bool> _made = new();
    private bool _swept;

    public ServerDatabases(TestServer server)
    {
        _server = server;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => DropAll();
    }

    /// <summary>Connection string of a database that is as its migrations made it.</summary>
    public async Task<string> TakeAsync()
    {
        if (_free.TryTake(out var free)) return free;

        await OneAtATime.WaitAsync();
        try
        {
            if (!_swept) _server.Sweep();
            _swept = true;
            return await MakeAsync();
        }
        finally
        {
            OneAtATime.Release();
        }
    }

    /// <summary>Takes a database back.</summary>
    /// <param name="database">Its connection string.</param>
    /// <param name="isQuiet">Whether nobody uses it any more; otherwise no other test gets it.</param>
    public async Task GiveBackAsync(string database, bool isQuiet)
    {
        if (!isQuiet) return;

        try
        {
            await using var db = ContextOf(database);
            await db.EmptyAsync();
            _free.Add(database);
        }
        catch (SqlException)
        {
            // The next test gets one that is made for it: slower, and no worse.
        }
    }

    private static RegistryDbContext ContextOf(string database)
    {
        var options = new DbContextOptionsBuilder<RegistryDbContext>();
        options.UseRegistrySqlServer(database);
        return new RegistryDbContext(options.Options, new SqlServerDialect(), new Commits());
    }

    private async Task<string> MakeAsync()
    {
        var database = _server.NewDatabase();
        _made[database] = true;
        await using var db = ContextOf(database);
        db.Database.SetCommandTimeout(TestServer.Patience);
        await db.Database.MigrateAsync();
        return database;
    }

    private void DropAll()
    {
        foreach (var database in _made.Keys)
        {
            try
            {
                _server.Drop(database);
            }
            catch (SqlException)
            {
                // The tests have said what they had to say; a later run drops it.
            }
        }
    }
}
