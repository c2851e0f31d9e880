using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Tests.Requests;

/// <summary>A world with requests in it and the use cases that decide on them.</summary>
internal sealed class ReviewDesk : IAsyncDisposable
{
    private ReviewDesk(World world) => World = world;

    public World World { get; }

    public IOptions<CredentialsOptions> Credentials { get; } = Options.Create(new CredentialsOptions());

    public static ClientMetadata Metadata => WorldRequests.Metadata;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<ReviewDesk> OpenAsync() => new(await World.CreateAsync());

    public static async Task<ReviewDesk> OpenAsync(DatabaseKind kind) =>
        new(await World.CreateAsync(await TestDatabase.CreateAsync(kind)));

    public Task<Outcome<ApproveClientRequest.Result>> ApproveAsync(int number, Actor actor) =>
        new ApproveClientRequest(World.Database, World.Outbox, Credentials, World.Clock).RunAsync(number, actor, Ct);

    public Task<Outcome<Done>> ClaimAsync(int number, Actor actor) =>
        new ClaimClientRequest(World.Database, World.Outbox, World.Clock).RunAsync(number, actor, Ct);

    public Task<Outcome<Done>> RejectAsync(int number, string reason, Actor actor) =>
        new RejectClientRequest(World.Database, World.Outbox, World.Clock).RunAsync(new(number, reason), actor, Ct);

    public Task<Outcome<Done>> RequestChangesAsync(int number, string what, string why, Actor actor) =>
        new RequestChangesOnClientRequest(World.Database, World.Outbox, World.Clock)
            .RunAsync(new(number, what, why), actor, Ct);

    public Task<Outcome<int>> ProposeAsync(string clientId, Actor actor) =>
        new ProposeClientChange(World.Database, World.Clock).RunAsync(clientId, actor, Ct);

    public Task<Outcome<Done>> ChangeStatusAsync(string clientId, ClientStatus status, Actor? actor = null) =>
        new ChangeClientStatus(World.Database, World.Outbox, World.Clock)
            .RunAsync(new(clientId, status, "Leaked"), actor ?? World.AccountManager, Ct);

    public Task<int> SubmittedAsync(ClientMetadata? metadata = null, Actor? submitter = null) =>
        World.SubmittedAsync(metadata, submitter);

    public Task<int> SubmittedChangeAsync(string clientId, ClientMetadata metadata) =>
        World.SubmittedChangeAsync(clientId, metadata);

    public Task<string> IssuedAsync(ClientMetadata? metadata = null) => World.IssuedAsync(metadata);

    public async Task ResubmitAsync(int number)
    {
        await using var db = World.Database.CreateDbContext();
        (await db.ClientRequests.SingleAsync(r => r.Number == number, Ct)).Submit(World.Developer, World.Now);
        await db.SaveChangesAsync(Ct);
    }

    public async Task<ClientRequest> FindAsync(int number)
    {
        await using var db = World.Database.CreateDbContext();
        return await db.ClientRequests.AsNoTracking().Include(r => r.Timeline).SingleAsync(r => r.Number == number, Ct);
    }

    public async Task<List<T>> AllAsync<T>()
        where T : class
    {
        await using var db = World.Database.CreateDbContext();
        return await db.Set<T>().AsNoTracking().ToListAsync(Ct);
    }

    public async Task ChangeScopeAsync(string name, Action<Scope> change)
    {
        await using var db = World.Database.CreateDbContext();
        change(await db.Scopes.SingleAsync(s => s.Name == name, Ct));
        await db.SaveChangesAsync(Ct);
    }

    /// <summary>A member leaves the partner and becomes staff.</summary>
    public async Task<Actor> PromoteAsync(Actor member, StaffRole role)
    {
        await using (var db = World.Database.CreateDbContext())
        {
            var user = await db.Users.Include(u => u.Membership).SingleAsync(u => u.Id == member.UserId, Ct);
            db.Remove(user.Membership!);
            user.BecomeStaff(role);
            await db.SaveChangesAsync(Ct);
        }

        return await World.ActorAsync(member.UserId!.Value);
    }

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
