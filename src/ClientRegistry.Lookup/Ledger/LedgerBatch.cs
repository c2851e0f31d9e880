using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Lookup.Ledger;

/// <summary>Writes a batch of notes, and keeps the refusals within their bounds.</summary>
internal sealed class LedgerBatch(
    IDbContextFactory<RegistryDbContext> contexts, IOptions<LookupOptions> options, TimeProvider clock)
{
    /// <summary>Writes them.</summary>
    /// <param name="notes">What was noted.</param>
    /// <param name="ct">Stops it.</param>
    public async Task WriteAsync(IReadOnlyCollection<Note> notes, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var refusals = Keep(notes.OfType<RefusalNote>());
        db.RefusedAttempts.AddRange(refusals);
        await db.SaveChangesAsync(ct);
        foreach (var client in refusals.Select(r => r.ClientRowId).Distinct()) await CapAsync(db, client, ct);

        await NoteUsesAsync(db, notes, ct);
    }

    /// <summary>Throws away what is older than the owner was promised.</summary>
    /// <param name="ct">Stops it.</param>
    public async Task TidyAsync(CancellationToken ct)
    {
        var oldest = clock.GetUtcNow() - options.Value.RefusalsKept;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.RefusedAttempts.Where(a => a.At < oldest).ExecuteDeleteAsync(ct);
    }

    // Of a flood only so many are worth writing: the cap would throw the rest away again.
    private List<RefusedAttempt> Keep(IEnumerable<RefusalNote> notes) =>
    [
        .. notes.GroupBy(n => n.Client?.RowId)
            .SelectMany(group => group.TakeLast(options.Value.RefusalsPerClient))
            .Select(ToRow),
    ];

    private static RefusedAttempt ToRow(RefusalNote note)
    {
        var near = note is { Client: { } client, RedirectUri: { } asked, Reason: Reasons.RedirectUriMismatch or Reasons.RedirectUriMalformed }
            ? RedirectUriDifference.Explain(asked, client.RedirectUris.ToList(), client.ApplicationType)
            : null;
        return new RefusedAttempt
        {
            Id = Guid.CreateVersion7(note.At),
            At = note.At,
            Kind = note.Kind,
            ClientRowId = note.Client?.RowId,
            ClientId = Cut(note.ClientId, ClientIdentifier.MaximumLength),
            Environment = note.Environment,
            Reason = note.Reason,
            Reference = note.Reference,
            RedirectUri = Cut(note.RedirectUri, RefusedAttempt.LongestRedirectUri),
            NearestRedirectUri = near?.Registered,
            Difference = Cut(near?.Message, RefusedAttempt.LongestText),
            Scope = Cut(note.Scope, RefusedAttempt.LongestText),
        };
    }

    private async Task CapAsync(RegistryDbContext db, Guid? client, CancellationToken ct)
    {
        var firstTooMany = await db.RefusedAttempts.AsNoTracking()
            .Where(a => a.ClientRowId == client)
            .OrderByDescending(a => a.At)
            .Skip(options.Value.RefusalsPerClient)
            .Select(a => (DateTimeOffset?)a.At)
            .FirstOrDefaultAsync(ct);
        if (firstTooMany is { } at)
            await db.RefusedAttempts.Where(a => a.ClientRowId == client && a.At <= at).ExecuteDeleteAsync(ct);
    }

    // One statement for each kind: a busy hour begins with a note for every client. The latest time stands for all, since
    // uses are noted coarsely anyway.
    private static async Task NoteUsesAsync(RegistryDbContext db, IReadOnlyCollection<Note> notes, CancellationToken ct)
    {
        var at = notes.Max(n => n.At);
        var secrets = notes.OfType<SecretUseNote>().Select(n => n.SecretRowId).Distinct().ToList();
        if (secrets.Count > 0)
        {
            await db.ClientSecrets.Where(s => secrets.Contains(s.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastUsedAt, at), ct);
        }

        var keys = notes.OfType<KeyUseNote>().Select(n => n.KeyRowId).Distinct().ToList();
        if (keys.Count > 0)
        {
            await db.LookupKeys.Where(k => keys.Contains(k.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, at), ct);
        }

        var uris = notes.OfType<RedirectUriUseNote>().Select(n => new RedirectUriUse(n.ClientRowId, n.RedirectUri, at))
            .DistinctBy(KeyOf).ToList();
        if (uris.Count > 0) await NoteAsync(db, uris, ct);
    }

    private static async Task NoteAsync(RegistryDbContext db, List<RedirectUriUse> uses, CancellationToken ct)
    {
        var (clients, digests) = (uses.Select(u => u.ClientRowId).Distinct(), uses.Select(u => u.Digest).Distinct());
        var known = (await db.RedirectUriUses.Where(u => clients.Contains(u.ClientRowId) && digests.Contains(u.Digest))
            .ToListAsync(ct)).ToDictionary(KeyOf);
        foreach (var use in uses)
        {
            if (known.TryGetValue(KeyOf(use), out var before)) before.Again(use.LastUsedAt);
            else db.Add(use);
        }

        // Another node may have been first, with a use that is as good as this one: then each by itself.
        if (await db.TrySaveAsync(ct) == SaveResult.Saved || uses.Count == 1) return;

        db.ChangeTracker.Clear();
        foreach (var use in uses)
        {
            await NoteAsync(db, [use], ct);
            db.ChangeTracker.Clear();
        }
    }

    private static (Guid Client, string Digest) KeyOf(RedirectUriUse use) => (use.ClientRowId, use.Digest);

    private static string? Cut(string? text, int length)
    {
        if (text is null || text.Length <= length) return text;

        // Never through the middle of a character.
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
