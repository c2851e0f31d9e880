using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Registration.Secrets.Delivery;
using ClientRegistry.Registration.Tests.Accounts;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Smtp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Tests.Mail.Encryption;

/// <summary>A world whose developer has a password, with a mail server and a node that sends to it.</summary>
internal sealed class EncryptionDesk : IAsyncDisposable
{
    private EncryptionDesk(World world)
    {
        World = world;
        Node = new MailNode(world, Server);
    }

    public World World { get; }

    public SmtpTestServer Server { get; } = SmtpTestServer.Start();

    public MailNode Node { get; }

    public static async Task<EncryptionDesk> OpenAsync(DatabaseKind kind = DatabaseKind.Sqlite)
    {
        var world = await World.CreateAsync(kind);
        await world.SetPasswordAsync(world.Developer, AccountWorld.Password);
        return new EncryptionDesk(world);
    }

    /// <summary>The developer puts a key on file.</summary>
    public async Task PutAsync(string key)
    {
        var put = await World.PutEncryptionKey().RunAsync(new(key, null, AccountWorld.Password), World.Developer);
        Assert.True(put.Succeeded, put.Error?.Message);
    }

    /// <summary>The account manager approves a request of the developer.</summary>
    public async Task ApproveAsync(SecretRoute route = SecretRoute.Email)
    {
        var options = Options.Create(new CredentialsOptions { Delivery = route });
        var approved = await new ApproveClientRequest(World.Database, World.Outbox, options, World.Clock)
            .RunAsync(await World.SubmittedAsync(), World.AccountManager);
        Assert.True(approved.Succeeded, approved.Error?.Message);
    }

    /// <summary>Sends what is due.</summary>
    /// <returns>The mail with the credentials or the link to them, as it came and as it was owed.</returns>
    public async Task<(ReceivedMail Received, OutgoingMail Owed)> SendAsync()
    {
        World.Clock.Advance(TimeSpan.FromMinutes(1));
        await Node.DrainAsync();
        IReadOnlyList<OutgoingMail> owed =
            [.. await World.MailsAsync<CredentialsIssued>(), .. await World.MailsAsync<ClaimLinkSent>()];
        var mail = Assert.Single(owed);
        Assert.Empty(Server.Faults);
        return (Assert.Single(Server.Mails.All, m => m.MessageId == mail.MessageId), mail);
    }

    /// <summary>The only secret there is.</summary>
    public async Task<ClientSecret> SecretAsync() => Assert.Single(await AllAsync<ClientSecret>());

    /// <summary>That secret in clear, as it waits in its mail.</summary>
    public async Task<string> PlainSecretAsync() =>
        World.MailSecrets.Unprotect(Assert.Single(await World.MailsAsync<CredentialsIssued>()).ProtectedSecret!);

    public async Task<List<T>> AllAsync<T>()
        where T : class
    {
        await using var db = World.Database.CreateDbContext();
        return await db.Set<T>().AsNoTracking().ToListAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await Server.DisposeAsync();
        await World.DisposeAsync();
    }
}
