using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Testing;

namespace ClientRegistry.Lookup.Tests;

public sealed class TwoProcessesTests
{
    private const int Callers = 4;
    private const string ClientId = "cr-p-shared";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_suspension_is_seen_by_every_process_on_the_database_within_two_seconds_under_load()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync(ClientId);
        await using var first = await world.StartProcessAsync();
        await using var second = await world.StartProcessAsync();
        using var done = new CancellationTokenSource();
        using var watch = new Watch(done, expected: 2 * Callers);
        var load = new[] { first, second }
            .SelectMany(node => Enumerable.Range(0, Callers).Select(_ => AskAsync(node, world.ProductionKey, watch)))
            .ToList();
        await watch.EverybodyValid.WaitAsync(TimeSpan.FromSeconds(60), Ct);

        var suspended = await new ChangeClientStatus(world.World.Database, world.World.Outbox, world.World.Clock)
            .RunAsync(new(ClientId, ClientStatus.Suspended, "Test"), world.World.Administrator, Ct);
        var committed = TimeProvider.System.GetTimestamp();

        Assert.True(suspended.Succeeded);
        await Task.WhenAll(load).WaitAsync(TimeSpan.FromSeconds(60), Ct);
        var late = TimeProvider.System.GetElapsedTime(committed, watch.LastValid);
        Assert.True(late < TimeSpan.FromSeconds(2), $"A process that was asked {late.TotalSeconds:F2} s after the commit said \"valid\".");
    }

    /// <summary>Asks without pause until it is told of the suspension, and then a hundred times more.</summary>
    private static async Task AskAsync(RegistryServer node, string key, Watch watch)
    {
        using var client = new HttpClient { BaseAddress = node.Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var refusals = 0;
        for (var asked = 0; refusals < 100; asked++)
        {
            Assert.True(asked < 1_000_000, "The suspension was never seen.");
            var askedAt = TimeProvider.System.GetTimestamp();
            using var response = await client.GetAsync($"/api/v1/clients/{ClientId}", watch.Token);
            if (response.IsSuccessStatusCode)
            {
                watch.Valid(askedAt, isFirst: asked == 0);
                Assert.Equal(0, refusals);
                continue;
            }

            var problem = await response.Content.ReadFromJsonAsync<JsonElement>(watch.Token);
            Assert.Equal("client_suspended", problem.GetProperty("code").GetString());
            refusals++;
        }
    }

    /// <summary>When the last question was asked to which a caller was told that the client is good; however long that
    /// answer took.</summary>
    private sealed class Watch(CancellationTokenSource done, int expected) : IDisposable
    {
        private readonly TaskCompletionSource _everybody = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private long _lastValid;
        private int _callers;

        public CancellationToken Token => done.Token;

        public Task EverybodyValid => _everybody.Task;

        public long LastValid => Interlocked.Read(ref _lastValid);

        public void Valid(long askedAt, bool isFirst)
        {
            InterlockedMax(askedAt);
            if (isFirst && Interlocked.Increment(ref _callers) == expected) _everybody.SetResult();
        }

        public void Dispose() => done.Cancel();

        private void InterlockedMax(long askedAt)
        {
            long seen;
            do seen = Interlocked.Read(ref _lastValid);
            while (askedAt > seen && Interlocked.CompareExchange(ref _lastValid, askedAt, seen) != seen);
        }
    }
}
