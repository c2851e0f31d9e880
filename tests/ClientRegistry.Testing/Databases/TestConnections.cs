using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClientRegistry.Testing.Databases;

/// <summary>
/// Knows the connections of one test, and lets nobody use one that is opened after its end: what a test left running must
/// not write into the database of the next.
/// </summary>
public sealed class TestConnections : DbConnectionInterceptor
{
    private readonly Lock _lock = new();
    private readonly HashSet<DbConnection> _opened = [];
    private bool _isOver;

    /// <summary>Lets none be opened from now on, and says whether all are closed.</summary>
    public bool End()
    {
        lock (_lock)
        {
            _isOver = true;
            return _opened.All(c => c.State == ConnectionState.Closed);
        }
    }

    /// <inheritdoc/>
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        lock (_lock)
        {
            if (_isOver) throw new InvalidOperationException("The test is over, and its database is another's.");
            _opened.Add(connection);
        }
    }

    /// <inheritdoc/>
    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }
}
