using System.Globalization;
using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>
/// Mails a link that replaces a forgotten password. The answer is the same whether or not the address has an account.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="guard">Bounds how often.</param>
/// <param name="tokens">Makes the link's token.</param>
/// <param name="outbox">Takes the mail.</param>
/// <param name="clock">The present.</param>
public sealed class RequestPasswordReset(
    IDbContextFactory<RegistryDbContext> contexts,
    AttemptGuard guard,
    PasswordResetTokens tokens,
    Outbox outbox,
    TimeProvider clock)
{
    /// <summary>Whose password.</summary>
    /// <param name="Email">Address of the account.</param>
    public sealed record Input(string Email);

    /// <summary>Does it.</summary>
    /// <param name="input">Whose password.</param>
    /// <param name="visitor">From where.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>invalid_input</c>, <c>too_many</c>.</returns>
    public Task<Outcome<Done>> RunAsync(Input input, Actor visitor, CancellationToken ct = default) =>
        AskAsync(input, visitor, ct).OrBusyAsync();

    private async Task<Outcome<Done>> AskAsync(Input input, Actor visitor, CancellationToken ct)
    {
        if (!EmailAddress.TryRead(input.Email, out var address))
            return new RegistryError(ErrorCodes.Invalid, "Give the mail address of your account.", nameof(input.Email));

        var permit = await guard.TakeAsync(AttemptLimit.PasswordReset, address, ct);
        if (!permit.Allowed) return TooMany(permit.BlockedUntil!.Value);

        await using var db = await contexts.CreateDbContextAsync(ct);
        var normalized = User.Normalize(address);
        var user = await db.Users.AsNoTracking()
            .SingleOrDefaultAsync(u => u.NormalizedUserName == normalized && u.DisabledAt == null, ct);
        var now = clock.GetUtcNow();
        if (user is not null)
        {
            outbox.Owe(
                db,
                MailRecipient.Of(user),
                new PasswordReset(user.Id, now + PasswordResetTokens.Lifetime),
                tokens.For(user));
        }

        db.AuditEvents.Add(new AuditEvent(
            visitor, AuditActions.PasswordResetAsked, user is null ? "user:unknown" : $"user:{user.Id}", null, null, now));
        await db.SaveChangesAsync(ct);
        return new Done();
    }

    private static RegistryError TooMany(DateTimeOffset until) => new(
        ErrorCodes.TooMany,
        string.Create(
            CultureInfo.InvariantCulture,
            $"A link was asked for several times for this address. Look through your mail, unwanted mail too; "
                + $"you can ask again at {until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC."));
}
