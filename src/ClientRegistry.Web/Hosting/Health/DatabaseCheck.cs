using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ClientRegistry.Web.Hosting;

/// <summary>The database can be reached.</summary>
/// <param name="contexts">Makes the unit of work.</param>
internal sealed class DatabaseCheck(IDbContextFactory<RegistryDbContext> contexts) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Database.CanConnectAsync(cancellationToken)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy("The database cannot be reached.");
    }
}

/// <summary>The database has the schema of this version.</summary>
/// <param name="schema">Knows what is missing.</param>
/// <param name="contexts">Makes the unit of work.</param>
internal sealed class MigrationsCheck(Schema schema, IDbContextFactory<RegistryDbContext> contexts) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // Asked first, because asking SQLite for its migrations would make the file that is gone.
        if (!await db.Database.CanConnectAsync(cancellationToken))
            return HealthCheckResult.Unhealthy("The database cannot be reached.");

        var pending = await schema.PendingAsync(cancellationToken);
        return pending.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy($"The database lacks {string.Join(", ", pending)}.");
    }
}
