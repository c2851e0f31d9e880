using System.Globalization;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Lookup.Ledger;

/// <summary>Writes a batch of notes, and keeps the refusals within their bounds.</summary>
internal sealed class LedgerBatch(
    IDbContextFactory<RegistryDbContext> contexts, IOptions<LookupOptions> options, TimeProvider clock)
{
    /// <summary>How many values one statement lists at most; SQL Server takes 2100 parameters.</summary>
    private const int LongestList = 500;

    /// <summary>Writes them.</summary>
    /// <param name="notes">What was noted.</param>
    /// <param name="ct">Stops it.</param>
    public async Task WriteAsync(IReadOnlyCollection<Note> notes, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var refusals = Keep(notes.OfType<RefusalNote>());
        if (refusals.Count > 0)
        {
            db.RefusedAttempts.AddRange(refusals);
            await db.SaveChangesAsync(ct);
            await CapAsync(db, [.. refusals.Select(r => r.ClientRowId).Distinct()], ct);
        }

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
        var near = Nearest(note);
        return new RefusedAttempt
        {
            Id = Guid.CreateVersion7(note.At),
            At = note.At,
            Kind = note.Kind,
            ClientRowId = note.Client?.RowId,
            ClientId = note.ClientId,
            Environment = note.Environment,
            Reason = note.Reason,
            Reference = note.Reference,
            RedirectUri = Excerpt.Of(note.RedirectUri, RefusedAttempt.LongestRedirectUri),
            NearestRedirectUri = near?.Registered,
            Difference = Excerpt.Of(near?.Message, RefusedAttempt.LongestText),
            Scope = note.Scope,
        };
    }

    private static NearestRedirectUri? Nearest(RefusalNote note)
    {
        if (note is not
            {
                Client: { } client, RedirectUri: { } asked, Reason: Reasons.RedirectUriMismatch or Reasons.RedirectUriMalformed,
            }) return null;

        var near = RedirectUriDifference.Explain(asked, client.RedirectUris.ToList(), client.ApplicationType);
        return note.RedirectUriLength == asked.Length
            ? near
            : near with
            {
                Message = string.Create(
                    CultureInfo.InvariantCulture,
                    $"Of the {note.RedirectUriLength} characters asked, the first {asked.Length} are compared here. {near.Message}"),
            };
    }

    private async Task CapAsync(RegistryDbContext db, List<Guid?> clients, CancellationToken ct)
    {
        var tooMany = new List<Guid>();
        if (clients.Remove(null)) tooMany.AddRange(await TooManyOfNobodyAsync(db, ct));
        foreach (var some in clients.Chunk(LongestList)) tooMany.AddRange(await TooManyAsync(db, some, ct));
        foreach (var some in tooMany.Chunk(LongestList))
            await db.RefusedAttempts.Where(a => some.Contains(a.Id)).ExecuteDeleteAsync(ct);
    }

    // One question for many clients, since each note of a flood may be about another one.
    private async Task<IEnumerable<Guid>> TooManyAsync(RegistryDbContext db, Guid?[] clients, CancellationToken ct)
    {
        var most = options.Value.RefusalsPerClient;
        var tooMany = await db.RefusedAttempts.AsNoTracking()
            .Where(a => clients.Contains(a.ClientRowId))
            .GroupBy(a => a.ClientRowId)
            .Select(ofOne => ofOne.OrderByDescending(a => a.At).Skip(most).Select(a => a.Id).ToList())
            .ToListAsync(ct);
        return tooMany.SelectMany(ids => ids);
    }

    // By itself: in SQL no client is not equal to no client. They share one cap.
    private async Task<IEnumerable<Guid>> TooManyOfNobodyAsync(RegistryDbContext db, CancellationToken ct) =>
        await db.RefusedAttempts.AsNoTracking()
            .Where(a => a.ClientRowId == null)
            .OrderByDescending(a => a.At)
            .Skip(options.Value.RefusalsPerClient)
            .Select(a => a.Id)
            .ToListAsync(ct);

    // Few statements for each kind: a busy hour begins with a note for every client. The latest time stands for all, since
    // uses are noted coarsely anyway.
    private static async Task NoteUsesAsync(RegistryDbContext db, IReadOnlyCollection<Note> notes, CancellationToken ct)
    {
        var at = notes.Max(n => n.At);
        foreach (var secrets in notes.OfType<SecretUseNote>().Select(n => n.SecretRowId).Distinct().Chunk(LongestList))
        {
            await db.ClientSecrets.Where(s => secrets.Contains(s.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastUsedAt, at), ct);
        }

        foreach (var keys in notes.OfType<KeyUseNote>().Select(n => n.KeyRowId).Distinct().Chunk(LongestList))
        {
            await db.LookupKeys.Where(k => keys.Contains(k.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, at), ct);
        }

        var uris = notes.OfType<RedirectUriUseNote>().Select(n => new RedirectUriUse(n.ClientRowId, n.RedirectUri, at))
            .DistinctBy(KeyOf);
        foreach (var some in uris.Chunk(LongestList)) await NoteAsync(db, some, ct);
    }

    private static async Task NoteAsync(RegistryDbContext db, RedirectUriUse[] uses, CancellationToken ct)
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
        if (await db.TrySaveAsync(ct) == SaveResult.Saved || uses.Length == 1) return;

        db.ChangeTracker.Clear();
        foreach (var use in uses)
        {
            await NoteAsync(db, [use], ct);
            db.ChangeTracker.Clear();
        }
    }

    private static (Guid Client, string Digest) KeyOf(RedirectUriUse use) => (use.ClientRowId, use.Digest);
}
