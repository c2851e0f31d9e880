using ClientRegistry.Core.Keys;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Mail.Administration;
using ClientRegistry.Registration.Mail.Keys;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Smtp;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Mail;

/// <summary>Keys that are lost, and keys that are merely the wrong ones.</summary>
public sealed class KeyLossTests
{
    private const string Nina = "nina@partner.example";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task A_start_with_the_same_keys_changes_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await using var server = SmtpTestServer.Start();
        await StartAndStopAsync(world, server, world.MailSecrets);
        var id = await OweSecretAsync(world);

        await StartAndStopAsync(world, server, world.MailSecrets);

        Assert.Equal(MailState.Due, (await world.MailAsync(id)).State);
        Assert.Single(await AllAsync<KeyWitness>(world));
        Assert.Empty(await AllAsync<KeyHolder>(world));
        Assert.Empty(await world.MailsAsync<MailSecretsLost>());
    }

    [Theory, OnEachDatabase]
    public async Task Lost_keys_turn_what_waits_into_issue_again_with_one_notice_a_person(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await using var server = SmtpTestServer.Start();
        await StartAndStopAsync(world, server, world.MailSecrets);
        var clientId = await world.IssuedAsync();
        await world.IssuedAsync();
        var invitation = await OweSecretAsync(world);
        var harmless = await world.OweAsync(Nina);
        var otherKeys = OtherKeys();

        await StartAndStopAsync(world, server, otherKeys);
        await StartAndStopAsync(world, server, otherKeys);
        await StartAndStopAsync(world, server, OtherKeys());

        var credentials = await world.MailsAsync<CredentialsIssued>();
        Assert.All(
            credentials, m => Assert.Equal((MailState.Failed, OutgoingMail.KeysLost), (m.State, m.LastAnswer)));
        Assert.Equal(MailState.Failed, (await world.MailAsync(invitation)).State);
        Assert.Equal(OutgoingMail.KeysLost, Assert.Single((await world.MailAsync(invitation)).Attempts).Answer);
        Assert.Equal(MailState.Due, (await world.MailAsync(harmless)).State);
        Assert.Equal(
            ["ada@registry.example", "max@registry.example"],
            (await world.MailsAsync<MailSecretsLost>()).Select(m => m.RecipientAddress));
        var problem = Assert.Single(await new FindMailProblems(world.Database).OfClientAsync(clientId, world.Developer, Ct));
        Assert.Contains("Keys lost: issue again", problem.Cause, StringComparison.Ordinal);
        Assert.Contains("Add a new secret", problem.WayOut, StringComparison.Ordinal);
        var home = await new ShowHome(world.Database).RunAsync(world.AccountManager, Ct);
        Assert.Equal(3, home.Staff!.LostSecrets);
        Assert.Equal(3, (await AllAsync<KeyWitness>(world)).Count);
    }

    [Theory, OnEachDatabase]
    public async Task A_process_with_the_wrong_keys_beside_one_with_the_right_ones_fails_nothing(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await using var server = SmtpTestServer.Start();
        await using var right = new MailNode(world, server);
        await right.KeyWatch.StartAsync(Ct);
        var id = await OweSecretAsync(world);
        await using var wrong = new MailNode(world, server, secrets: OtherKeys());

        await wrong.KeyWatch.StartAsync(Ct);
        await wrong.DrainAsync();

        Assert.Equal((KeyStanding.Held, KeyStanding.Elsewhere), (right.Custody.Standing, wrong.Custody.Standing));
        Assert.Contains(wrong.Logs, l => l.StartsWith("Error Data Protection keys differ", StringComparison.Ordinal));
        Assert.Equal(MailState.Due, (await world.MailAsync(id)).State);
        Assert.Empty(await world.MailsAsync<MailSecretsLost>());
        await world.AdvanceToAsync(id);
        await right.Custody.LookAsync(Ct);
        await right.DrainAsync();
        Assert.Equal(MailState.Sent, (await world.MailAsync(id)).State);
    }

    [Theory, OnEachDatabase]
    public async Task After_a_crash_the_loss_is_found_as_soon_as_the_dead_process_cannot_be_alive(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await using var server = SmtpTestServer.Start();
        await using (var crashed = new MailNode(world, server)) await crashed.KeyWatch.StartAsync(Ct);
        var id = await OweSecretAsync(world);
        await using var next = new MailNode(world, server, secrets: OtherKeys());

        await next.KeyWatch.StartAsync(Ct);
        Assert.Equal((KeyStanding.Elsewhere, MailState.Due), (next.Custody.Standing, (await world.MailAsync(id)).State));
        world.Clock.Advance(KeyCustody.LeaseLength);
        await next.KeyWatch.StopAsync(Ct);
        await next.KeyWatch.StartAsync(Ct);

        Assert.Equal((KeyStanding.Held, MailState.Failed), (next.Custody.Standing, (await world.MailAsync(id)).State));
        Assert.Single(await world.MailsAsync<MailSecretsLost>());
    }

    [Fact]
    public async Task Stopped_from_two_sides_at_once_it_leaves_once_and_both_wait_for_it()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        await using var node = new MailNode(world, server);
        await node.KeyWatch.StartAsync(Ct);

        var (one, other) = (node.KeyWatch.StopAsync(Ct), node.KeyWatch.StopAsync(Ct));

        await other;
        Assert.True(one.IsCompletedSuccessfully);
        Assert.Empty(await AllAsync<KeyHolder>(world));
    }

    [Fact]
    public async Task Keys_that_are_found_again_send_what_had_failed()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        await StartAndStopAsync(world, server, world.MailSecrets);
        var id = await OweSecretAsync(world);
        await StartAndStopAsync(world, server, OtherKeys());
        Assert.Equal(MailState.Failed, (await world.MailAsync(id)).State);

        await using var node = new MailNode(world, server);
        await node.KeyWatch.StartAsync(Ct);
        var whoHolds = new FindWhoHolds(world.Database);
        Assert.True((await new ResendMail(world.Database, whoHolds, world.Clock).RunAsync(id, world.Administrator, Ct)).Succeeded);
        await node.DrainAsync();

        var mail = await world.MailAsync(id);
        Assert.Equal((MailState.Sent, null), (mail.State, mail.ProtectedSecret));
    }

    [Theory, OnEachDatabase]
    public async Task Several_processes_that_start_at_once_with_new_keys_agree_on_one_set(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await using var server = SmtpTestServer.Start();
        var nodes = Enumerable.Range(0, 4).Select(_ => new MailNode(world, server, secrets: OtherKeys())).ToList();

        await Task.WhenAll(nodes.Select(n => Task.Run(() => n.Custody.LookAsync(Ct))));

        Assert.Single(await AllAsync<KeyWitness>(world), w => w.Number == 1);
        Assert.Single(nodes, n => n.Custody.Standing == KeyStanding.Held);
        Assert.Equal(3, nodes.Count(n => n.Custody.Standing == KeyStanding.Elsewhere));
        foreach (var node in nodes) await node.DisposeAsync();
    }

    [Fact]
    public async Task A_long_queue_fails_page_by_page_and_still_brings_one_notice()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        await StartAndStopAsync(world, server, world.MailSecrets);
        await using (var db = world.Database.CreateDbContext())
        {
            for (var i = 0; i < 1200; i++)
                world.Outbox.Owe(db, new MailRecipient("Reader", Nina), new PasswordReset(Guid.CreateVersion7(), world.Now), "secret");
            await db.SaveChangesAsync(Ct);
        }

        await StartAndStopAsync(world, server, OtherKeys());

        Assert.Equal(1200, (await world.CountAsync())[MailState.Failed]);
        Assert.Equal("ada@registry.example", Assert.Single(await world.MailsAsync<MailSecretsLost>()).RecipientAddress);
    }

    [Fact]
    public async Task A_partner_of_the_pool_concerns_every_account_manager()
    {
        await using var world = await World.CreateAsync();
        await using var server = SmtpTestServer.Start();
        await StartAndStopAsync(world, server, world.MailSecrets);
        var number = await world.SubmittedAsync(submitter: world.OtherDeveloper);
        await world.ApprovedAsync(number);

        await StartAndStopAsync(world, server, OtherKeys());

        Assert.Equal(
            ["ada@registry.example", "max@registry.example", "petra@registry.example"],
            (await world.MailsAsync<MailSecretsLost>()).Select(m => m.RecipientAddress));
    }

    private static MailSecrets OtherKeys() => new(new EphemeralDataProtectionProvider());

    private static Task<Guid> OweSecretAsync(World world) =>
        world.OweAsync(Nina, new PasswordReset(Guid.CreateVersion7(), world.Now.AddHours(1)), MailWorld.Secret);

    private static async Task StartAndStopAsync(World world, SmtpTestServer server, MailSecrets secrets)
    {
        await using var node = new MailNode(world, server, secrets: secrets);
        await node.KeyWatch.StartAsync(Ct);
        await node.KeyWatch.StopAsync(Ct);
    }

    private static async Task<List<T>> AllAsync<T>(World world)
        where T : class
    {
        await using var db = world.Database.CreateDbContext();
        return await db.Set<T>().AsNoTracking().ToListAsync(Ct);
    }
}
