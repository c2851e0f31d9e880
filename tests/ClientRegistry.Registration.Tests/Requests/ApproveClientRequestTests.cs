using System.Text;
using System.Text.Json;
using ClientRegistry.Core;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Requests;

public sealed class ApproveClientRequestTests
{
    [Fact]
    public async Task Approving_a_submitted_request_issues_one_client_with_one_secret()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync();

        var approved = await desk.ApproveAsync(number, desk.World.AccountManager);

        Assert.True(approved.Succeeded, approved.Error?.Message);
        Assert.Equal(ApprovalStep.Decided, approved.Value.Step);
        var client = Assert.Single(await desk.AllAsync<Client>());
        Assert.Matches(@"\Acr-p-[a-z2-7]{26}\z", client.ClientId);
        Assert.Equal(client.ClientId, approved.Value.ClientId);
        Assert.Equal((ClientStatus.Active, 1, desk.World.Partner.Id), (client.Status, client.Revision, client.PartnerId));
        Assert.Equal(ReviewDesk.Metadata, Assert.Single(await desk.AllAsync<ClientRevision>()).Metadata);
        Assert.False(Assert.Single(await desk.AllAsync<ClientSecret>()).WasMailed);

        var request = await desk.FindAsync(number);
        Assert.Equal(ClientRequestState.Approved, request.State);
        Assert.Equal(client.Id, request.ClientRowId);
        Assert.Equal(desk.World.AccountManager.UserId, request.DecidedById);
        Assert.Equal(
            [ClientChangeKind.Created],
            (await desk.AllAsync<ClientChange>()).OrderBy(c => c.Sequence).Select(c => c.Kind));
        Assert.Equal(
            [AuditActions.RequestApproved, AuditActions.ClientIssued],
            (await desk.AllAsync<AuditEvent>()).OrderBy(e => e.Sequence).Select(e => e.Action));
    }

    [Fact]
    public async Task The_mail_with_the_credentials_goes_to_the_submitter_and_its_secret_matches_the_stored_hash()
    {
        await using var desk = await ReviewDesk.OpenAsync();

        var clientId = await desk.IssuedAsync();

        var mail = Assert.Single(await desk.AllAsync<OutgoingMail>());
        Assert.Equal(nameof(CredentialsIssued), mail.Kind);
        Assert.Equal("dora@northwind.example", mail.RecipientAddress);
        Assert.Equal(desk.World.Partner.Id, mail.PartnerId);
        Assert.NotNull(mail.RequestId);
        Assert.NotNull(mail.ClientRowId);
        var message = Assert.IsType<CredentialsIssued>(JsonSerializer.Deserialize<MailMessage>(mail.Payload));
        var plain = desk.World.MailSecrets.Unprotect(mail.ProtectedSecret!);
        var secret = Assert.Single(await desk.AllAsync<ClientSecret>());
        Assert.Equal((clientId, secret.SecretId), (message.ClientId, message.SecretId));
        Assert.True(PlainClientSecret.HasForm(plain));
        Assert.Contains(secret.SecretId, plain, StringComparison.Ordinal);
        Assert.StartsWith(SecretHash.FastMarker, secret.Hash, StringComparison.Ordinal);
        Assert.True(SecretHash.Matches(plain, secret.Hash));
    }

    [Fact]
    public async Task The_secret_stands_nowhere_in_the_database_files_in_clear()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        await desk.IssuedAsync();
        var mail = Assert.Single(await desk.AllAsync<OutgoingMail>());
        var plain = desk.World.MailSecrets.Unprotect(mail.ProtectedSecret!);

        var file = new SqliteConnectionStringBuilder(desk.World.Database.ConnectionString).DataSource;
        var bytes = new List<byte>();
        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(file)!))
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, TestContext.Current.CancellationToken);
            bytes.AddRange(copy.ToArray());
        }

        var stored = Encoding.Latin1.GetString([.. bytes]);
        Assert.Contains(mail.ProtectedSecret!, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(plain, stored, StringComparison.Ordinal);
        Assert.DoesNotContain(plain[^50..], stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(plain)), stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_client_gets_no_secret()
    {
        await using var desk = await ReviewDesk.OpenAsync();

        await desk.IssuedAsync(ReviewDesk.Metadata with { TokenEndpointAuthMethod = TokenEndpointAuthMethods.None });

        Assert.Empty(await desk.AllAsync<ClientSecret>());
        var mail = Assert.Single(await desk.AllAsync<OutgoingMail>());
        Assert.Null(mail.ProtectedSecret);
        Assert.Null(Assert.IsType<CredentialsIssued>(JsonSerializer.Deserialize<MailMessage>(mail.Payload)).SecretId);
    }

    [Theory, OnEachDatabase]
    public async Task Fifty_approvals_at_once_give_one_client_and_one_mail_and_tell_the_others_who_was_first(
        DatabaseKind kind)
    {
        await using var desk = await ReviewDesk.OpenAsync(kind);
        var number = await desk.SubmittedAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => desk.ApproveAsync(
            number, i % 2 == 0 ? desk.World.AccountManager : desk.World.Administrator))));

        Assert.Single(outcomes, o => o.Succeeded);
        var winner = (await desk.FindAsync(number)).DecidedById == desk.World.Administrator.UserId ? "Ada" : "Max";
        Assert.All(
            outcomes.Where(o => !o.Succeeded),
            o => Assert.Equal($"{winner} approved request {number} at 2026-11-23 09:00 UTC.", o.Error!.Message));
        Assert.Single(await desk.AllAsync<Client>());
        Assert.Single(await desk.AllAsync<ClientSecret>());
        Assert.Single(await desk.AllAsync<OutgoingMail>());
        Assert.Single(await desk.AllAsync<AuditEvent>(), e => e.Action == AuditActions.RequestApproved);
        Assert.Single(await desk.AllAsync<ClientChange>(), c => c.Kind == ClientChangeKind.Created);
        Assert.Single((await desk.FindAsync(number)).Timeline, e => e.Kind == RequestEventKind.Approved);
    }

    [Fact]
    public async Task An_identifier_that_is_taken_is_replaced_by_another()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var taken = await desk.IssuedAsync();
        var identifiers = new Queue<string>([taken, "cr-p-another"]);
        var approve = new ApproveClientRequest(
            desk.World.Database, desk.World.Outbox, desk.Credentials, desk.World.Clock)
        {
            NewIdentifier = (_, _) => identifiers.Dequeue(),
        };

        var approved = await approve.RunAsync(
            await desk.SubmittedAsync(), desk.World.AccountManager, TestContext.Current.CancellationToken);

        Assert.Equal("cr-p-another", approved.Value?.ClientId);
        Assert.Equal(2, (await desk.AllAsync<Client>()).Count);
        Assert.Equal(2, (await desk.AllAsync<OutgoingMail>()).Count);
    }

    [Fact]
    public async Task A_scope_that_was_retired_since_stops_the_approval()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync();
        await desk.ChangeScopeAsync("orders-api", scope => scope.Retire(desk.World.Now));

        var approved = await desk.ApproveAsync(number, desk.World.AccountManager);

        Assert.Equal(RegistrationErrors.InvalidClientMetadata, approved.Error?.Code);
        Assert.Contains("orders-api was retired", approved.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(await desk.AllAsync<Client>());
        Assert.Equal(ClientRequestState.Submitted, (await desk.FindAsync(number)).State);
    }

    [Fact]
    public async Task A_redirect_uri_that_the_policy_refuses_stops_the_approval()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync(
            ReviewDesk.Metadata with { RedirectUris = ["https://app.northwind.example/cb", "http://localhost/cb"] });

        var approved = await desk.ApproveAsync(number, desk.World.AccountManager);

        Assert.Equal(RegistrationErrors.InvalidRedirectUri, approved.Error?.Code);
        Assert.Equal("RedirectUris[1]", approved.Error!.Field);
        Assert.Empty(await desk.AllAsync<Client>());
    }

    [Fact]
    public async Task A_restricted_scope_needs_a_second_person_and_calls_for_them()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync(ReviewDesk.Metadata with { Scopes = ["orders-api", "financial-api"] });

        var first = await desk.ApproveAsync(number, desk.World.AccountManager);

        Assert.Equal(ApprovalStep.NeedsSecondApprover, first.Value?.Step);
        Assert.Empty(await desk.AllAsync<Client>());
        var call = Assert.Single(await desk.AllAsync<OutgoingMail>());
        Assert.Equal((nameof(SecondApprovalNeeded), "ada@registry.example"), (call.Kind, call.RecipientAddress));

        var waiting = await new FindClientRequest(desk.World.Database).RunAsync(number, desk.World.Developer);
        Assert.Equal(["ada@registry.example"], waiting.Value!.Reviewers.Select(r => r.Email));

        var again = await desk.ApproveAsync(number, desk.World.AccountManager);
        Assert.Equal(ErrorCodes.Forbidden, again.Error?.Code);

        var second = await desk.ApproveAsync(number, desk.World.Administrator);
        Assert.Equal(ApprovalStep.Decided, second.Value?.Step);
        Assert.Single(await desk.AllAsync<Client>());
    }

    [Fact]
    public async Task Credentials_are_not_sent_to_somebody_who_left_the_partner()
    {
        await using var desk = await ReviewDesk.OpenAsync();
        var number = await desk.SubmittedAsync();
        await using (var db = desk.World.Database.CreateDbContext())
        {
            db.Remove(await db.PartnerMembers.SingleAsync(
                m => m.UserId == desk.World.Developer.UserId, TestContext.Current.CancellationToken));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var approved = await desk.ApproveAsync(number, desk.World.AccountManager);

        Assert.Equal(ErrorCodes.WrongState, approved.Error?.Code);
        Assert.Contains("Dora submitted this and is no longer a member of Northwind", approved.Error!.Message, StringComparison.Ordinal);
        Assert.Empty(await desk.AllAsync<OutgoingMail>());
    }
}
