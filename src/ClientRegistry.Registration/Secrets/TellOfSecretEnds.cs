using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ClientRegistry.Registration.Secrets;

/// <summary>
/// Owes the mails about secrets that are about to end or have ended. The mails and the mark that they are owed are one
/// save, which depends on the client being as it was read: of several nodes one gets it done, and after a pause of any
/// length there is one word about a secret.
/// </summary>
/// <param name="contexts">Makes the units of work: one a client.</param>
/// <param name="outbox">Takes the mails.</param>
/// <param name="clock">The present.</param>
/// <param name="logger">Tells operators.</param>
public sealed partial class TellOfSecretEnds(
    IDbContextFactory<RegistryDbContext> contexts, Outbox outbox, TimeProvider clock, ILogger<TellOfSecretEnds> logger)
{
    private const int PageSize = 100;

    /// <summary>Looks at every secret whose time has come.</summary>
    /// <param name="ct">Stops it between two clients.</param>
    public async Task RunAsync(CancellationToken ct = default)
    {
        // Those that could not be done now are due still, and come first in the next run.
        var left = new HashSet<Guid>();
        while (left.Count < PageSize && await ListDueAsync(left, ct) is { Count: > 0 } clients)
        {
            foreach (var id in clients.Where(id => !left.Contains(id)))
            {
                if (!await TryTellAsync(id, ct)) left.Add(id);
            }
        }
    }

    private async Task<List<Guid>> ListDueAsync(HashSet<Guid> left, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var due = await db.ClientSecrets.AsNoTracking()
            .Where(s => s.EndNoticeDueAt <= now && !left.Contains(s.ClientRowId))
            .OrderBy(s => s.EndNoticeDueAt).ThenBy(s => s.SecretId)
            .Take(PageSize).Select(s => s.ClientRowId).ToListAsync(ct);
        return [.. due.Distinct()];
    }

    private async Task<bool> TryTellAsync(Guid clientRowId, CancellationToken ct)
    {
        try
        {
            return await TellAsync(clientRowId, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            LogNotTold(logger, clientRowId, e);
            return false;
        }
    }

    private async Task<bool> TellAsync(Guid clientRowId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var client = await ClientOfRotation.WithPeople(db).SingleAsync(c => c.Id == clientRowId, ct);
        var now = clock.GetUtcNow();
        var notices = client.TakeDueEndNotices(now);
        if (notices.Count > 0)
        {
            var news = await SecretNews.OfAsync(db, outbox, client, Actor.System, reason: null, now, ct);
            var staff = await Reviewers.OfAsync(db, client.Partner!, ct);
            foreach (var notice in notices) news.Ending(notice, IsUrgent(notice, now) ? staff : []);
        }

        db.Hold(client);
        return await db.TrySaveAsync(ct) == SaveResult.Saved;
    }

    private static bool IsUrgent(Core.Clients.SecretEndNotice notice, DateTimeOffset now) =>
        !notice.IsSucceeded && notice.Secret.ExpiresAt - now <= Core.Clients.SecretEnds.Urgent;

    [LoggerMessage(LogLevel.Error, "Nobody was told of the end of a secret of {ClientRowId}; it is tried again.")]
    private static partial void LogNotTold(ILogger logger, Guid clientRowId, Exception exception);
}
