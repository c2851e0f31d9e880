using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Hosting;

/// <summary>What happens between building the host and listening.</summary>
internal static class Preparation
{
    /// <summary>Checks the configuration and readies the database.</summary>
    /// <param name="app">The built host.</param>
    public static async Task PrepareAsync(this WebApplication app)
    {
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        var contexts = app.Services.GetRequiredService<IDbContextFactory<RegistryDbContext>>();
        await using var db = await contexts.CreateDbContextAsync();
        await db.Database.MigrateAsync();
    }
}
