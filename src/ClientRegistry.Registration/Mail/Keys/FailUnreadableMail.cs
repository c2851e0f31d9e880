using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ClientRegistry.Registration.Mail.Keys;

/// <summary>
/// Tries the secret of every mail that waits, and fails those that cannot be opened, with the notice about them in the
/// same save. Reads page by page, so that neither memory nor a transaction grows with the queue; may be run again at any
/// time, by any process.
/// </summary>
/// <param name="contexts">Makes the units of work: one a page.</param>
/// <param name="secrets">Tries the keys.</param>
/// <param name="notice">Tells the staff.</param>
/// <param name="clock">The present.</param>
/// <param name="logger">Tells operators.</param>
internal sealed class FailUnreadableMail(
    IDbContextFactory<RegistryDbContext> contexts,
    MailSecrets secrets,
    KeyLossNotice notice,
    TimeProvider clock,
    ILogger<FailUnreadableMail> logger)
{
    private const int PageSize = 500;
    private const int Tries = 5;

    private sealed record Waiting(Guid Id, DateTimeOffset CreatedAt, string MessageId, string Secret);

    /// <summary>Does it. The caller knows that nobody else could open them.</summary>
    /// <param name="ct">Stops it between two pages.</param>
    /// <returns>How many failed.</returns>
    public async Task<int> RunAsync(CancellationToken ct = default)
    {
        var failed = 0;
        Waiting? last = null;
        while (await ReadAsync(last, ct) is { Count: > 0 } page)
        {
            last = page[^1];
            var unreadable = page.Where(m => !secrets.CanUnprotect(m.Secret)).Select(m => m.Id).ToList();
            if (unreadable.Count > 0) failed += await FailAsync(unreadable, ct);
        }

        if (failed > 0) KeyLog.MailsLost(logger, failed);
        return failed;
    }

    private async Task<List<Waiting>> ReadAsync(Waiting? last, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var waiting = db.OutgoingMails.AsNoTracking().Where(
            m => (m.State == MailState.Due || m.State == MailState.Sending) && m.ProtectedSecret != null);
        if (last is not null)
        {
            waiting = waiting.Where(m => m.CreatedAt > last.CreatedAt
                || (m.CreatedAt == last.CreatedAt && m.MessageId.CompareTo(last.MessageId) > 0));
        }

        return await waiting.OrderBy(m => m.CreatedAt).ThenBy(m => m.MessageId).Take(PageSize)
            .Select(m => new Waiting(m.Id, m.CreatedAt, m.MessageId, m.ProtectedSecret!)).ToListAsync(ct);
    }

    /// <summary>All of them or none; when somebody changed one meanwhile, once more.</summary>
    private async Task<int> FailAsync(List<Guid> ids, CancellationToken ct)
    {
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var mails = await db.OutgoingMails.Where(m => ids.Contains(m.Id)).ToListAsync(ct);
            var lost = mails.FindAll(m => m.LoseKeys(clock.GetUtcNow()));
            if (lost.Count == 0) return 0;

            await notice.OweAsync(db, lost, ct);
            if (await db.TrySaveAsync(ct) == SaveResult.Saved) return lost.Count;
        }

        return 0;
    }
}
