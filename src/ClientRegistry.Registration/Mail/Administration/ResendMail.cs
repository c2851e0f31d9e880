using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Mail.Administration;

/// <summary>Sends a mail once more, under the same Message-ID, as long as its secret is not wiped.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
/// <param name="clock">The present.</param>
public sealed class ResendMail(
    IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds, TimeProvider clock)
{
    /// <summary>Does it.</summary>
    /// <param name="id">Row key of the mail.</param>
    /// <param name="actor">An administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>forbidden</c>, <c>not_found</c>, <c>wrong_state</c>, <c>conflict</c>.</returns>
    public Task<Outcome<Done>> RunAsync(Guid id, Actor actor, CancellationToken ct = default) =>
        new MailChange(contexts, whoHolds, clock)
            .RunAsync(id, (mail, now) => mail.Resend(now), AuditActions.MailResent, null, actor, ct);
}
