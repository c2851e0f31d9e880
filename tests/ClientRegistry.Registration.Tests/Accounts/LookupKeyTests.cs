using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Accounts;

public sealed class LookupKeyTests
{
    [Fact]
    public async Task A_key_is_shown_once_and_kept_as_a_hash()
    {
        await using var world = await World.CreateAsync();

        var issued = (await Issue(world).RunAsync(new(" login ", ClientEnvironment.Sandbox), world.Administrator)).Value!;

        Assert.Equal("login", issued.Name);
        Assert.StartsWith(LookupKey.Prefix, issued.Plain, StringComparison.Ordinal);
        Assert.DoesNotContain(issued.Plain, issued.ToString(), StringComparison.Ordinal);
        await using var db = world.Database.CreateDbContext();
        Assert.Equal(LookupKey.HashOf(issued.Plain), (await db.LookupKeys.SingleAsync()).KeyHash);
        Assert.Equal("lookup_key:login", (await db.AuditEvents.SingleAsync()).Subject);
    }

    [Fact]
    public async Task Only_administrators_issue_and_revoke_and_the_refusal_names_them()
    {
        await using var world = await World.CreateAsync();
        foreach (var actor in new[] { world.AccountManager, world.Auditor, world.Developer })
        {
            var issue = await Issue(world).RunAsync(new("a", ClientEnvironment.Sandbox), actor);
            var revoke = await Revoke(world).RunAsync(new("a"), actor);
            Assert.Equal((ErrorCodes.Forbidden, ErrorCodes.Forbidden), (issue.Error!.Code, revoke.Error!.Code));
        }

        var told = await Issue(world).RunAsync(new("a", ClientEnvironment.Sandbox), world.Auditor);
        Assert.Contains("Ada (ada@registry.example)", told.Error!.Message, StringComparison.Ordinal);
        Assert.True((await List(world).RunAsync(0, world.Auditor)).Succeeded);
        Assert.Equal(ErrorCodes.Forbidden, (await List(world).RunAsync(0, world.Developer)).Error!.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\tb")]
    public async Task A_name_that_says_nothing_is_refused(string name)
    {
        await using var world = await World.CreateAsync();
        Assert.Equal(
            (ErrorCodes.Invalid, "Name"),
            ((await Issue(world).RunAsync(new(name, ClientEnvironment.Sandbox), world.Administrator)).Error is { } e
                ? (e.Code, e.Field!) : default));
    }

    [Fact]
    public async Task A_name_serves_once_and_a_revoked_key_stays_revoked()
    {
        await using var world = await World.CreateAsync();
        await Issue(world).RunAsync(new("login", ClientEnvironment.Sandbox), world.Administrator);
        Assert.True((await Revoke(world).RunAsync(new("login"), world.Administrator)).Succeeded);

        var again = await Issue(world).RunAsync(new("login", ClientEnvironment.Sandbox), world.Administrator);
        var twice = await Revoke(world).RunAsync(new("login"), world.Administrator);
        var past = await Issue(world).RunAsync(new("b", ClientEnvironment.Sandbox, world.Now), world.Administrator);
        var row = Assert.Single((await List(world).RunAsync(0, world.Administrator)).Value!.Rows);

        Assert.Equal(ErrorCodes.Duplicate, again.Error!.Code);
        Assert.Equal(ErrorCodes.WrongState, twice.Error!.Code);
        Assert.Equal(ErrorCodes.Invalid, past.Error!.Code);
        Assert.Equal(world.Now, row.RevokedAt);
    }

    [Fact]
    public async Task Refused_attempts_are_for_the_owner_and_the_staff()
    {
        await using var world = await World.CreateAsync();
        var client = Client.Issue("one", world.Partner.Id, ClientEnvironment.Sandbox, new ClientMetadata(), null, world.Now);
        await world.SaveAsync(client, Attempt("aaaaaaaaaa", client, world.Now), Attempt("bbbbbbbbbb", client, world.Now.AddSeconds(1)));
        var list = new ListRefusedAttempts(world.Database);

        var own = (await list.RunAsync(new("one"), world.Developer)).Value!;
        var found = (await list.RunAsync(new("one", "aaaaaaaaaa"), world.Auditor)).Value!;
        var foreign = await list.RunAsync(new("one"), world.OtherDeveloper);

        Assert.Equal(["bbbbbbbbbb", "aaaaaaaaaa"], own.Attempts.Select(a => a.Reference));
        Assert.Equal("aaaaaaaaaa", Assert.Single(found.Attempts).Reference);
        Assert.Equal(ErrorCodes.NotFound, foreign.Error!.Code);
    }

    private static RefusedAttempt Attempt(string reference, Client client, DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7(at), At = at, ClientRowId = client.Id, ClientId = client.ClientId,
        Environment = client.Environment, Reason = "redirect_uri_mismatch", Reference = reference,
    };

    private static IssueLookupKey Issue(World world) => new(world.Database, WhoHolds(world), world.Clock);

    private static RevokeLookupKey Revoke(World world) => new(world.Database, WhoHolds(world), world.Clock);

    private static ListLookupKeys List(World world) => new(world.Database, WhoHolds(world));

    private static FindWhoHolds WhoHolds(World world) => new(world.Database);
}
