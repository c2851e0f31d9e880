using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Secrets;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Tests.Secrets;

/// <summary>A world with one client, whose first secret was mailed, and the use cases that replace it.</summary>
internal sealed class RotationDesk : IAsyncDisposable
{
    private RotationDesk(World world, string clientId) => (World, ClientId) = (world, clientId);

    public World World { get; }

    public string ClientId { get; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<RotationDesk> OpenAsync(
        DatabaseKind kind = DatabaseKind.Sqlite, ClientMetadata? metadata = null, TimeSpan? lifetime = null)
    {
        var world = await World.CreateAsync(kind);
        world.Credentials.SecretLifetime = lifetime;
        return new RotationDesk(world, await world.IssuedAsync(metadata));
    }

    public Task<Outcome<PlainClientSecret>> AddAsync(
        string label = "Second", Actor? actor = null, string? reason = null, string? replaces = null) =>
        new AddClientSecret(World.Database, World.Outbox, Options.Create(World.Credentials), World.Clock)
            .RunAsync(new(ClientId, label, reason, replaces), actor ?? World.Developer, Ct);

    public Task<Outcome<DateTimeOffset>> RetireAsync(
        string secretId, DateTimeOffset? endsAt = null, bool atOnce = false, bool endLast = false, Actor? actor = null) =>
        new RetireClientSecret(World.Database, World.Outbox, World.Clock).RunAsync(
            new(ClientId, secretId) { EndsAt = endsAt, AtOnce = atOnce, EndLast = endLast },
            actor ?? World.Developer,
            Ct);

    public Task<Outcome<Done>> UndoAsync(string secretId, Actor? actor = null, string? reason = null) =>
        new UndoRetirement(World.Database, World.Outbox, World.Clock)
            .RunAsync(new(ClientId, secretId, reason), actor ?? World.Developer, Ct);

    /// <summary>All secrets, the oldest first.</summary>
    public async Task<List<ClientSecret>> SecretsAsync()
    {
        await using var db = World.Database.CreateDbContext();
        return await db.ClientSecrets.AsNoTracking().OrderBy(s => s.CreatedAt).ToListAsync(Ct);
    }

    /// <summary>The one that was mailed with the approval.</summary>
    public async Task<string> FirstAsync() => (await SecretsAsync())[0].SecretId;

    public async Task<List<T>> AllAsync<T>()
        where T : class
    {
        await using var db = World.Database.CreateDbContext();
        return await db.Set<T>().AsNoTracking().ToListAsync(Ct);
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
