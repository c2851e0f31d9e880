using ClientRegistry.Core.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Testing;

/// <summary>
/// A transaction that holds what every change of a client needs, as an import does until its commit. It is undone when this
/// is disposed of.
/// </summary>
public sealed class LongChange : IAsyncDisposable
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _work;

    private LongChange(TestDatabase database) => _work = HoldAsync(database);

    /// <summary>Begins it, and is there when the lock is held.</summary>
    /// <param name="database">Where.</param>
    public static async Task<LongChange> BeginAsync(TestDatabase database)
    {
        var change = new LongChange(database);
        await await Task.WhenAny(change._begun.Task, change._work);
        return change;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _end.TrySetResult();
        try
        {
            await _work;
        }
        catch (UndoneException)
        {
            // That is how it ends.
        }
    }

    private async Task HoldAsync(TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        await db.InTransactionAsync(
            async ct =>
            {
                await db.Counters.ExecuteUpdateAsync(set => set.SetProperty(c => c.Value, c => c.Value), ct);
                _begun.TrySetResult();
                await _end.Task;
                throw new UndoneException();
            },
            _ => Task.FromResult(false),
            CancellationToken.None);
    }

    private sealed class UndoneException : Exception;
}

/// <summary>Contexts that do not wait for long.</summary>
public static class Impatience
{
    /// <summary>Waits some seconds for a lock, not thirty: one in a file, and so many on a server that it can answer a
    /// query within them.</summary>
    /// <param name="db">The context.</param>
    public static void BeImpatient(this RegistryDbContext db)
    {
        if (db.Database.GetDbConnection() is SqliteConnection connection) connection.DefaultTimeout = 1;
        else db.Database.SetCommandTimeout(4);
    }
}
