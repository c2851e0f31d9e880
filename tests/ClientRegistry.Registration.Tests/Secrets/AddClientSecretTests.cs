using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Tests.Mail;
using ClientRegistry.Testing;

namespace ClientRegistry.Registration.Tests.Secrets;

public sealed class AddClientSecretTests
{
    [Theory, OnEachDatabase]
    public async Task A_member_gets_a_second_secret_whose_hash_is_kept_and_every_member_is_told_without_it(
        DatabaseKind kind)
    {
        await using var desk = await RotationDesk.OpenAsync(kind);
        desk.World.Clock.Advance(TimeSpan.FromDays(1));

        var added = await desk.AddAsync("  Autumn key ");

        Assert.True(added.Succeeded, added.Error?.Message);
        var secret = (await desk.SecretsAsync())[1];
        Assert.Equal(
            ("Autumn key", added.Value.SecretId, null, false),
            (secret.Label, secret.SecretId, secret.ExpiresAt, secret.WasMailed));
        Assert.True(SecretHash.Matches(added.Value.Reveal(), secret.Hash));
        Assert.Equal(ClientChangeKind.Secrets, (await desk.AllAsync<ClientChange>()).MaxBy(c => c.Sequence)!.Kind);
        var entry = (await desk.AllAsync<AuditEvent>()).MaxBy(e => e.Sequence)!;
        Assert.Equal(
            (AuditActions.SecretAdded, $"Autumn key ({added.Value.SecretId})", desk.World.Developer.UserId),
            (entry.Action, entry.Reason, entry.ActorId));
        var mails = await desk.World.MailsAsync<SecretAdded>();
        Assert.Equal(["dora@northwind.example", "pavel@northwind.example"], mails.Select(m => m.RecipientAddress));
        Assert.All(mails, m => Assert.Null(m.ProtectedSecret));
    }

    [Fact]
    public async Task The_new_secret_stands_nowhere_in_the_database_its_log_or_its_files()
    {
        await using var desk = await RotationDesk.OpenAsync();

        var plain = (await desk.AddAsync()).Value!;

        Assert.True(await DatabaseFiles.ContainAsync(desk.World, plain.SecretId));
        Assert.False(await DatabaseFiles.ContainAsync(desk.World, plain.Reveal()));
        Assert.False(await DatabaseFiles.ContainAsync(desk.World, plain.Reveal()[17..]));
    }

    [Theory, OnEachDatabase]
    public async Task Of_parallel_adds_one_succeeds_and_never_are_three_live(DatabaseKind kind)
    {
        await using var desk = await RotationDesk.OpenAsync(kind);

        var outcomes = await Task.WhenAll(
            Enumerable.Range(1, 6).Select(i => Task.Run(() => desk.AddAsync($"Parallel {i}"))));

        Assert.Single(outcomes, o => o.Succeeded);
        Assert.All(
            outcomes.Where(o => !o.Succeeded),
            o => Assert.Contains(o.Error!.Code, new[] { ErrorCodes.Conflict, ErrorCodes.WrongState }));
        Assert.Equal(2, (await desk.SecretsAsync()).Count);
        Assert.Equal(2, (await desk.World.MailsAsync<SecretAdded>()).Count);
    }

    [Theory, OnEachDatabase]
    public async Task A_third_waits_until_one_has_ended(DatabaseKind kind)
    {
        await using var desk = await RotationDesk.OpenAsync(kind);
        var first = await desk.FirstAsync();
        await desk.AddAsync();
        var end = (await desk.RetireAsync(first)).Value;

        Assert.Equal(ErrorCodes.WrongState, (await desk.AddAsync("Third")).Error?.Code);
        desk.World.Clock.SetUtcNow(end);
        Assert.True((await desk.AddAsync("Third")).Succeeded);
        Assert.Equal(2, (await desk.SecretsAsync()).Count(s => s.IsLive(desk.World.Now)));
    }

    [Theory, OnEachDatabase]
    public async Task Replacing_the_mailed_secret_adds_one_and_ends_the_mailed_one_in_a_week(DatabaseKind kind)
    {
        await using var desk = await RotationDesk.OpenAsync(kind);
        var first = await desk.FirstAsync();
        desk.World.Clock.Advance(TimeSpan.FromHours(1));

        Assert.True((await desk.AddAsync("Replacement", replaces: first)).Succeeded);

        var secrets = await desk.SecretsAsync();
        Assert.Equal([desk.World.Now.AddDays(7), null], secrets.Select(s => s.ExpiresAt));
        Assert.Equal(2, (await desk.World.MailsAsync<SecretRetired>()).Count);
        var again = await desk.AddAsync("Nothing to replace", replaces: "nothing");
        Assert.Equal(ErrorCodes.WrongState, again.Error?.Code);
        Assert.Equal(2, (await desk.SecretsAsync()).Count);
    }

    [Theory, OnEachDatabase]
    public async Task Staff_needs_to_manage_the_partner_and_a_reason_and_a_stranger_finds_nothing(DatabaseKind kind)
    {
        await using var desk = await RotationDesk.OpenAsync(kind);
        var world = desk.World;

        var silent = await desk.AddAsync(actor: world.AccountManager);
        Assert.Equal((ErrorCodes.Invalid, "Reason"), (silent.Error?.Code, silent.Error?.Field));
        foreach (var actor in (Actor[])[world.PoolManager, world.Auditor])
        {
            var refused = await desk.AddAsync(actor: actor, reason: "Leaked");
            Assert.Equal(ErrorCodes.Forbidden, refused.Error?.Code);
            Assert.Contains("Max (max@registry.example)", refused.Error!.Message, StringComparison.Ordinal);
        }

        foreach (var actor in (Actor[])[world.OtherDeveloper, world.Visitor])
            Assert.Equal(ErrorCodes.NotFound, (await desk.AddAsync(actor: actor, reason: "Leaked")).Error?.Code);
        Assert.Single(await desk.SecretsAsync());

        Assert.True((await desk.AddAsync(actor: world.AccountManager, reason: "Leaked")).Succeeded);
        var entry = (await desk.AllAsync<AuditEvent>()).MaxBy(e => e.Sequence)!;
        Assert.EndsWith(": Leaked", entry.Reason, StringComparison.Ordinal);
        Assert.All(
            await world.MailsAsync<SecretAdded>(), m => Assert.Contains("Leaked", m.Payload, StringComparison.Ordinal));
    }

    [Theory, OnEachDatabase]
    public async Task A_public_and_a_revoked_client_get_none_and_a_suspended_one_does(DatabaseKind kind)
    {
        await using var open = await RotationDesk.OpenAsync(
            kind, WorldRequests.Metadata with { TokenEndpointAuthMethod = TokenEndpointAuthMethods.None, RequirePkce = true });
        Assert.Equal(ErrorCodes.WrongState, (await open.AddAsync()).Error?.Code);

        await using var desk = await RotationDesk.OpenAsync(kind);
        await ChangeStatusAsync(desk, ClientStatus.Suspended);
        Assert.True((await desk.AddAsync()).Succeeded);
        await ChangeStatusAsync(desk, ClientStatus.Revoked);
        var first = await desk.FirstAsync();
        Assert.Equal(ErrorCodes.WrongState, (await desk.AddAsync("Third")).Error?.Code);
        Assert.Equal(ErrorCodes.WrongState, (await desk.RetireAsync(first)).Error?.Code);
        Assert.Equal(ErrorCodes.WrongState, (await desk.UndoAsync(first)).Error?.Code);
    }

    [Fact]
    public async Task A_label_is_one_line_and_tells_the_live_ones_apart()
    {
        await using var desk = await RotationDesk.OpenAsync();

        foreach (var label in (string[])["", "  ", "two\nlines", new('x', 101)])
        {
            var refused = await desk.AddAsync(label);
            Assert.Equal((ErrorCodes.Invalid, "Label"), (refused.Error?.Code, refused.Error?.Field));
        }

        Assert.Equal(ErrorCodes.Duplicate, (await desk.AddAsync("First secret")).Error?.Code);
        Assert.Single(await desk.SecretsAsync());
        Assert.True((await desk.AddAsync(new string('x', 100))).Succeeded);
    }

    private static async Task ChangeStatusAsync(RotationDesk desk, ClientStatus status) => Assert.True(
        (await new ChangeClientStatus(desk.World.Database, desk.World.Outbox, desk.World.Clock)
            .RunAsync(new(desk.ClientId, status, "Test"), desk.World.AccountManager)).Succeeded);
}
