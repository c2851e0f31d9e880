using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Web.Hosting;

/// <summary>
/// One migration at a time on a SQLite file. EF Core's own lock is a row that a killed process leaves behind, and for
/// which later ones wait for ever (dotnet/efcore#38958). This one is an open file beside the database: the operating
/// system lets go of it with the process, so whoever holds it knows that a row it finds is nobody's any more.
/// </summary>
internal static class SqliteMigrationLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits for the lock.</summary>
    /// <param name="databaseFile">The database.</param>
    /// <param name="patience">How long to wait for another process.</param>
    /// <param name="clock">Measures it.</param>
    /// <param name="ct">Stops waiting.</param>
    /// <exception cref="StartRefusedException">Another process has it for longer.</exception>
    public static async Task<IDisposable> TakeAsync(
        string databaseFile, TimeSpan patience, TimeProvider clock, CancellationToken ct)
    {
        var path = databaseFile + ".migrating";
        var since = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(
                    path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (File.Exists(path))
            {
                if (clock.GetElapsedTime(since) > patience)
                {
                    throw new StartRefusedException(
                        $"Another process has been migrating {databaseFile} for {patience.TotalSeconds:0} seconds. "
                        + "Wait until it is done or end it, then start again.");
                }

                await Task.Delay(Pause, clock, ct);
            }
        }
    }

    /// <summary>Removes EF Core's lock row, whose process is gone. Called under our lock only.</summary>
    /// <param name="db">The database.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Whether there was one.</returns>
    public static async Task<bool> ClearStaleAsync(RegistryDbContext db, CancellationToken ct)
    {
        var tables = await db.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'")
            .SingleAsync(ct);
        return tables > 0 && await db.Database.ExecuteSqlAsync($"DELETE FROM \"__EFMigrationsLock\"", ct) > 0;
    }
}
