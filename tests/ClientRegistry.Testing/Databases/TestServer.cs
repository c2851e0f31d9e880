using System.Buffers.Binary;
using Microsoft.Data.SqlClient;

namespace ClientRegistry.Testing.Databases;

/// <summary>A SQL Server on which databases of tests may be made and dropped.</summary>
/// <param name="connectionString">Leads there; the database it names does not matter.</param>
public sealed class TestServer(string connectionString)
{
    private const string Prefix = "clientregistry_test_";

    /// <summary>No run of the tests lasts so long.</summary>
    private static readonly TimeSpan Stale = TimeSpan.FromHours(2);

    /// <summary>In seconds. Tests that open fifty connections at once wait for the last of them.</summary>
    private const int ConnectTimeout = 60;

    /// <summary>Making and dropping a database takes longer than a query may.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Connection string of a database that is not there yet.</summary>
    public string NewDatabase() => Connection($"{Prefix}{Guid.CreateVersion7():N}");

    /// <summary>Whether a test made a database of that name so long ago that it left it behind.</summary>
    /// <param name="name">Name of a database.</param>
    /// <param name="now">The present.</param>
    public static bool WasLeftBehind(string name, DateTimeOffset now) =>
        name.StartsWith(Prefix, StringComparison.Ordinal)
        && Guid.TryParseExact(name[Prefix.Length..], "N", out var id)
        && id.Version == 7
        && now - MadeAt(id) > Stale;

    /// <summary>T-SQL that drops a database, whoever is connected to it; nothing happens when there is none.</summary>
    /// <param name="name">Name of the database.</param>
    public static string DropCommand(string name) =>
        $"""
        IF DB_ID(N'{name}') IS NOT NULL
        BEGIN
            IF SERVERPROPERTY('EngineEdition') <> 5
                ALTER DATABASE [{name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE;
            DROP DATABASE [{name}];
        END
        """;

    /// <summary>Drops a database. Connections of this process to it are closed; those to others are left alone.</summary>
    /// <param name="database">Its connection string.</param>
    public void Drop(string database)
    {
        using (var pooled = new SqlConnection(database)) SqlConnection.ClearPool(pooled);
        using var master = OpenMaster();
        Execute(master, DropCommand(new SqlConnectionStringBuilder(database).InitialCatalog));
    }

    /// <summary>Drops what runs left behind that were killed.</summary>
    public void Sweep()
    {
        using var master = OpenMaster();
        foreach (var name in Names(master).Where(name => WasLeftBehind(name, DateTimeOffset.UtcNow)))
        {
            try
            {
                Execute(master, DropCommand(name));
            }
            catch (SqlException)
            {
                // Another test process sweeps too and was faster, or it is not ours to drop.
            }
        }
    }

    private static DateTimeOffset MadeAt(Guid id)
    {
        // RFC 9562 section 5.7: the first 48 bits are milliseconds of Unix time.
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16));
    }

    private static List<string> Names(SqlConnection master)
    {
        using var command = new SqlCommand("SELECT name FROM sys.databases", master);
        using var reader = command.ExecuteReader();
        List<string> names = [];
        while (reader.Read()) names.Add(reader.GetString(0));
        return names;
    }

    private static void Execute(SqlConnection connection, string text)
    {
#pragma warning disable CA2100 // Names of databases that tests made: no parameter can stand for one.
        using var command = new SqlCommand(text, connection) { CommandTimeout = (int)Patience.TotalSeconds };
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private SqlConnection OpenMaster()
    {
        var connection = new SqlConnection(Connection("master"));
        connection.Open();
        return connection;
    }

    private string Connection(string database) => new SqlConnectionStringBuilder(connectionString)
    {
        InitialCatalog = database, ConnectTimeout = ConnectTimeout,
    }.ToString();
}
