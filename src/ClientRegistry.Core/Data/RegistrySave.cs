using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Core.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace ClientRegistry.Core.Data;

/// <summary>
/// One save: gives numbers to what needs them under the counters' row locks, chains the audit trail, writes everything,
/// commits, and tells this process. A connection lost at commit leaves the outcome unknown: before a repeat, the
/// database is asked whether it has the rows.
/// </summary>
internal sealed class RegistrySave(RegistryDbContext db, Commits commits)
{
    public async Task<int> RunAsync(bool acceptChanges, CancellationToken ct)
    {
        db.ChangeTracker.DetectChanges();
        var changes = Added<ClientChange>().OrderBy(c => c.At).ToList();
        StampVersions([.. changes.Select(c => c.ClientRowId)]);
        var moves = Added<RequestEvent>().ToList();
        var owesMail = OwesMail();
        var keys = db.ChangeTracker.Entries<LookupKey>()
            .Where(e => e.State is EntityState.Added or EntityState.Modified).Select(e => e.Entity).ToList();
        var rows = 0;

        if (db.Database.CurrentTransaction is not null) await WriteAsync(ct);
        else await db.InTransactionAsync(WriteAsync, WasCommittedAsync, ct);

        if (acceptChanges) db.ChangeTracker.AcceptAllChanges();
        // Inside a transaction of the caller nothing is committed yet: whoever commits publishes, or all learn from the feed.
        if (db.Database.CurrentTransaction is null) commits.Publish(changes, moves, owesMail, keys);
        else db.Unpublished?.Add(changes, moves, owesMail, keys);
        return rows;

        async Task WriteAsync(CancellationToken token)
        {
            await NumberAsync(changes, token);
            rows = await db.SaveRowsAsync(token);
        }
    }

    /// <summary>In the order in which they were added; ids made within one millisecond have none.</summary>
    private IEnumerable<T> Added<T>()
        where T : class =>
        db.ChangeTracker.Entries<T>().Where(e => e.State == EntityState.Added).Select(e => e.Entity);

    private bool OwesMail() =>
        db.ChangeTracker.Entries<OutgoingMail>().Any(
            e => e.State is EntityState.Added or EntityState.Modified && e.Entity.State == MailState.Due);

    private void StampVersions(HashSet<Guid> changedClients)
    {
        foreach (var entry in db.ChangeTracker.Entries<IVersioned>())
        {
            // A client whose secrets alone changed is changed too: two who change them at once must not both succeed.
            if (entry.State is EntityState.Added or EntityState.Modified
                || (entry.Entity is Client client && changedClients.Contains(client.Id)))
                entry.Property(e => e.ConcurrencyToken).CurrentValue = Guid.CreateVersion7();
        }

        // Identity has a token of its own, which it sets in its own store only.
        foreach (var entry in db.ChangeTracker.Entries<User>().Where(e => e.State == EntityState.Modified))
            entry.Entity.ConcurrencyStamp = Guid.CreateVersion7().ToString();
    }

    private async Task NumberAsync(List<ClientChange> changes, CancellationToken ct)
    {
        // Always in this order, so that two saves never wait for each other.
        var requests = Added<ClientRequest>().OrderBy(r => r.Id).ToList();
        var number = await TakeAsync(Counter.Requests, requests.Count, ct);
        foreach (var request in requests) request.Number = checked((int)number++);

        var sequence = await TakeAsync(Counter.Changes, changes.Count, ct);
        foreach (var change in changes) change.Sequence = sequence++;

        await ChainAsync([.. Added<AuditEvent>().OrderBy(e => e.At)], ct);
    }

    private async Task ChainAsync(List<AuditEvent> events, CancellationToken ct)
    {
        if (events.Count == 0) return;

        var sequence = await TakeAsync(Counter.Audit, events.Count, ct);
        var previous = await db.AuditEvents
            .Where(e => e.Sequence == sequence - 1).Select(e => e.Hash).SingleOrDefaultAsync(ct) ?? "";
        foreach (var entry in events)
        {
            entry.Append(sequence++, previous);
            previous = entry.Hash;
        }
    }

    /// <summary>Takes so many numbers and returns the first of them.</summary>
    private async Task<long> TakeAsync(string counter, int count, CancellationToken ct)
    {
        if (count == 0) return 0;

        await db.Counters.Where(c => c.Name == counter)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Value, c => c.Value + count), ct);
        var last = await db.Counters.Where(c => c.Name == counter).Select(c => c.Value).SingleAsync(ct);
        return last - count + 1;
    }

    private async Task<bool> WasCommittedAsync(CancellationToken ct)
    {
        // An id was made in code for this save alone, so one added row that is there proves the whole transaction. A row
        // whose key means something, such as a member's, may as well be somebody else's.
        var added = db.ChangeTracker.Entries().FirstOrDefault(e => e.State == EntityState.Added && HasOwnId(e));
        if (added is not null) return await added.GetDatabaseValuesAsync(ct) is not null;

        var versioned = db.ChangeTracker.Entries<IVersioned>()
            .FirstOrDefault(e => e.State is EntityState.Added or EntityState.Modified);
        return versioned is not null && await HasTokenAsync(versioned, ct);
    }

    private static bool HasOwnId(EntityEntry entry) =>
        entry.Metadata.FindPrimaryKey() is { Properties: [{ Name: "Id" } id] } && id.ClrType == typeof(Guid);

    private static async Task<bool> HasTokenAsync(EntityEntry<IVersioned> entry, CancellationToken ct) =>
        await entry.GetDatabaseValuesAsync(ct) is { } stored
        && stored.GetValue<Guid>(nameof(IVersioned.ConcurrencyToken)) == entry.Entity.ConcurrencyToken;
}
