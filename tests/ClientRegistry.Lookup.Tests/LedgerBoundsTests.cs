using ClientRegistry.Core.Clients;
using ClientRegistry.Lookup.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Lookup.Tests;

/// <summary>What a flood of refusals may take: memory while it waits, and work of the database.</summary>
public sealed class LedgerBoundsTests
{
    private const int Much = 31 * 1024;

    [Fact]
    public async Task What_waits_to_be_written_holds_no_more_of_what_was_sent_than_will_be_kept()
    {
        await using var world = await LookupWorld.CreateAsync();
        var much = new string('x', Much);
        await world.ValidateAsync($"client_id=nobody&redirect_uri=https://x.example/{much}");
        await world.ValidateAsync($"client_id=nobody&scope={much}");
        await world.ValidateAsync($"client_id={much}");
        await world.AuthenticateAsync(new { client_id = much, client_secret = "s" });

        var held = Waiting(world).OfType<RefusalNote>()
            .Select(n => (n.ClientId?.Length ?? 0) + (n.RedirectUri?.Length ?? 0) + (n.Scope?.Length ?? 0)).ToList();

        Assert.Equal(4, held.Count);
        Assert.All(held, length => Assert.InRange(
            length, 1, ClientIdentifier.MaximumLength + RefusedAttempt.LongestRedirectUri + RefusedAttempt.LongestText + 1));
    }

    [Fact]
    public async Task A_long_redirect_uri_is_kept_cut_and_the_difference_says_so()
    {
        await using var world = await LookupWorld.CreateAsync();
        const string Registered = "https://app.example/cb2";
        await world.AddClientAsync("one");
        var sent = Registered + "/" + new string('x', Much);
        await world.ValidateAsync($"client_id=one&redirect_uri={sent}");

        var attempt = await WrittenAsync(world);
        Assert.Equal(sent[..RefusedAttempt.LongestRedirectUri], attempt.RedirectUri);
        Assert.Equal(Registered, attempt.NearestRedirectUri);
        Assert.StartsWith(
            $"Of the {sent.Length} characters asked, the first 2001 are compared here. Path differs: asked '/cb2/xxx",
            attempt.Difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_uri_that_only_begins_as_the_longest_registered_one_is_not_called_registered()
    {
        await using var world = await LookupWorld.CreateAsync();
        var registered = "https://app.example/".PadRight(RedirectUriPolicy.MaximumLength, 'r');
        await world.AddClientAsync("one", LookupWorld.Metadata with { RedirectUris = [registered] });
        await world.ValidateAsync($"client_id=one&redirect_uri={registered}{new string('x', Much - registered.Length)}");

        var difference = (await WrittenAsync(world)).Difference;
        Assert.StartsWith($"Of the {Much} characters asked, the first 2001 ", difference, StringComparison.Ordinal);
        Assert.Contains("too many at its end", difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_cut_is_not_cut_through_the_middle_of_a_character()
    {
        await using var world = await LookupWorld.CreateAsync();
        const string Face = "%F0%9F%98%80";
        var client = string.Concat(Enumerable.Repeat(Face, ClientIdentifier.MaximumLength));
        await world.ValidateAsync($"client_id=x{client}");

        var attempt = await WrittenAsync(world);
        Assert.Equal(ClientIdentifier.MaximumLength - 1, attempt.ClientId!.Length);
        Assert.False(char.IsHighSurrogate(attempt.ClientId[^1]));
    }

    private static List<Note> Waiting(LookupWorld world)
    {
        var reader = world.Host.Services.GetRequiredService<UsageLedger>().Reader;
        var notes = new List<Note>();
        while (reader.TryRead(out var note)) notes.Add(note);
        return notes;
    }

    private static async Task<RefusedAttempt> WrittenAsync(LookupWorld world)
    {
        await world.Host.Services.GetRequiredService<LedgerWriter>().FlushAsync(default);
        await using var db = world.World.Database.CreateDbContext();
        return await db.RefusedAttempts.AsNoTracking().SingleAsync();
    }
}
