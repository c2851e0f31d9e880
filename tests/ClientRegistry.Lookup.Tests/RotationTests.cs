using System.Text;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Secrets;
using ClientRegistry.Testing;

namespace ClientRegistry.Lookup.Tests;

/// <summary>A secret is replaced by the use cases while authorization servers go on asking.</summary>
public sealed class RotationTests
{
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

        var end = await rotation.RetireAsync(old, atOnce: false);
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
        var end = await rotation.RetireAsync(old, atOnce: false);

        Assert.Equal("authenticated", await rotation.AskAsync(old));
        await rotation.UndoAsync(old);
        lookup.World.Clock.SetUtcNow(end);

        Assert.Equal("authenticated", await rotation.AskAsync(old));
    }

    [Fact]
    public async Task Rotating_again_and_again_under_load_refuses_the_deployed_secret_never_and_the_ended_one_at_once()
    {
        await using var lookup = await LookupWorld.CreateAsync();
        var rotation = await Rotation.StartAsync(lookup);
        var deployed = rotation.Secret;
        using var stop = new CancellationTokenSource();
        var asked = 0;
        var gate = new Lock();
        var inUse = new List<Task<string>>();
        var servers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                Task<string> answer;
                lock (gate) inUse.Add(answer = rotation.AskAsync(deployed));
                Assert.Equal("authenticated", await answer);
                lock (gate) inUse.Remove(answer);
                Interlocked.Increment(ref asked);
            }
        })).ToList();

        for (var i = 0; i < 5; i++)
        {
            var old = deployed;
            await rotation.AddAsync();
            Task<string>[] lastOfOld;
            lock (gate)
            {
                deployed = rotation.Secret;
                lastOfOld = [.. inUse];
            }

            await Task.WhenAll(lastOfOld);
            await rotation.RetireAsync(old, atOnce: true);
            Assert.Equal("secret_expired", await rotation.AskAsync(old));
        }

        await stop.CancelAsync();
        await Task.WhenAll(servers);
        Assert.True(asked > 5);
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
            var added = await new AddClientSecret(lookup.World.Database, lookup.World.Outbox, lookup.World.Clock)
                .RunAsync(new(clientId, $"Number {++_number}"), lookup.World.Developer);
            Secret = added.Value!.Reveal();
        }

        public async Task<DateTimeOffset> RetireAsync(string secret, bool atOnce)
        {
            var retired = await new RetireClientSecret(lookup.World.Database, lookup.World.Outbox, lookup.World.Clock)
                .RunAsync(new(clientId, IdOf(secret)) { AtOnce = atOnce }, lookup.World.Developer);
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
