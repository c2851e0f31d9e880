using Microsoft.Data.Sqlite;

namespace ClientRegistry.Web.Hosting;

/// <summary>Where the SQLite file is.</summary>
internal static class SqliteConnectionString
{
    /// <summary>The configured connection with its path made absolute, or the default file; its directory is made.</summary>
    /// <param name="configured">The connection string; null or empty for the default file.</param>
    /// <param name="directory">Where the default file is.</param>
    /// <param name="defaultFile">What it is called.</param>
    /// <exception cref="StartRefusedException">It is no file that the registry can use.</exception>
    public static string Of(string? configured, DataDirectory directory, string defaultFile)
    {
        var connection = Parse(configured);
        var isDefault = string.IsNullOrEmpty(connection.DataSource);
        connection.DataSource = isDefault ? directory.Below(defaultFile) : directory.Absolute(connection.DataSource);
        var parent = Path.GetDirectoryName(connection.DataSource)!;
        try
        {
            Directory.CreateDirectory(parent);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var key = isDefault ? "Data:Directory" : "ConnectionStrings:ClientRegistry";
            throw new StartRefusedException($"{key}: the directory {parent} cannot be made. {e.Message}");
        }

        return connection.ToString();
    }

    private static SqliteConnectionStringBuilder Parse(string? configured)
    {
        try
        {
            var connection = new SqliteConnectionStringBuilder(configured);
            if (IsFile(connection)) return connection;
        }
        catch (ArgumentException e)
        {
            throw new StartRefusedException($"ConnectionStrings:ClientRegistry: is not for SQLite. {e.Message}");
        }

        throw new StartRefusedException(
            "ConnectionStrings:ClientRegistry: must name a file by its path and have no password, "
            + "as Data Source=/var/lib/registry.db.");
    }

    /// <summary>A database in memory is another one for each connection; a URI would be taken for a path; our SQLite cannot
    /// encrypt.</summary>
    private static bool IsFile(SqliteConnectionStringBuilder connection) =>
        connection.Mode != SqliteOpenMode.Memory
        && connection.DataSource != ":memory:"
        && !connection.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
        && connection.Password.Length == 0;
}
