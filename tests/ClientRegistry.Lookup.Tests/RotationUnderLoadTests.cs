using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ClientRegistry.Testing;

namespace ClientRegistry.Lookup.Tests;

/// <summary>Several clients replace their secrets while two processes of the real program are asked without pause.</summary>
public sealed class RotationUnderLoadTests
{
    private const int Clients = 2;
    private const int Rounds = 3;

    /// <summary>Within which every process knows of a change.</summary>
    private static readonly TimeSpan Known = TimeSpan.FromSeconds(2);

    /// <summary>After which a secret that should begin or end never does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_is_never_without_a_secret_that_works_and_none_works_two_seconds_after_its_end()
    {
        await using var lookup = await LookupWorld.CreateAsync();
        var rotations = new List<Rotation>();
        for (var i = 0; i < Clients; i++) rotations.Add(await Rotation.StartAsync(lookup, TimeProvider.System));
        await using var first = await lookup.StartProcessAsync();
        await using var second = await lookup.StartProcessAsync();

        await Task.WhenAll(rotations.Select(rotation => Task.Run(() => RotateAsync(
            rotation, [new Caller(first, lookup.ProductionKey, rotation), new Caller(second, lookup.ProductionKey, rotation)]))));
    }

    private static async Task RotateAsync(Rotation rotation, Caller[] callers)
    {
        using var done = new CancellationTokenSource();
        var load = callers.Select(c => c.AskOnAsync(done.Token)).ToList();
        for (var round = 0; round < Rounds; round++)
        {
            var old = rotation.Secret;
            await rotation.AddAsync();
            var added = TimeProvider.System.GetUtcNow();
            foreach (var first in await Task.WhenAll(callers.Select(c => c.FirstWorksAsync(rotation.Secret))))
                Assert.InRange(first, DateTimeOffset.MinValue, added + Known + callers.Max(c => c.Slowest));
            var changed = Task.WhenAll(callers.Select(c => c.ChangeToAsync(rotation.Secret)));
            await await Task.WhenAny([changed, .. load]);

            var end = await rotation.RetireAsync(old, round % 2 == 0 ? null : TimeSpan.FromSeconds(1));
            foreach (var last in await Task.WhenAll(callers.Select(c => c.LastWorksAsync(old))))
                Assert.InRange(last, DateTimeOffset.MinValue, end + Known + callers.Max(c => c.Slowest));
        }

        await done.CancelAsync();
        await Task.WhenAll(load);
        Assert.All(callers, c => Assert.True(c.Asked > Rounds));
        foreach (var caller in callers) caller.Dispose();
    }

    /// <summary>An authorization server that asks one process about one client.</summary>
    private sealed class Caller : IDisposable
    {
        private const string Good = "authenticated";
        private const int Sure = 20;

        private readonly HttpClient _http;
        private readonly Rotation _rotation;
        private volatile Deployed _deployed;

        public Caller(RegistryServer node, string key, Rotation rotation)
        {
            _http = new HttpClient { BaseAddress = node.Address };
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            _rotation = rotation;
            _deployed = new Deployed(rotation.Secret);
        }

        public int Asked { get; private set; }

        /// <summary>The longest time that an answer took: so long the machine had no time for a process, which then could
        /// not learn of anything either.</summary>
        public TimeSpan Slowest { get; private set; }

        /// <summary>Asks without pause about the secret that the client uses, which must always be good.</summary>
        public async Task AskOnAsync(CancellationToken done)
        {
            while (!done.IsCancellationRequested)
            {
                var deployed = _deployed;
                Assert.Equal(Good, await AskAsync(deployed.Secret));
                deployed.Used.TrySetResult();
                Asked++;
            }
        }

        /// <summary>The client uses another secret from now on; completes when it no longer uses the one before.</summary>
        public Task ChangeToAsync(string secret) => (_deployed = new Deployed(secret)).Used.Task;

        /// <summary>When the first question was asked to which a secret was found good.</summary>
        public async Task<DateTimeOffset> FirstWorksAsync(string secret)
        {
            using var patience = new CancellationTokenSource(Patience);
            while (true)
            {
                var asked = TimeProvider.System.GetUtcNow();
                if (await AskAsync(secret) == Good) return asked;
                Assert.False(patience.IsCancellationRequested, $"The new secret was still refused after {Patience}.");
            }
        }

        /// <summary>When the last question was asked to which a secret that ends was found good; asks until it is surely
        /// over.</summary>
        public async Task<DateTimeOffset> LastWorksAsync(string secret)
        {
            using var patience = new CancellationTokenSource(Patience);
            var last = DateTimeOffset.MinValue;
            for (var refused = 0; refused < Sure;)
            {
                var asked = TimeProvider.System.GetUtcNow();
                if (await AskAsync(secret) != Good)
                {
                    refused++;
                    continue;
                }

                Assert.False(patience.IsCancellationRequested, $"The old secret was still good after {Patience}.");
                (last, refused) = (asked, 0);
            }

            return last;
        }

        public void Dispose() => _http.Dispose();

        private async Task<string> AskAsync(string secret)
        {
            var asked = TimeProvider.System.GetTimestamp();
            using var response = await _http.PostAsJsonAsync(
                "/api/v1/client-authentication", new { authorization = _rotation.Header(secret) }, Ct);
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>(Ct);
            var took = TimeProvider.System.GetElapsedTime(asked);
            if (took > Slowest) Slowest = took;
            Assert.True(response.IsSuccessStatusCode, answer.ToString());
            return answer.GetProperty(Good).GetBoolean() ? Good : answer.GetProperty("reason").GetString()!;
        }

        private sealed record Deployed(string Secret)
        {
            public TaskCompletionSource Used { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
