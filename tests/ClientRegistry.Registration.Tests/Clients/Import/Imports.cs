using System.Text;
using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Clients.Import;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Clients.Import;

/// <summary>Imports into a world's production environment, and reads what came of it.</summary>
internal static class Imports
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A client of the file, with a name and a redirect URI; more members as JSON.</summary>
    public static string Client(string clientId, string more = "") =>
        $$"""{"client_id":"{{clientId}}","client_name":"Legacy","redirect_uris":["https://app.example.com/cb"]{{(more.Length > 0 ? "," : "")}}{{more}}}""";

    public static async Task<ImportResult> ImportAsync(World world, params string[] lines)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
        return (await RunAsync(world, content)).Value!;
    }

    /// <param name="world">Where to.</param>
    /// <param name="content">The file.</param>
    /// <param name="toDefaultPartner">Whether no partner is named; else it is the world's first.</param>
    /// <param name="addScopes">Whether scopes are added.</param>
    /// <param name="dryRun">Whether to check only.</param>
    /// <param name="progress">Hears of each client.</param>
    public static Task<Outcome<ImportResult>> RunAsync(
        World world,
        Stream content,
        bool toDefaultPartner = false,
        bool addScopes = false,
        bool dryRun = false,
        IProgress<ImportProgress>? progress = null) =>
        new ImportClients(world.Database, world.Clock).RunAsync(
            new(content, ClientEnvironment.Production, toDefaultPartner ? null : world.Partner.Name, addScopes, dryRun),
            Actor.Operator,
            progress,
            Ct);

    public static async Task<Dictionary<string, Client>> ClientsAsync(World world)
    {
        await using var db = world.Database.CreateDbContext();
        return await db.Clients.Include(c => c.Secrets).Include(c => c.Revisions).ToDictionaryAsync(c => c.ClientId, Ct);
    }
}
