using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>
/// Replaces a forgotten password through a mailed link. All sessions end; sign-in is open again if it was locked.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="tokens">Knows the link's token.</param>
/// <param name="hasher">The slow hash.</param>
/// <param name="guard">Where failed sign-ins are forgotten.</param>
/// <param name="outbox">Takes the notice.</param>
/// <param name="clock">The present.</param>
public sealed class ResetPassword(
    IDbContextFactory<RegistryDbContext> contexts,
    PasswordResetTokens tokens,
    IPasswordHasher<User> hasher,
    AttemptGuard guard,
    Outbox outbox,
    TimeProvider clock)
{
    /// <summary>The link and the password.</summary>
    /// <param name="UserId">Account that the link names.</param>
    /// <param name="Token">Token of the link.</param>
    /// <param name="Password">The new password.</param>
    public sealed record Input(Guid UserId, string Token, string Password);

    /// <summary>Whose password a link changes; looking does not use it up.</summary>
    /// <param name="userId">Account that the link names.</param>
    /// <param name="token">Token of the link.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The account's address; null when the link does not work any more.</returns>
    public async Task<string?> FindAddressAsync(Guid userId, string token, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == userId, ct);
        return tokens.IsGood(token, user) ? user!.Email : null;
    }

    /// <summary>Does it.</summary>
    /// <param name="input">The link and the password.</param>
    /// <param name="visitor">From where.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>wrong_state</c> for a link that does not work, <c>invalid_input</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor visitor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == input.UserId, ct);
        if (!tokens.IsGood(input.Token, user)) return LinkIsDead();
        if (PasswordRules.Refuse(input.Password, user!.Name, user.Email!, nameof(input.Password)) is { } refusal)
            return refusal;

        user.SetPassword(hasher.HashPassword(user, input.Password));
        PasswordChange.Record(db, outbox, user, visitor with { UserId = user.Id, Name = user.Name }, clock.GetUtcNow());
        var saved = await db.SaveOrRefuseAsync(() => new Done(), LinkIsDead(), ct);
        if (saved.Succeeded) await guard.ForgetAsync(AttemptLimit.SignIn, user.Email!, ct);
        return saved;
    }

    private static RegistryError LinkIsDead() => new(
        ErrorCodes.WrongState, "This link was used or has lapsed: it works once, within an hour. Ask for a new one.");
}
