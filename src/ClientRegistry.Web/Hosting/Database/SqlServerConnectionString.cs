using Microsoft.Data.SqlClient;

namespace ClientRegistry.Web.Hosting;

/// <summary>Where the SQL Server is.</summary>
internal static class SqlServerConnectionString
{
    /// <summary>The configured connection, provided that it can be read.</summary>
    /// <param name="configured">The connection string.</param>
    /// <exception cref="StartRefusedException">There is none, or it cannot be read.</exception>
    public static string Of(string? configured)
    {
        if (string.IsNullOrWhiteSpace(configured))
        {
            throw new StartRefusedException(
                "ConnectionStrings:ClientRegistry: is required when Database:Provider is SqlServer.");
        }

        try
        {
            _ = new SqlConnectionStringBuilder(configured);
            return configured;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new StartRefusedException($"ConnectionStrings:ClientRegistry: is not for SQL Server. {e.Message}");
        }
    }
}
