using Microsoft.Data.Sqlite;

namespace ClientRegistry.Web.Hosting;

/// <summary>Where the SQLite file is.</summary>
internal static class SqliteConnectionString
{
    /// <summary>The configured connection with its path made absolute, or the default file; its directory is made.</summary>
    /// <param name="configured">The connection string; null or empty for the default file.</param>
    /// <param name="directory">Where the default file is.</param>
    /// <param name="defaultFile">What it is called.</param>
    public static string Of(string? configured, DataDirectory directory, string defaultFile)
    {
        var connection = Parse(configured);
        connection.DataSource = string.IsNullOrEmpty(connection.DataSource)
            ? directory.Below(defaultFile)
            : directory.Absolute(connection.DataSource);
        Directory.CreateDirectory(Path.GetDirectoryName(connection.DataSource)!);
        return connection.ToString();
    }

    private static SqliteConnectionStringBuilder Parse(string? configured)
    {
        try
        {
            return new SqliteConnectionStringBuilder(configured);
        }
        catch (ArgumentException e)
        {
            throw new StartRefusedException($"ConnectionStrings:ClientRegistry: is not for SQLite. {e.Message}");
        }
    }
}
