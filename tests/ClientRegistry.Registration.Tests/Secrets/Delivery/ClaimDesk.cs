using System.Text.Json;
using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Registration.Secrets.Delivery;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Tests.Secrets.Delivery;

/// <summary>A world in which secrets travel by claim link, and the use cases at such a link.</summary>
internal sealed class ClaimDesk : IAsyncDisposable
{
    private ClaimDesk(World world) => World = world;

    public World World { get; }

    /// <summary>Credentials travel by claim link here, with the default lifetime.</summary>
    public static IOptions<CredentialsOptions> Options { get; } =
        Microsoft.Extensions.Options.Options.Create(new CredentialsOptions { Delivery = SecretRoute.ClaimLink });

    public ClaimSecret Claim => new(World.Database, World.Outbox, Options, World.Clock);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<ClaimDesk> OpenAsync(DatabaseKind kind = DatabaseKind.Sqlite) =>
        new(await World.CreateAsync(kind));

    /// <summary>Approves a request of the developer.</summary>
    /// <returns>The client's identifier, and the token of its link.</returns>
    public async Task<(string ClientId, string Token)> IssuedAsync(ClientMetadata? metadata = null)
    {
        var number = await World.SubmittedAsync(metadata);
        var approved = await ApproveAsync(number, World.AccountManager);
        return (approved.Value!.ClientId!, await TokenAsync());
    }

    public Task<Outcome<ApproveClientRequest.Result>> ApproveAsync(int number, Actor actor) =>
        new ApproveClientRequest(World.Database, World.Outbox, Options, World.Clock).RunAsync(number, actor, Ct);

    /// <summary>The token in the newest mail with a link.</summary>
    public async Task<string> TokenAsync() =>
        World.MailSecrets.Unprotect((await World.MailsAsync<ClaimLinkSent>())[^1].ProtectedSecret!);

    public Task<Outcome<ClaimView>> LookAsync(string? token, Actor? actor = null) =>
        new FindSecretClaim(World.Database, World.Clock).RunAsync(token, actor ?? World.Developer, Ct);

    public Task<Outcome<PlainClientSecret>> ClaimAsync(string? token, Actor? actor = null) =>
        Claim.RunAsync(token, actor ?? World.Developer, Ct);

    public Task<Outcome<string>> ConfirmAsync(string? token, Actor? actor = null) =>
        new ConfirmSecretStored(World.Database, World.Clock).RunAsync(token, actor ?? World.Developer, Ct);

    public Task<Outcome<Done>> ChangeStatusAsync(string clientId, ClientStatus status) =>
        new ChangeClientStatus(World.Database, World.Outbox, World.Clock)
            .RunAsync(new(clientId, status, "Leaked"), World.AccountManager, Ct);

    /// <summary>What the worker does on one of the nodes.</summary>
    public Task TellAsync() => new TellOfSecretClaims(
        World.Database, World.Outbox, World.Clock, NullLogger<TellOfSecretClaims>.Instance).RunAsync(Ct);

    /// <summary>The mail server took all mail that is owed.</summary>
    public async Task AllIsSentAsync()
    {
        await using var db = World.Database.CreateDbContext();
        await db.OutgoingMails.Where(m => m.State == MailState.Due).ExecuteUpdateAsync(
            set => set.SetProperty(m => m.State, MailState.Sent).SetProperty(m => m.SentAt, World.Now), Ct);
    }

    public async Task<List<T>> AllAsync<T>()
        where T : class
    {
        await using var db = World.Database.CreateDbContext();
        return await db.Set<T>().AsNoTracking().ToListAsync(Ct);
    }

    /// <summary>What the audit trail says, in order.</summary>
    public async Task<IReadOnlyList<string>> DeedsAsync()
    {
        await using var db = World.Database.CreateDbContext();
        return await db.AuditEvents.OrderBy(e => e.Sequence).Select(e => e.Action).ToListAsync(Ct);
    }

    /// <summary>What a mail tells.</summary>
    public static T MessageOf<T>(OutgoingMail mail)
        where T : MailMessage =>
        Assert.IsType<T>(JsonSerializer.Deserialize<MailMessage>(mail.Payload));

    public ValueTask DisposeAsync() => World.DisposeAsync();
}
