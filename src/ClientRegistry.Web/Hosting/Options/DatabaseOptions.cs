using System.ComponentModel.DataAnnotations;

namespace ClientRegistry.Web.Hosting;

/// <summary>Which database; section <c>Database</c>.</summary>
internal sealed class DatabaseOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Database";

    /// <summary>Name of the connection string.</summary>
    public const string ConnectionName = "ClientRegistry";

    /// <summary>The database product. Default <see cref="DatabaseProvider.Sqlite"/>.</summary>
    [EnumDataType(typeof(DatabaseProvider), ErrorMessage = "must be Sqlite or SqlServer.")]
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>Whether a start brings the schema up to date; null means true for Sqlite and false for SqlServer.</summary>
    public bool? MigrateOnStart { get; set; }

    /// <summary>Whether a start brings the schema up to date.</summary>
    public bool MigratesOnStart => MigrateOnStart ?? Provider == DatabaseProvider.Sqlite;
}

/// <summary>The databases that the registry runs on.</summary>
internal enum DatabaseProvider
{
    /// <summary>A file; the embedded default, for one node.</summary>
    Sqlite,

    /// <summary>A server; for one node or several.</summary>
    SqlServer,
}
