using ClientRegistry.Core.Clients;
using ClientRegistry.Lookup.Ledger;
using ClientRegistry.Registration.Clients;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Lookup.Tests;

public sealed class LedgerTests
{
    [Fact]
    public async Task A_refusal_is_written_down_with_the_nearest_uri_the_difference_and_its_reference()
    {
        await using var world = await LookupWorld.CreateAsync();
        var client = await world.AddClientAsync("one");
        var answer = await world.ValidateAsync("client_id=one&redirect_uri=https://app.example/cb2/&scope=orders-api");
        await FlushAsync(world);

        await using var db = world.World.Database.CreateDbContext();
        var attempt = await db.RefusedAttempts.SingleAsync();
        Assert.Equal(client.Id, attempt.ClientRowId);
        Assert.Equal(answer.GetProperty("reference").GetString(), attempt.Reference);
        Assert.Equal("redirect_uri_mismatch", attempt.Reason);
        Assert.Equal("https://app.example/cb2/", attempt.RedirectUri);
        Assert.Equal("https://app.example/cb2", attempt.NearestRedirectUri);
        Assert.Contains("/cb2", attempt.Difference, StringComparison.Ordinal);
        Assert.Equal(AttemptKind.AuthorizationRequest, attempt.Kind);
        Assert.Equal(ClientEnvironment.Production, attempt.Environment);
    }

    [Fact]
    public async Task A_refusal_of_a_client_that_does_not_exist_is_found_by_the_staff_under_the_reference_of_the_answer()
    {
        await using var world = await LookupWorld.CreateAsync();
        var answer = await world.ValidateAsync("client_id=typo&scope=orders-api");
        await FlushAsync(world);

        var reference = answer.GetProperty("reference").GetString()!;
        var found = await new FindRefusedAttempt(world.World.Database).RunAsync(reference, world.World.Auditor);
        Assert.Equal(("typo", "unknown_client", "orders-api"), (found.Value!.ClientId, found.Value.Reason, found.Value.Scope));
    }

    [Fact]
    public async Task A_refused_secret_is_written_down_without_the_secret()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("one", LookupWorld.Metadata with { TokenEndpointAuthMethod = "client_secret_post" });
        await world.AuthenticateAsync(new { client_id = "one", client_secret = "hunter2-hunter2" });
        await FlushAsync(world);

        await using var db = world.World.Database.CreateDbContext();
        var attempt = await db.RefusedAttempts.SingleAsync();
        Assert.Equal(("secret_mismatch", AttemptKind.ClientAuthentication), (attempt.Reason, attempt.Kind));
        Assert.DoesNotContain("hunter2", System.Text.Json.JsonSerializer.Serialize(attempt), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusals_are_capped_per_client_the_newest_kept_and_old_ones_thrown_away()
    {
        await using var world = await LookupWorld.CreateAsync(s =>
        {
            s["Lookup:RefusalsPerClient"] = "3";
            s["Lookup:RefusalsKept"] = "01:00:00";
        });
        await world.AddClientAsync("one");
        for (var i = 0; i < 5; i++)
        {
            world.World.Clock.Advance(TimeSpan.FromMilliseconds(10));
            await world.ValidateAsync($"client_id=one&redirect_uri=https://app.example/{i}");
            if (i == 3) await FlushAsync(world);
        }

        await FlushAsync(world);
        await using var db = world.World.Database.CreateDbContext();
        Assert.Equal(
            ["https://app.example/2", "https://app.example/3", "https://app.example/4"],
            await db.RefusedAttempts.OrderBy(a => a.At).Select(a => a.RedirectUri).ToListAsync());

        world.World.Clock.Advance(TimeSpan.FromMinutes(61));
        await world.Host.Services.GetRequiredService<LedgerBatch>().TidyAsync(default);
        Assert.Equal(0, await db.RefusedAttempts.CountAsync());
    }

    [Fact]
    public async Task The_last_use_of_key_secret_and_redirect_uri_is_noted_now_and_then()
    {
        await using var world = await LookupWorld.CreateAsync();
        var client = await world.AddClientAsync("one", LookupWorld.Metadata with
        {
            TokenEndpointAuthMethod = "client_secret_post", RequirePkce = false,
        });
        await world.AddSecretAsync(client, SecretHash.Fast("s"));
        var first = world.World.Now;
        await UseAsync(world);
        Assert.Equal((first, first, first), await UsesAsync(world));

        world.World.Clock.Advance(LastUse.Granularity - TimeSpan.FromSeconds(1));
        await UseAsync(world);
        Assert.Equal((first, first, first), await UsesAsync(world));

        world.World.Clock.Advance(TimeSpan.FromSeconds(1));
        await UseAsync(world);
        Assert.Equal((world.World.Now, world.World.Now, world.World.Now), await UsesAsync(world));
    }

    [Fact]
    public async Task Many_uses_are_noted_together_beside_what_another_node_notes_at_the_same_time()
    {
        await using var world = await LookupWorld.CreateAsync();
        var clients = new List<Guid>();
        for (var i = 0; i < 40; i++)
        {
            var client = await world.AddClientAsync($"client{i}");
            await world.AddSecretAsync(client, SecretHash.Fast($"s{i}"));
            clients.Add(client.Id);
        }

        await using var db = world.World.Database.CreateDbContext();
        var secrets = await db.ClientSecrets.Select(s => s.Id).ToListAsync();
        var batch = world.Host.Services.GetRequiredService<LedgerBatch>();
        var later = world.World.Now.AddMinutes(10);
        await batch.WriteAsync(Notes(clients.Take(20), world.World.Now), default);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => batch.WriteAsync(
            [.. Notes(clients, later), .. Notes(clients, later), .. secrets.Select(s => new SecretUseNote(later, s))], default))));

        var uses = await db.RedirectUriUses.AsNoTracking().ToListAsync();
        Assert.Equal(clients.Order(), uses.Select(u => u.ClientRowId).Order());
        Assert.All(uses, u => Assert.Equal(later, u.LastUsedAt));
        Assert.All(await db.ClientSecrets.AsNoTracking().ToListAsync(), s => Assert.Equal(later, s.LastUsedAt));
    }

    [Fact]
    public void A_full_channel_drops_and_never_waits()
    {
        var ledger = new UsageLedger();
        for (var i = 0; i < UsageLedger.Capacity + 10; i++) ledger.Leave(new KeyUseNote(default, Guid.Empty));

        Assert.Equal(UsageLedger.Capacity, ledger.Reader.Count);
    }

    private static Note[] Notes(IEnumerable<Guid> clients, DateTimeOffset at) =>
        [.. clients.Select(c => new RedirectUriUseNote(at, c, "https://app.example/cb2"))];

    private static async Task UseAsync(LookupWorld world)
    {
        var valid = await world.ValidateAsync(
            "client_id=one&response_type=code&scope=orders-api&redirect_uri=https://app.example/cb2");
        var good = await world.AuthenticateAsync(new { client_id = "one", client_secret = "s" });
        Assert.True(valid.GetProperty("valid").GetBoolean() && good.GetProperty("authenticated").GetBoolean());
        await FlushAsync(world);
    }

    private static async Task<(DateTimeOffset? Key, DateTimeOffset? Secret, DateTimeOffset? Uri)> UsesAsync(LookupWorld world)
    {
        await using var db = world.World.Database.CreateDbContext();
        return (
            (await db.LookupKeys.SingleAsync(k => k.Environment == ClientEnvironment.Production)).LastUsedAt,
            (await db.ClientSecrets.SingleAsync()).LastUsedAt,
            (await db.RedirectUriUses.SingleAsync(u => u.RedirectUri == "https://app.example/cb2")).LastUsedAt);
    }

    private static Task FlushAsync(LookupWorld world) =>
        world.Host.Services.GetRequiredService<LedgerWriter>().FlushAsync(default);
}
