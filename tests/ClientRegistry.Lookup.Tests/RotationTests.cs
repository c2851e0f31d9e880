using System.Text;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Secrets;
using ClientRegistry.Testing;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Lookup.Tests;

/// <summary>A secret is replaced by the use cases while authorization servers go on asking.</summary>
public sealed class RotationTests
{
    /// <summary>Short, because the node's own clock ticks each second until then.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task During_a_rotation_both_secrets_work_and_the_old_one_stops_at_its_end()
    {
        await using var lookup = await LookupWorld.CreateAsync();
        var rotation = await Rotation.StartAsync(lookup);
        var old = rotation.Secret;
        Assert.Equal("authenticated", await rotation.AskAsync(old));

        await rotation.AddAsync();
        Assert.Equal("authenticated", await rotation.AskAsync(old));
        Assert.Equal("authenticated", await rotation.AskAsync(rotation.Secret));

        var end = await rotation.RetireAsync(old, Soon);
        Assert.Equal("authenticated", await rotation.AskAsync(old));
        lookup.World.Clock.SetUtcNow(end - TimeSpan.FromMilliseconds(1));
        Assert.Equal("authenticated", await rotation.AskAsync(old));
        lookup.World.Clock.SetUtcNow(end);
        Assert.Equal("secret_expired", await rotation.AskAsync(old));
        Assert.Equal("authenticated", await rotation.AskAsync(rotation.Secret));
    }

    [Fact]
    public async Task An_undone_retirement_outlives_its_end()
    {
        await using var lookup = await LookupWorld.CreateAsync();
        var rotation = await Rotation.StartAsync(lookup);
        var old = rotation.Secret;
        await rotation.AddAsync();
        var end = await rotation.RetireAsync(old, Soon);

        Assert.Equal("authenticated", await rotation.AskAsync(old));
        await rotation.UndoAsync(old);
        lookup.World.Clock.SetUtcNow(end);

        Assert.Equal("authenticated", await rotation.AskAsync(old));
    }

    [Fact]
    public async Task While_secrets_come_and_go_the_deployed_one_is_never_refused_and_an_ended_one_at_once()
    {
        await using var lookup = await LookupWorld.CreateAsync();
        var rotation = await Rotation.StartAsync(lookup);
        var asked = 0;

        for (var i = 0; i < 3; i++)
        {
            var old = rotation.Secret;
            await AskMeanwhileAsync(old, rotation.AddAsync);
            await AskMeanwhileAsync(rotation.Secret, () => rotation.RetireAsync(old, after: null));
            Assert.Equal("secret_expired", await rotation.AskAsync(old));
        }

        Assert.True(asked >= 6);

        async Task AskMeanwhileAsync(string deployed, Func<Task> step)
        {
            var done = Task.Run(step);
            do
            {
                Assert.Equal("authenticated", await rotation.AskAsync(deployed));
                asked++;
            }
            while (!done.IsCompleted);

            await done;
        }
    }

    private sealed class Rotation(LookupWorld lookup, string clientId)
    {
        private int _number;

        /// <summary>The newest one.</summary>
        public string Secret { get; private set; } = "";

        public static async Task<Rotation> StartAsync(LookupWorld lookup)
        {
            var clientId = await lookup.World.IssuedAsync();
            var mail = Assert.Single(await lookup.World.MailsAsync<CredentialsIssued>());
            return new Rotation(lookup, clientId) { Secret = lookup.World.MailSecrets.Unprotect(mail.ProtectedSecret!) };
        }

        public async Task AddAsync()
        {
            var added = await new AddClientSecret(
                lookup.World.Database, lookup.World.Outbox, Options.Create(new CredentialsOptions()), lookup.World.Clock)
                .RunAsync(new(clientId, $"Number {++_number}"), lookup.World.Developer);
            Secret = added.Value!.Reveal();
        }

        /// <summary>At once when it ends after nothing.</summary>
        public async Task<DateTimeOffset> RetireAsync(string secret, TimeSpan? after)
        {
            var retired = await new RetireClientSecret(lookup.World.Database, lookup.World.Outbox, lookup.World.Clock)
                .RunAsync(
                    new(clientId, IdOf(secret)) { EndsAt = lookup.World.Now + after, AtOnce = after is null },
                    lookup.World.Developer);
            Assert.True(retired.Succeeded, retired.Error?.Message);
            return retired.Value;
        }

        public async Task UndoAsync(string secret) => Assert.True(
            (await new UndoRetirement(lookup.World.Database, lookup.World.Outbox, lookup.World.Clock)
                .RunAsync(new(clientId, IdOf(secret)), lookup.World.Developer)).Succeeded);

        /// <summary><c>authenticated</c>, or the reason why not.</summary>
        public async Task<string> AskAsync(string secret)
        {
            var header = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{secret}"));
            var answer = await lookup.AuthenticateAsync(new { authorization = header });
            return answer.GetProperty("authenticated").GetBoolean()
                ? "authenticated"
                : answer.GetProperty("reason").GetString()!;
        }

        private static string IdOf(string secret) => secret.Split('_')[1];
    }
}
