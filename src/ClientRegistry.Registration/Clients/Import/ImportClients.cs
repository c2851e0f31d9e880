using System.Security.Cryptography;
using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Scopes;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Clients.Import;

/// <summary>What an import is doing.</summary>
public enum ImportStep
{
    /// <summary>Reads and checks; nothing is written yet.</summary>
    Checking,

    /// <summary>Writes; nothing is committed yet.</summary>
    Writing,
}

/// <summary>How far an import is.</summary>
/// <param name="Step">What it is doing.</param>
/// <param name="Clients">How many clients it is through with.</param>
/// <param name="BytesRead">How much of the file it is through with.</param>
public readonly record struct ImportProgress(ImportStep Step, int Clients, long BytesRead);

/// <summary>What came of an import.</summary>
/// <param name="Clients">How many clients were taken over, or would be.</param>
/// <param name="WithoutSecret">How many of them cannot authenticate: confidential, not revoked, and without a secret.</param>
/// <param name="AddedScopes">Scopes that the catalogue lacked.</param>
/// <param name="Problems">What is wrong; when there is anything, nothing was written. After 1000 the rest is not looked
/// for.</param>
public sealed record ImportResult(
    int Clients, int WithoutSecret, IReadOnlyList<string> AddedScopes, IReadOnlyList<ImportProblem> Problems);

/// <summary>
/// Takes over clients that were registered elsewhere. The file is read twice: once to check all of it, once to write all
/// of it in one transaction. A process that is killed leaves nothing behind.
/// </summary>
/// <param name="contexts">Makes the units of work.</param>
/// <param name="clock">The present.</param>
public sealed class ImportClients(IDbContextFactory<RegistryDbContext> contexts, TimeProvider clock)
{
    /// <summary>The partner that imported clients belong to when none is named.</summary>
    public const string DefaultPartner = "Imported clients";

    private const int BatchSize = 1000;

    /// <summary>What to take over.</summary>
    /// <param name="Content">The file; can be read again from its beginning.</param>
    /// <param name="Environment">Where the clients live.</param>
    /// <param name="PartnerName">Whose they are; null for <see cref="DefaultPartner"/>, which is added when missing.</param>
    /// <param name="AddScopes">Whether scopes that the catalogue lacks are added to it.</param>
    /// <param name="DryRun">Whether to check only.</param>
    public sealed record Input(
        Stream Content, ClientEnvironment Environment, string? PartnerName, bool AddScopes, bool DryRun);

    /// <summary>Does it.</summary>
    /// <param name="input">What to take over.</param>
    /// <param name="actor">Who does: an administrator or the operator.</param>
    /// <param name="progress">Hears of each client; null for nobody.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>What came of it, or <c>forbidden</c>, <c>not_found</c> for the partner, <c>conflict</c> when somebody
    /// registered one of the identifiers in the meantime, or the file changed between its two readings.</returns>
    public Task<Outcome<ImportResult>> RunAsync(
        Input input, Actor actor, IProgress<ImportProgress>? progress = null, CancellationToken ct = default) =>
        ImportAsync(input, actor, progress, ct).OrBusyAsync();

    private async Task<Outcome<ImportResult>> ImportAsync(
        Input input, Actor actor, IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        if (!actor.IsAdministrator)
            return new RegistryError(ErrorCodes.Forbidden, "Only an administrator may import clients.");

        await using var db = await contexts.CreateDbContextAsync(ct);
        var name = input.PartnerName ?? DefaultPartner;
        var partner = await db.Partners.AsNoTracking().SingleOrDefaultAsync(p => p.Name == name, ct);
        if (partner is null && input.PartnerName is not null)
        {
            return new RegistryError(
                ErrorCodes.NotFound, $"There is no partner named \"{name}\". Add it in the portal first, or correct the name.");
        }

        var checks = new ImportChecks(db, input, clock.GetUtcNow());
        await checks.RunAsync(progress, ct);
        if (checks.Problems.Count > 0 || input.DryRun)
            return new ImportResult(checks.Count, checks.WithoutSecret, checks.NewScopes, checks.Problems);

        try
        {
            await WriteAsync(db, partner, input, checks, actor, progress, ct);
        }
        catch (DbUpdateException e) when (db.Dialect.IsUniqueViolation(e))
        {
            return new RegistryError(
                ErrorCodes.Conflict,
                "Somebody registered one of these identifiers, scopes or partners meanwhile. Nothing was written; run it again.");
        }

        catch (FileChangedException)
        {
            return new RegistryError(
                ErrorCodes.Conflict, "The file changed while it was read. Nothing was written; run it again.");
        }

        return new ImportResult(checks.Count, checks.WithoutSecret, checks.NewScopes, []);
    }

    /// <summary>What the audit trail calls an import: it has one entry, whatever the number of clients, at the very time
    /// at which their first revisions were applied.</summary>
    internal static string SubjectOf(ClientEnvironment environment) => $"import:{environment}";

    private async Task WriteAsync(
        RegistryDbContext db,
        Partner? partner,
        Input input,
        ImportChecks checks,
        Actor actor,
        IProgress<ImportProgress>? progress,
        CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var owner = partner ?? new Partner(DefaultPartner, null, now);
        var record = new AuditEvent(
            actor, AuditActions.ClientImported, SubjectOf(input.Environment), owner.Id, $"{checks.Count} clients", now);
        List<AuditEvent> records =
            [.. checks.NewScopes.Select(s => new AuditEvent(
                actor, AuditActions.ScopeAdded, $"scope:{s}", null, ScopeText.Guarded(isRestricted: false), now))];
        if (partner is null)
            records.Add(new AuditEvent(actor, AuditActions.PartnerAdded, $"partner:{owner.Id}", owner.Id, owner.Name, now));
        records.Add(record);
        await db.InTransactionAsync(
            async token =>
            {
                // A repeat after a lost connection begins with a clean tracker and the file's first line.
                db.ChangeTracker.Clear();
                input.Content.Position = 0;
                if (partner is null) db.Add(owner);
                db.AddRange(checks.NewScopes.Select(s => new Scope(s, $"{s} (taken over by an import)", false, now)));
                await db.SaveChangesAsync(token);
                await WriteClientsAsync(db, owner.Id, input, checks, now, progress, token);

                // Last, since every save locks the counter of the audit trail after that of the changes: the other way
                // round this and a decision made meanwhile would wait for each other, and every sign-in for this.
                db.AddRange(records);
                await db.SaveChangesAsync(token);
            },
            token => db.AuditEvents.AnyAsync(e => e.Id == record.Id, token),
            ct);
    }

    private static async Task WriteClientsAsync(
        RegistryDbContext db,
        Guid partnerId,
        Input input,
        ImportChecks checks,
        DateTimeOffset now,
        IProgress<ImportProgress>? progress,
        CancellationToken ct)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var batch in ReadAgain(input, digest, now, progress).Chunk(BatchSize))
        {
            db.ChangeTracker.Clear();
            foreach (var client in batch)
                db.Clients.Add(Make(client, partnerId, input.Environment, checks.SlowHashes, now));
            await db.SaveChangesAsync(ct);
        }

        if (!digest.GetHashAndReset().AsSpan().SequenceEqual(checks.Digest)) throw new FileChangedException();
    }

    /// <exception cref="FileChangedException">Something is wrong that was not when the file was checked.</exception>
    private static IEnumerable<ImportedClient> ReadAgain(
        Input input, IncrementalHash digest, DateTimeOffset now, IProgress<ImportProgress>? progress)
    {
        var written = 0;
        List<ImportProblem> problems = [];
        using var items = new JsonItemReader(input.Content, digest).Read().GetEnumerator();
        while (Advance(items))
        {
            progress?.Report(new ImportProgress(ImportStep.Writing, ++written, items.Current.BytesRead));
            yield return new ImportedClientReader(items.Current, input.Environment, now, problems).Read()
                ?? throw new FileChangedException();
        }
    }

    private static bool Advance(IEnumerator<JsonItem> items)
    {
        try
        {
            return items.MoveNext();
        }
        catch (JsonItemException)
        {
            throw new FileChangedException();
        }
    }

    private static Client Make(
        ImportedClient imported,
        Guid partnerId,
        ClientEnvironment environment,
        Dictionary<string, string> slowHashes,
        DateTimeOffset now)
    {
        const string reason = "Taken over with this status by an import.";
        var client = Client.Issue(imported.ClientId, partnerId, environment, imported.Metadata, requestId: null, now, imported.IssuedAt);
        if (HashOf(imported, slowHashes) is { } hash)
            client.Add(new ClientSecret(client, RandomText.Base32(12), hash, "Imported", imported.SecretExpiresAt, now), now);
        if (imported.Status == ClientStatus.Suspended) client.Suspend(reason, now);
        if (imported.Status == ClientStatus.Revoked) client.Revoke(reason, now);
        return client;
    }

    private static string? HashOf(ImportedClient imported, Dictionary<string, string> slowHashes)
    {
        if (imported.Secret is null) return imported.SecretHash;
        return slowHashes.GetValueOrDefault(imported.ClientId) ?? throw new FileChangedException();
    }

    /// <summary>The file is not what was checked; nothing may be committed.</summary>
    private sealed class FileChangedException : Exception;
}
