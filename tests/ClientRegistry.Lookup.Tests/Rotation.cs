using System.Text;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Secrets;
using ClientRegistry.Testing;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Lookup.Tests;

/// <summary>A client whose secrets a developer replaces through the real use cases.</summary>
internal sealed class Rotation(LookupWorld lookup, string clientId, TimeProvider clock)
{
    private int _number;

    /// <summary>The newest one.</summary>
    public string Secret { get; private set; } = "";

    /// <summary>Issues a client, and takes its first secret out of the mail.</summary>
    /// <param name="lookup">Where.</param>
    /// <param name="clock">Dates what is done; null for the world's own.</param>
    public static async Task<Rotation> StartAsync(LookupWorld lookup, TimeProvider? clock = null)
    {
        var clientId = await lookup.World.IssuedAsync();
        var mail = (await lookup.World.MailsAsync<CredentialsIssued>())
            .Single(m => m.Payload.Contains(clientId, StringComparison.Ordinal));
        return new Rotation(lookup, clientId, clock ?? lookup.World.Clock)
        {
            Secret = lookup.World.MailSecrets.Unprotect(mail.ProtectedSecret!),
        };
    }

    public async Task AddAsync()
    {
        var added = await new AddClientSecret(
            lookup.World.Database, lookup.World.Outbox, Options.Create(new CredentialsOptions()), clock)
            .RunAsync(new(clientId, $"Number {++_number}"), lookup.World.Developer);
        Assert.True(added.Succeeded, added.Error?.Message);
        Secret = added.Value.Reveal();
    }

    /// <summary>At once when it ends after nothing.</summary>
    /// <returns>When it ends.</returns>
    public async Task<DateTimeOffset> RetireAsync(string secret, TimeSpan? after)
    {
        var retired = await new RetireClientSecret(lookup.World.Database, lookup.World.Outbox, clock)
            .RunAsync(
                new(clientId, IdOf(secret)) { EndsAt = clock.GetUtcNow() + after, AtOnce = after is null },
                lookup.World.Developer);
        Assert.True(retired.Succeeded, retired.Error?.Message);
        return retired.Value;
    }

    public async Task UndoAsync(string secret) => Assert.True(
        (await new UndoRetirement(lookup.World.Database, lookup.World.Outbox, clock)
            .RunAsync(new(clientId, IdOf(secret)), lookup.World.Developer)).Succeeded);

    /// <summary><c>authenticated</c>, or the reason why not.</summary>
    public async Task<string> AskAsync(string secret)
    {
        var answer = await lookup.AuthenticateAsync(new { authorization = Header(secret) });
        return answer.GetProperty("authenticated").GetBoolean()
            ? "authenticated"
            : answer.GetProperty("reason").GetString()!;
    }

    /// <summary>What the client would send.</summary>
    public string Header(string secret) =>
        "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{secret}"));

    private static string IdOf(string secret) => secret.Split('_')[1];
}
