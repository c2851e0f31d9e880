using System.Reflection;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

namespace ClientRegistry.Testing;

/// <summary>The databases the registry runs on.</summary>
public enum DatabaseKind
{
    /// <summary>The embedded default.</summary>
    Sqlite,

    /// <summary>The one of production.</summary>
    SqlServer,
}

/// <summary>
/// Runs a theory with one parameter, a <see cref="DatabaseKind"/>, on SQLite always and on SQL Server when
/// <c>CLIENTREGISTRY_TEST_SQLSERVER</c> names one; otherwise that row shows as skipped.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnEachDatabaseAttribute : DataAttribute
{
    /// <inheritdoc/>
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(
        MethodInfo testMethod, DisposalTracker disposalTracker)
    {
        var server = new TheoryDataRow<DatabaseKind>(DatabaseKind.SqlServer);
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(TestDatabase.SqlServerVariable)))
            server.Skip = $"{TestDatabase.SqlServerVariable} is not set.";
        return new([new TheoryDataRow<DatabaseKind>(DatabaseKind.Sqlite), server]);
    }

    /// <inheritdoc/>
    public override bool SupportsDiscoveryEnumeration() => true;
}
