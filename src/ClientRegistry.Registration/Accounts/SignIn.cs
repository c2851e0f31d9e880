using System.Globalization;
using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Accounts;

/// <summary>
/// Proves by password who somebody is. An address with an account and one without get the same answers at the same
/// cost; after too many attempts both have to wait.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="guard">Bounds the attempts.</param>
/// <param name="passwords">Compares passwords.</param>
/// <param name="portal">Says whom to ask.</param>
/// <param name="clock">The present.</param>
public sealed class SignIn(
    IDbContextFactory<RegistryDbContext> contexts,
    AttemptGuard guard,
    PasswordProof passwords,
    IOptions<PortalOptions> portal,
    TimeProvider clock)
{
    /// <summary>Who they say they are.</summary>
    /// <param name="Email">Address of the account.</param>
    /// <param name="Password">Its password.</param>
    public sealed record Input(string Email, string Password);

    /// <summary>Does it.</summary>
    /// <param name="input">Who they say they are.</param>
    /// <param name="visitor">From where.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The account, or <c>invalid_input</c>, <c>forbidden</c>, <c>too_many</c>.</returns>
    public Task<Outcome<User>> RunAsync(Input input, Actor visitor, CancellationToken ct = default) =>
        ProveAsync(input, visitor, ct).OrBusyAsync();

    private async Task<Outcome<User>> ProveAsync(Input input, Actor visitor, CancellationToken ct)
    {
        var isAddress = EmailAddress.TryRead(input.Email, out var address);
        if (ErrorsIn(input, isAddress) is { Count: > 0 } errors) return Outcome.Refused<User>(errors);

        var permit = await guard.TakeAsync(AttemptLimit.SignIn, address, ct);
        if (!permit.Allowed) return Locked(permit);

        await using var db = await contexts.CreateDbContextAsync(ct);
        var normalized = User.Normalize(address);
        var user = await db.Users.SingleOrDefaultAsync(u => u.NormalizedUserName == normalized, ct);
        if (!passwords.Holds(user, input.Password)) return await FailAsync(db, user, permit, visitor, ct);

        return user!.DisabledAt is not null
            ? await RefuseDisabledAsync(db, user, visitor, ct)
            : await SucceedAsync(db, user, address, visitor, ct);
    }

    private static List<RegistryError> ErrorsIn(Input input, bool isAddress)
    {
        var errors = new List<RegistryError>();
        if (!isAddress)
            errors.Add(new(ErrorCodes.Invalid, "Give the mail address of your account.", nameof(input.Email)));
        if (input.Password.Length == 0) errors.Add(new(ErrorCodes.Invalid, "Give your password.", nameof(input.Password)));
        return errors;
    }

    private async Task<Outcome<User>> SucceedAsync(
        RegistryDbContext db, User user, string address, Actor visitor, CancellationToken ct)
    {
        Record(db, Actor.Of(user, visitor.RemoteAddress), AuditActions.SignedIn, user, null);
        if (await db.TrySaveAsync(ct) != SaveResult.Saved)
            return new RegistryError(ErrorCodes.Conflict, "Your account changed just now. Sign in again.");

        await guard.ForgetAsync(AttemptLimit.SignIn, address, ct);
        return user;
    }

    private async Task<Outcome<User>> FailAsync(
        RegistryDbContext db, User? user, AttemptPermit permit, Actor visitor, CancellationToken ct)
    {
        // An unknown address is not written down: people type passwords into the wrong field.
        Record(db, visitor, AuditActions.SignInFailed, user, null);
        if (permit.BlockedUntil is not null) Record(db, visitor, AuditActions.LockedOut, user, null);
        await db.SaveChangesAsync(ct);
        return permit.BlockedUntil is null
            ? new RegistryError(
                ErrorCodes.Forbidden,
                "The address or the password is wrong. Try again, or set a new password if you forgot it.")
            : Locked(permit);
    }

    private async Task<Outcome<User>> RefuseDisabledAsync(
        RegistryDbContext db, User user, Actor visitor, CancellationToken ct)
    {
        // Said only to somebody who knows the password.
        Record(db, visitor, AuditActions.SignInFailed, user, "The account is disabled.");
        await db.SaveChangesAsync(ct);
        return new RegistryError(
            ErrorCodes.Forbidden,
            $"This account is disabled. An administrator can enable it: ask {portal.Value.SupportAddress}.");
    }

    private RegistryError Locked(AttemptPermit permit)
    {
        var until = permit.BlockedUntil!.Value;
        var minutes = Math.Max(1, (int)Math.Ceiling((until - clock.GetUtcNow()).TotalMinutes));
        return new RegistryError(
            ErrorCodes.TooMany,
            string.Create(
                CultureInfo.InvariantCulture,
                $"Too many sign-ins failed for this address. It is locked until {until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, "
                    + $"{minutes} {(minutes == 1 ? "minute" : "minutes")} from now. "
                    + $"Setting a new password by mail opens it at once."));
    }

    private void Record(RegistryDbContext db, Actor actor, string action, User? user, string? reason) =>
        db.AuditEvents.Add(new AuditEvent(
            actor, action, user is null ? "user:unknown" : $"user:{user.Id}", null, reason, clock.GetUtcNow()));
}
