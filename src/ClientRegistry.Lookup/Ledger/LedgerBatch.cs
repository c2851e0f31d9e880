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
            ? RedirectUriDifference.Explain(asked, client.RedirectUris.All, client.ApplicationType)
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

    private static async Task NoteUsesAsync(RegistryDbContext db, IReadOnlyCollection<Note> notes, CancellationToken ct)
    {
        foreach (var note in notes)
        {
            switch (note)
            {
                case SecretUseNote use:
                    await db.ClientSecrets.Where(s => s.Id == use.SecretRowId)
                        .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastUsedAt, use.At), ct);
                    break;
                case KeyUseNote use:
                    await db.LookupKeys.Where(k => k.Id == use.KeyRowId)
                        .ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, use.At), ct);
                    break;
                case RedirectUriUseNote use:
                    await NoteAsync(db, use, ct);
                    break;
            }
        }
    }

    private static async Task NoteAsync(RegistryDbContext db, RedirectUriUseNote use, CancellationToken ct)
    {
        var digest = RedirectUriUse.DigestOf(use.RedirectUri);
        var updated = await db.RedirectUriUses.Where(u => u.ClientRowId == use.ClientRowId && u.Digest == digest)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.LastUsedAt, use.At), ct);
        if (updated > 0) return;

        var entry = db.RedirectUriUses.Add(new RedirectUriUse(use.ClientRowId, use.RedirectUri, use.At));

        // Another node may have been first; that use is as good as this one.
        if (await db.TrySaveAsync(ct) != SaveResult.Saved) entry.State = EntityState.Detached;
    }

    private static string? Cut(string? text, int length)
    {
        if (text is null || text.Length <= length) return text;

        // Never through the middle of a character.
        return text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
    }
}
