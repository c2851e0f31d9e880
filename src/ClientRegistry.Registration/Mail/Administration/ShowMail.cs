using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Accounts;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Mail.Administration;

/// <summary>An attempt to send a mail.</summary>
/// <param name="At">When.</param>
/// <param name="Accepted">Whether the server took it.</param>
/// <param name="Answer">What it said.</param>
public sealed record MailAttemptRow(DateTimeOffset At, bool Accepted, string Answer);

/// <summary>An owed mail with its history. Its content and its secret are not shown to anybody.</summary>
/// <param name="Id">Row key.</param>
/// <param name="Kind">Which message it is.</param>
/// <param name="RecipientName">How the recipient is called.</param>
/// <param name="RecipientAddress">Their address.</param>
/// <param name="MessageId">The same at every attempt; finds the mail in the mail server's log.</param>
/// <param name="State">Where it stands.</param>
/// <param name="CreatedAt">Since when it is owed.</param>
/// <param name="DueAt">When it is tried next, while it is due.</param>
/// <param name="SentAt">When a server took it; null while none did.</param>
/// <param name="CarriesSecret">Whether a secret belongs to it.</param>
/// <param name="IsComplete">Whether it could be sent once more.</param>
/// <param name="AttemptCount">How often it was tried.</param>
/// <param name="Attempts">The last attempts, the newest first.</param>
/// <param name="RequestNumber">The request it is about; null for none.</param>
/// <param name="ClientId">The client it is about; null for none.</param>
/// <param name="LastAnswer">What the last attempt came to, or why there is none any more; null before the first.</param>
public sealed record MailDetail(
    Guid Id,
    string Kind,
    string RecipientName,
    string RecipientAddress,
    string MessageId,
    MailState State,
    DateTimeOffset CreatedAt,
    DateTimeOffset DueAt,
    DateTimeOffset? SentAt,
    bool CarriesSecret,
    bool IsComplete,
    int AttemptCount,
    IReadOnlyList<MailAttemptRow> Attempts,
    int? RequestNumber,
    string? ClientId,
    string? LastAnswer)
{
    /// <summary>What to do about it; null for nothing.</summary>
    public string? WayOut => State == MailState.Failed ? MailProblem.WayOutOf(Kind, LastAnswer) : null;

    /// <summary>Whether sending it again is offered.</summary>
    public bool MayResend => IsComplete && State is not MailState.Sending;

    /// <summary>Whether cancelling it is offered.</summary>
    public bool MayCancel => State is MailState.Due or MailState.Failed;
}

/// <summary>Shows one owed mail, for the staff.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
public sealed class ShowMail(IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds)
{
    private const int AttemptsShown = 50;

    /// <summary>Does it.</summary>
    /// <param name="id">Row key of the mail.</param>
    /// <param name="actor">Anybody on the staff.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The mail, or <c>forbidden</c>, <c>not_found</c>.</returns>
    public async Task<Outcome<MailDetail>> RunAsync(Guid id, Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsStaff)
        {
            return await whoHolds.RefuseAsync(
                NeededRole.Staff, "Only the registry's staff sees the mail.", actor, ct);
        }

        await using var db = await contexts.CreateDbContextAsync(ct);
        var detail = await db.OutgoingMails.AsNoTracking().Where(m => m.Id == id)
            .Select(m => new MailDetail(
                m.Id, m.Kind, m.RecipientName, m.RecipientAddress, m.MessageId, m.State, m.CreatedAt, m.DueAt, m.SentAt,
                m.CarriesSecret, !m.CarriesSecret || m.ProtectedSecret != null, m.AttemptCount,
                m.Attempts.OrderByDescending(a => a.At).Take(AttemptsShown)
                    .Select(a => new MailAttemptRow(a.At, a.Accepted, a.Answer)).ToList(),
                db.ClientRequests.Where(r => r.Id == m.RequestId).Select(r => (int?)r.Number).FirstOrDefault(),
                db.Clients.Where(c => c.Id == m.ClientRowId).Select(c => c.ClientId).FirstOrDefault(),
                m.LastAnswer))
            .SingleOrDefaultAsync(ct);
        return detail is null ? MailChange.NotFound : detail;
    }
}
