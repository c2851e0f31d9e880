using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Testing;

namespace ClientRegistry.Registration.Tests.Clients;

public sealed class FindRefusedAttemptTests
{
    [Fact]
    public async Task Staff_finds_a_refusal_of_no_client_and_of_any_client_by_its_reference_alone()
    {
        await using var world = await StoredAsync();
        foreach (var staff in new[] { world.Administrator, world.AccountManager, world.Auditor })
        {
            Assert.Equal("typo", (await FindAsync(world, "aaaaaaaaaa", staff)).Value!.ClientId);
            Assert.Equal("one", (await FindAsync(world, " BBBBBBBBBB\n", staff)).Value!.ClientId);
        }
    }

    [Fact]
    public async Task A_member_finds_those_of_the_own_partners_clients_and_no_other()
    {
        await using var world = await StoredAsync();

        Assert.Equal("one", (await FindAsync(world, "bbbbbbbbbb", world.Developer)).Value!.ClientId);
        foreach (var (reference, actor) in new[]
        {
            ("aaaaaaaaaa", world.Developer), ("bbbbbbbbbb", world.OtherDeveloper), ("aaaaaaaaaa", Actor.Visitor(null)),
            ("bbbbbbbbbb", Actor.Visitor(null)), ("cccccccccc", world.Administrator), ("", world.Administrator),
        })
            Assert.Equal(ErrorCodes.NotFound, (await FindAsync(world, reference, actor)).Error?.Code);
    }

    private static async Task<World> StoredAsync()
    {
        var world = await World.CreateAsync();
        var client = Client.Issue("one", world.Partner.Id, ClientEnvironment.Sandbox, new ClientMetadata(), null, world.Now);
        await world.SaveAsync(
            client, Attempt(world, "aaaaaaaaaa", "typo", null), Attempt(world, "bbbbbbbbbb", "one", client.Id));
        return world;
    }

    private static RefusedAttempt Attempt(World world, string reference, string clientId, Guid? client) => new()
    {
        Id = Guid.CreateVersion7(), At = world.Now, ClientRowId = client, ClientId = clientId,
        Environment = ClientEnvironment.Sandbox, Reason = "unknown_client", Reference = reference,
    };

    private static Task<Outcome<RefusedAttempt>> FindAsync(World world, string reference, Actor actor) =>
        new FindRefusedAttempt(world.Database).RunAsync(reference, actor);
}
