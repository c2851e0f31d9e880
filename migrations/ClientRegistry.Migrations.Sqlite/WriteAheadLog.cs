using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClientRegistry.Migrations.Sqlite;

/// <summary>
/// Sets what SQLite keeps per connection. <c>synchronous=FULL</c> stays: a decision that was acknowledged survives a
/// power cut. <c>secure_delete</c> overwrites what is deleted or wiped, so that no encrypted secret stays behind in
/// unused parts of the file. <c>busy_timeout</c> lets SQLite itself look for the lock every few milliseconds at first: the
/// provider alone sleeps 150 ms between two looks, and under several writers one of them then hardly gets its turn.
/// </summary>
internal sealed class WriteAheadLog : DbConnectionInterceptor
{
    private const string Pragmas =
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
        + "PRAGMA busy_timeout=250;";

    public static WriteAheadLog Instance { get; } = new();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
