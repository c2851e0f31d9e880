using System.Text;
using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Secrets.Delivery;

public sealed class ClaimSecretTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task Approving_makes_no_secret_but_the_right_of_the_submitter_to_one(DatabaseKind kind)
    {
        await using var desk = await ClaimDesk.OpenAsync(kind);

        var (clientId, token) = await desk.IssuedAsync();

        Assert.Empty(await desk.AllAsync<ClientSecret>());
        var claim = Assert.Single(await desk.AllAsync<SecretClaim>());
        Assert.Equal(desk.World.Developer.UserId, claim.UserId);
        Assert.Equal(SecretClaim.HashOf(token), claim.TokenHash);
        Assert.Equal(desk.World.Now.AddHours(72), claim.ExpiresAt);
        var mail = Assert.Single(await desk.AllAsync<OutgoingMail>());
        Assert.Equal((claim.MailId, "dora@northwind.example"), (mail.Id, mail.RecipientAddress));
        Assert.NotNull(mail.RequestId);
        Assert.Equal(clientId, ClaimDesk.MessageOf<ClaimLinkSent>(mail).Credentials.ClientId);
        Assert.Equal([ClientChangeKind.Created], (await desk.AllAsync<ClientChange>()).Select(c => c.Kind));
        Assert.Equal([AuditActions.RequestApproved, AuditActions.ClientIssued, AuditActions.ClaimSent], await desk.DeedsAsync());
    }

    [Fact]
    public async Task The_token_stands_nowhere_in_the_database_files_nor_in_the_audit_trail()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        var (_, token) = await desk.IssuedAsync();
        await desk.LookAsync(token);
        var secret = await desk.ClaimAsync(token);

        var file = new SqliteConnectionStringBuilder(desk.World.Database.ConnectionString).DataSource;
        var bytes = new List<byte>();
        foreach (var path in Directory.GetFiles(Path.GetDirectoryName(file)!, $"{Path.GetFileName(file)}*"))
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, Ct);
            bytes.AddRange(copy.ToArray());
        }

        var text = Encoding.Latin1.GetString([.. bytes]);
        Assert.Contains("claim.sent", text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, text, StringComparison.Ordinal);
        Assert.DoesNotContain(secret.Value!.Reveal(), text, StringComparison.Ordinal);
    }

    [Theory, OnEachDatabase]
    public async Task Claiming_makes_one_secret_tells_the_members_and_uses_the_link_up(DatabaseKind kind)
    {
        await using var desk = await ClaimDesk.OpenAsync(kind);
        var (clientId, token) = await desk.IssuedAsync();
        desk.World.Clock.Advance(TimeSpan.FromHours(1));

        var claimed = await desk.ClaimAsync(token);

        Assert.True(claimed.Succeeded, claimed.Error?.Message);
        var secret = Assert.Single(await desk.AllAsync<ClientSecret>());
        Assert.True(SecretHash.Matches(claimed.Value.Reveal(), secret.Hash));
        Assert.Equal(("First secret", false, secret.SecretId), (secret.Label, secret.WasMailed, claimed.Value.SecretId));
        Assert.Equal(
            [ClientChangeKind.Created, ClientChangeKind.Secrets],
            (await desk.AllAsync<ClientChange>()).OrderBy(c => c.Sequence).Select(c => c.Kind));
        var told = await desk.World.MailsAsync<SecretPickedUp>();
        Assert.Equal(["dora@northwind.example", "pavel@northwind.example"], told.Select(m => m.RecipientAddress));
        Assert.All(told, m => Assert.False(m.CarriesSecret));
        Assert.Equal(clientId, ClaimDesk.MessageOf<SecretPickedUp>(told[0]).Secret.ClientId);

        var again = await desk.ClaimAsync(token);
        Assert.Equal(ErrorCodes.WrongState, again.Error!.Code);
        Assert.Contains("shown on 2026-11-23 10:00 UTC", again.Error.Message, StringComparison.Ordinal);
        Assert.Single(await desk.AllAsync<ClientSecret>());
        Assert.Equal(1, Assert.Single(await desk.AllAsync<SecretClaim>()).RefusedAttempts);
        Assert.Equal([AuditActions.SecretClaimed, AuditActions.ClaimRefused], (await desk.DeedsAsync()).TakeLast(2));
    }

    [Theory, OnEachDatabase]
    public async Task Of_many_claims_at_the_same_moment_one_makes_a_secret(DatabaseKind kind)
    {
        await using var desk = await ClaimDesk.OpenAsync(kind);
        var (_, token) = await desk.IssuedAsync();
        using var start = new Barrier(8);

        var claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(
            () =>
            {
                start.SignalAndWait(Ct);
                return desk.ClaimAsync(token);
            },
            Ct)));

        var secret = Assert.Single(await desk.AllAsync<ClientSecret>());
        Assert.Equal(secret.SecretId, Assert.Single(claimed, c => c.Succeeded).Value!.SecretId);
        Assert.All(claimed.Where(c => !c.Succeeded), c => Assert.Equal(ErrorCodes.WrongState, c.Error!.Code));
        Assert.Equal(2, (await desk.World.MailsAsync<SecretPickedUp>()).Count);
        Assert.Single(await desk.DeedsAsync(), AuditActions.SecretClaimed);
    }

    [Fact]
    public async Task Looking_uses_nothing_up_and_its_first_time_is_written_down()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        var (clientId, token) = await desk.IssuedAsync();

        for (var i = 0; i < 3; i++)
        {
            var seen = await desk.LookAsync(token);
            Assert.Equal((clientId, null, null), (seen.Value!.ClientId, seen.Value.Refusal, seen.Value.SecretId));
        }

        Assert.Single(await desk.DeedsAsync(), AuditActions.ClaimOpened);
        Assert.Equal(desk.World.Now, Assert.Single(await desk.AllAsync<SecretClaim>()).OpenedAt);
        Assert.True((await desk.ClaimAsync(token)).Succeeded);
    }

    [Fact]
    public async Task Somebody_else_learns_as_little_of_a_link_as_of_none_and_it_is_written_down()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        var (_, token) = await desk.IssuedAsync();
        var unknown = (await desk.LookAsync("aaaabbbbccccddddeeeeffffgggghhhh")).Error!;

        foreach (var other in (Actor[])
            [desk.World.PartnerAdministrator, desk.World.OtherDeveloper, desk.World.Administrator, desk.World.Visitor])
        {
            Assert.Equal(unknown, (await desk.LookAsync(token, other)).Error);
            Assert.Equal(unknown, (await desk.ClaimAsync(token, other)).Error);
            Assert.Equal(unknown, (await desk.ConfirmAsync(token, other)).Error);
        }

        Assert.Empty(await desk.AllAsync<ClientSecret>());
        Assert.Equal(8, (await desk.DeedsAsync()).Count(d => d == AuditActions.ClaimRefused));
        Assert.True((await desk.ClaimAsync(token)).Succeeded);
    }

    [Fact]
    public async Task Refusals_without_end_do_not_fill_the_audit_trail()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        var (_, token) = await desk.IssuedAsync();

        for (var i = 0; i < SecretClaim.MostRefusals + 5; i++) await desk.LookAsync(token, desk.World.OtherDeveloper);

        Assert.Equal(SecretClaim.MostRefusals, (await desk.DeedsAsync()).Count(d => d == AuditActions.ClaimRefused));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("no such token")]
    public async Task What_is_no_link_is_refused(string? token)
    {
        await using var desk = await ClaimDesk.OpenAsync();

        Assert.Equal(ErrorCodes.NotFound, (await desk.LookAsync(token)).Error!.Code);
        Assert.Equal(ErrorCodes.NotFound, (await desk.ClaimAsync(token)).Error!.Code);
    }

    [Fact]
    public async Task A_link_works_until_its_end_and_not_then()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        var (_, token) = await desk.IssuedAsync();

        desk.World.Clock.Advance(TimeSpan.FromHours(72));

        Assert.Contains("worked until 2026-11-26 09:00 UTC", (await desk.LookAsync(token)).Value!.Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.WrongState, (await desk.ClaimAsync(token)).Error!.Code);
        Assert.Empty(await desk.AllAsync<ClientSecret>());
    }

    [Fact]
    public async Task A_suspended_client_gives_its_secret_once_it_is_reinstated_and_a_revoked_one_never()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        var (clientId, token) = await desk.IssuedAsync();

        await desk.ChangeStatusAsync(clientId, ClientStatus.Suspended);
        Assert.Contains("suspended", (await desk.ClaimAsync(token)).Error!.Message, StringComparison.Ordinal);
        await desk.ChangeStatusAsync(clientId, ClientStatus.Active);
        Assert.Null((await desk.LookAsync(token)).Value!.Refusal);
        await desk.ChangeStatusAsync(clientId, ClientStatus.Revoked);

        Assert.Contains("revoked", (await desk.ClaimAsync(token)).Error!.Message, StringComparison.Ordinal);
        Assert.Empty(await desk.AllAsync<ClientSecret>());
    }

    [Fact]
    public async Task Whoever_left_the_partner_is_told_so_and_gets_nothing()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        var (_, token) = await desk.IssuedAsync();
        await using (var db = desk.World.Database.CreateDbContext())
        {
            db.Remove(await db.PartnerMembers.SingleAsync(m => m.UserId == desk.World.Developer.UserId, Ct));
            await db.SaveChangesAsync(Ct);
        }

        var left = await desk.World.ActorAsync(desk.World.Developer.UserId!.Value);
        var refused = await desk.ClaimAsync(token, left);

        Assert.Equal(ErrorCodes.Forbidden, refused.Error!.Code);
        Assert.Contains("no longer a member of Northwind", refused.Error.Message, StringComparison.Ordinal);
        Assert.False((await desk.LookAsync(token, left)).Value!.IsMember);
        Assert.Empty(await desk.AllAsync<ClientSecret>());
    }

    [Fact]
    public async Task A_disabled_account_gets_nothing()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        var (_, token) = await desk.IssuedAsync();
        await using (var db = desk.World.Database.CreateDbContext())
        {
            (await db.Users.SingleAsync(u => u.Id == desk.World.Developer.UserId, Ct)).Disable(desk.World.Now);
            await db.SaveChangesAsync(Ct);
        }

        var disabled = await desk.World.ActorAsync(desk.World.Developer.UserId!.Value);

        Assert.Equal(ErrorCodes.Forbidden, (await desk.ClaimAsync(token, disabled)).Error!.Code);
        Assert.Empty(await desk.AllAsync<ClientSecret>());
    }

    [Fact]
    public async Task A_restricted_scope_gives_the_right_to_a_secret_with_the_second_approval_only()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        var number = await desk.World.SubmittedAsync(WorldRequests.Metadata with { Scopes = ["financial-api"] });

        await desk.ApproveAsync(number, desk.World.AccountManager);
        Assert.Empty(await desk.AllAsync<SecretClaim>());
        await desk.ApproveAsync(number, desk.World.Administrator);

        Assert.Single(await desk.AllAsync<SecretClaim>());
        Assert.True((await desk.ClaimAsync(await desk.TokenAsync())).Succeeded);
    }

    [Fact]
    public async Task A_public_client_has_nothing_to_claim()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        var number = await desk.World.SubmittedAsync(WorldRequests.Metadata with { TokenEndpointAuthMethod = "none" });

        await desk.ApproveAsync(number, desk.World.AccountManager);

        Assert.Empty(await desk.AllAsync<SecretClaim>());
        Assert.Single(await desk.World.MailsAsync<CredentialsIssued>());
    }

    [Fact]
    public async Task That_it_is_stored_is_said_once_and_only_of_a_secret_that_was_shown()
    {
        await using var desk = await ClaimDesk.OpenAsync();
        var (clientId, token) = await desk.IssuedAsync();

        Assert.Equal(ErrorCodes.WrongState, (await desk.ConfirmAsync(token)).Error!.Code);
        await desk.ClaimAsync(token);
        Assert.Equal(clientId, (await desk.ConfirmAsync(token)).Value);
        Assert.Equal(clientId, (await desk.ConfirmAsync(token)).Value);

        Assert.Single(await desk.DeedsAsync(), AuditActions.SecretStored);
        Assert.True((await desk.LookAsync(token)).Value!.IsStored);
    }
}
