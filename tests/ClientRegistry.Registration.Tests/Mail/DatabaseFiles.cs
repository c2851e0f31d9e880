using System.Text;
using ClientRegistry.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Mail;

/// <summary>What lies on disk when the database is SQLite.</summary>
internal static class DatabaseFiles
{
    /// <summary>Brings what the write-ahead log holds into the database file, and empties the log.</summary>
    public static async Task CheckpointAsync(World world)
    {
        await using var db = world.Database.CreateDbContext();
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <summary>Whether a text stands in the database, its log or any other file of it.</summary>
    public static async Task<bool> ContainAsync(World world, string text)
    {
        var file = new SqliteConnectionStringBuilder(world.Database.ConnectionString).DataSource;
        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(file)!))
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var content = new MemoryStream();
            await stream.CopyToAsync(content);
            if (content.GetBuffer().AsSpan(0, (int)content.Length).IndexOf(Encoding.UTF8.GetBytes(text)) >= 0) return true;
        }

        return false;
    }
}
