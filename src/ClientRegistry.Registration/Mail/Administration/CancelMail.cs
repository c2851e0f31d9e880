using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Mail.Administration;

/// <summary>Decides that a mail shall not go out; a secret in it is wiped.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
/// <param name="clock">The present.</param>
public sealed class CancelMail(
    IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds, TimeProvider clock)
{
    /// <summary>The longest reason.</summary>
    public const int ReasonLength = 500;

    /// <summary>Which mail, and why.</summary>
    /// <param name="Id">Row key of the mail.</param>
    /// <param name="Reason">Why; for the audit trail.</param>
    public sealed record Input(Guid Id, string Reason);

    /// <summary>Does it.</summary>
    /// <param name="input">Which mail, and why.</param>
    /// <param name="actor">An administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>invalid_input</c>, <c>forbidden</c>, <c>not_found</c>, <c>wrong_state</c>,
    /// <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (string.IsNullOrWhiteSpace(input.Reason) || input.Reason.Length > ReasonLength)
        {
            return new RegistryError(
                ErrorCodes.Invalid,
                $"Say why in at most {ReasonLength} characters: it goes into the audit trail.",
                nameof(input.Reason));
        }

        return await new MailChange(contexts, whoHolds, clock)
            .RunAsync(input.Id, (mail, now) => mail.Cancel(now), AuditActions.MailCancelled, input.Reason, actor, ct);
    }
}
