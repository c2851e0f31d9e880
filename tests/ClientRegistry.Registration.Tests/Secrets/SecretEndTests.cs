using System.Text.Json;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Secrets;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClientRegistry.Registration.Tests.Secrets;

/// <summary>Secrets that end by policy, and who hears of it when.</summary>
public sealed class SecretEndTests
{
    private const string Contact = "api-team@northwind.example";
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);
    private static readonly DateTimeOffset End = World.Start + Year;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task Secrets_that_are_made_under_a_policy_end_by_it_and_others_keep_what_they_have(DatabaseKind kind)
    {
        await using var desk = await RotationDesk.OpenAsync(kind);
        desk.World.Credentials.SecretLifetime = Year;

        var added = await desk.AddAsync("Under the policy");
        var issued = await desk.World.IssuedAsync();

        var secrets = await desk.SecretsAsync();
        Assert.Null(secrets.Single(s => s.Label == "First secret" && s.SecretId != added.Value!.SecretId && s.ExpiresAt is null).ExpiresAt);
        Assert.Equal(2, secrets.Count(s => s.ExpiresAt == End));
        var mail = (await desk.World.MailsAsync<CredentialsIssued>()).Single(m => m.Payload.Contains(issued, StringComparison.Ordinal));
        Assert.Equal(End, ((CredentialsIssued)Read(mail)).SecretExpiresAt);
        Assert.All(await desk.World.MailsAsync<SecretAdded>(), m => Assert.Equal(End, ((SecretAdded)Read(m)).ExpiresAt));
    }

    [Theory, OnEachDatabase]
    public async Task Thirty_fourteen_and_three_days_before_and_at_the_end_one_mail_goes_to_each_who_cares(DatabaseKind kind)
    {
        await using var desk = await OpenAsync(kind);

        foreach (var (days, readers) in new (int Days, string[] Readers)[]
            {
                (31, []),
                (30, ["api-team@northwind.example", "dora@northwind.example", "pavel@northwind.example"]),
                (14, ["api-team@northwind.example", "dora@northwind.example", "pavel@northwind.example"]),
                (3, ["api-team@northwind.example", "dora@northwind.example", "max@registry.example", "pavel@northwind.example"]),
                (0, ["api-team@northwind.example", "dora@northwind.example", "max@registry.example", "pavel@northwind.example"]),
            })
        {
            desk.World.Clock.SetUtcNow(End - TimeSpan.FromDays(days));
            var before = (await desk.World.MailsAsync<SecretEnding>()).Count;
            await TellAsync(desk);
            await TellAsync(desk);

            var news = (await desk.World.MailsAsync<SecretEnding>()).Skip(before).ToList();
            Assert.Equal(readers, news.Select(m => m.RecipientAddress));
            Assert.All(news, m => Assert.Null(m.ProtectedSecret));
            Assert.All(news, m => Assert.Equal(days == 0, ((SecretEnding)Read(m)).EndsAt <= ((SecretEnding)Read(m)).At));
        }

        var history = (await desk.AllAsync<AuditEvent>()).OrderBy(e => e.Sequence).Select(e => e.Action).ToList();
        Assert.Equal(3, history.Count(a => a == AuditActions.SecretEndNear));
        Assert.Equal(1, history.Count(a => a == AuditActions.SecretEnded));
    }

    [Theory, OnEachDatabase]
    public async Task A_registry_that_stood_still_for_weeks_sends_one_mail_and_a_clock_that_goes_back_sends_none(
        DatabaseKind kind)
    {
        await using var desk = await OpenAsync(kind);

        desk.World.Clock.SetUtcNow(End.AddDays(-31));
        await TellAsync(desk);
        desk.World.Clock.SetUtcNow(End.AddDays(-11));
        await TellAsync(desk);
        Assert.Equal(3, (await desk.World.MailsAsync<SecretEnding>()).Count);

        // FakeTimeProvider does not go back by itself.
        desk.World.Clock.AdjustTime(End.AddDays(-20));
        await TellAsync(desk);
        desk.World.Clock.SetUtcNow(End.AddDays(-11));
        await TellAsync(desk);
        Assert.Equal(3, (await desk.World.MailsAsync<SecretEnding>()).Count);

        desk.World.Clock.SetUtcNow(End.AddDays(40));
        await TellAsync(desk);
        Assert.Equal(3 + 4, (await desk.World.MailsAsync<SecretEnding>()).Count);
    }

    [Theory, OnEachDatabase]
    public async Task Several_nodes_at_once_owe_each_mail_once(DatabaseKind kind)
    {
        await using var desk = await OpenAsync(kind);
        desk.World.Clock.SetUtcNow(End.AddDays(-30));

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => TellAsync(desk))));
        await TellAsync(desk);

        Assert.Equal(3, (await desk.World.MailsAsync<SecretEnding>()).Count);
        Assert.Single(await desk.AllAsync<AuditEvent>(), e => e.Action == AuditActions.SecretEndNear);
    }

    [Theory, OnEachDatabase]
    public async Task A_retired_secret_whose_successor_stays_is_not_warned_about_and_its_end_is_told_once(DatabaseKind kind)
    {
        await using var desk = await OpenAsync(kind);
        desk.World.Clock.SetUtcNow(End.AddDays(-60));
        var first = await desk.FirstAsync();
        await desk.AddAsync("Successor", replaces: first);

        desk.World.Clock.Advance(TimeSpan.FromDays(5));
        await TellAsync(desk);
        Assert.Empty(await desk.World.MailsAsync<SecretEnding>());

        desk.World.Clock.Advance(TimeSpan.FromDays(2));
        await TellAsync(desk);
        var told = await desk.World.MailsAsync<SecretEnding>();
        Assert.Equal(
            ["api-team@northwind.example", "dora@northwind.example", "pavel@northwind.example"],
            told.Select(m => m.RecipientAddress));
        Assert.All(told, m => Assert.Equal(("Successor", true), (((SecretEnding)Read(m)).OtherLabel, ((SecretEnding)Read(m)).IsSucceeded)));
    }

    [Theory, OnEachDatabase]
    public async Task An_end_by_age_is_warned_about_until_the_other_secret_is_in_use(DatabaseKind kind)
    {
        await using var desk = await OpenAsync(kind);
        desk.World.Clock.SetUtcNow(End.AddDays(-40));
        var other = (await desk.AddAsync("Never deployed")).Value!.SecretId;

        desk.World.Clock.SetUtcNow(End.AddDays(-30));
        await TellAsync(desk);
        Assert.All(
            await desk.World.MailsAsync<SecretEnding>(),
            m => Assert.Equal(("Never deployed", false), (((SecretEnding)Read(m)).OtherLabel, ((SecretEnding)Read(m)).IsSucceeded)));
        Assert.Equal(3, (await desk.World.MailsAsync<SecretEnding>()).Count);

        await using (var db = desk.World.Database.CreateDbContext())
        {
            await db.ClientSecrets.Where(s => s.SecretId == other)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastUsedAt, desk.World.Now), Ct);
        }

        desk.World.Clock.SetUtcNow(End.AddDays(-14));
        await TellAsync(desk);
        Assert.Equal(3, (await desk.World.MailsAsync<SecretEnding>()).Count);
    }

    [Theory, OnEachDatabase]
    public async Task When_the_successor_goes_the_end_that_was_harmless_is_told_at_once(DatabaseKind kind)
    {
        await using var desk = await OpenAsync(kind);
        desk.World.Clock.SetUtcNow(End.AddDays(-40));
        var first = await desk.FirstAsync();
        var other = (await desk.AddAsync("Leaked")).Value!.SecretId;
        await using (var db = desk.World.Database.CreateDbContext())
            await db.ClientSecrets.ExecuteUpdateAsync(set => set.SetProperty(s => s.LastUsedAt, desk.World.Now), Ct);
        desk.World.Clock.SetUtcNow(End.AddDays(-1));
        await TellAsync(desk);
        Assert.Empty(await desk.World.MailsAsync<SecretEnding>());

        Assert.Equal("EndLast", (await desk.RetireAsync(other)).Error?.Field);
        Assert.True((await desk.RetireAsync(other, atOnce: true)).Succeeded);
        await TellAsync(desk);

        var told = await desk.World.MailsAsync<SecretEnding>();
        Assert.Equal(4, told.Count);
        Assert.All(told, m => Assert.Equal((first, null), (((SecretEnding)Read(m)).Secret.SecretId, ((SecretEnding)Read(m)).OtherLabel)));
    }

    [Theory, OnEachDatabase]
    public async Task Undoing_a_retirement_brings_back_the_end_by_policy_and_its_warnings(DatabaseKind kind)
    {
        await using var desk = await OpenAsync(kind);
        var first = await desk.FirstAsync();
        desk.World.Clock.SetUtcNow(End.AddDays(-50));
        Assert.Equal(End.AddDays(-43), (await desk.RetireAsync(first, endLast: true)).Value);
        Assert.True((await desk.UndoAsync(first)).Succeeded);

        desk.World.Clock.SetUtcNow(End.AddDays(-43));
        await TellAsync(desk);
        Assert.Empty(await desk.World.MailsAsync<SecretEnding>());
        desk.World.Clock.SetUtcNow(End.AddDays(-30));
        await TellAsync(desk);
        Assert.Equal(3, (await desk.World.MailsAsync<SecretEnding>()).Count);
        Assert.All(await desk.World.MailsAsync<SecretRetirementUndone>(), m => Assert.Equal(End, ((SecretRetirementUndone)Read(m)).ExpiresAt));
    }

    [Fact]
    public async Task Nobody_hears_of_the_end_of_a_revoked_clients_secret()
    {
        await using var desk = await OpenAsync();
        await new ChangeClientStatus(desk.World.Database, desk.World.Outbox, desk.World.Clock)
            .RunAsync(new(desk.ClientId, ClientStatus.Revoked, "Over"), desk.World.AccountManager, Ct);
        desk.World.Clock.SetUtcNow(End.AddDays(-3));

        await TellAsync(desk);

        Assert.Empty(await desk.World.MailsAsync<SecretEnding>());
    }

    [Fact]
    public async Task Many_ends_on_one_day_are_all_told_and_one_client_that_cannot_be_read_holds_up_nobody()
    {
        await using var desk = await OpenAsync();
        for (var i = 0; i < 120; i++) await desk.World.IssuedAsync();
        await using (var db = desk.World.Database.CreateDbContext())
            await db.ClientRevisions.Where(r => db.Clients.Any(c => c.Id == r.ClientRowId && c.ClientId == desk.ClientId)).ExecuteDeleteAsync(Ct);
        desk.World.Clock.SetUtcNow(End.AddDays(-30));

        await TellAsync(desk);

        Assert.Equal(120 * 2, (await desk.World.MailsAsync<SecretEnding>()).Count);
        Assert.Single(await desk.SecretsAsync(), s => s.EndNoticeDueAt <= desk.World.Now);
    }

    [Fact]
    public async Task A_contact_with_an_account_hears_once_and_one_whose_account_is_shut_not_at_all()
    {
        await using var desk = await OpenAsync(contacts: ["DORA@northwind.example", Contact, "olga@contoso.example", "max@registry.example"]);
        await using (var db = desk.World.Database.CreateDbContext())
        {
            var olga = await db.Users.SingleAsync(u => u.Id == desk.World.OtherDeveloper.UserId, Ct);
            olga.Disable(desk.World.Now);
            await db.SaveChangesAsync(Ct);
        }

        desk.World.Clock.SetUtcNow(End.AddDays(-3));
        await TellAsync(desk);

        Assert.Equal(
            ["api-team@northwind.example", "dora@northwind.example", "max@registry.example", "pavel@northwind.example"],
            (await desk.World.MailsAsync<SecretEnding>()).Select(m => m.RecipientAddress));
    }

    [Fact]
    public async Task A_contact_without_an_account_is_told_whom_to_ask_at_every_step()
    {
        await using var desk = await OpenAsync();
        var first = await desk.FirstAsync();
        await desk.AddAsync();
        await desk.RetireAsync(first);
        await desk.UndoAsync(first);
        await desk.RetireAsync(first, atOnce: true);

        var mails = (await desk.AllAsync<OutgoingMail>()).Where(m => m.RecipientAddress == Contact).ToList();

        Assert.Equal(
            ["SecretAdded", "SecretRetired", "SecretRetired", "SecretRetirementUndone"], mails.Select(m => m.Kind).Order());
        Assert.All(
            mails, m => Assert.Contains("\"AskInstead\":[\"Dora (dora@northwind.example)\"", m.Payload, StringComparison.Ordinal));
        Assert.All(await desk.World.MailsAsync<SecretAdded>(), m => Assert.Null(m.ProtectedSecret));
    }

    private static Task<RotationDesk> OpenAsync(DatabaseKind kind = DatabaseKind.Sqlite, string[]? contacts = null) =>
        RotationDesk.OpenAsync(kind, WorldRequests.Metadata with { Contacts = contacts ?? [Contact] }, Year);

    private static Task TellAsync(RotationDesk desk) =>
        new TellOfSecretEnds(
            desk.World.Database, desk.World.Outbox, desk.World.Clock, NullLogger<TellOfSecretEnds>.Instance).RunAsync(Ct);

    private static MailMessage Read(OutgoingMail mail) => JsonSerializer.Deserialize<MailMessage>(mail.Payload)!;
}
