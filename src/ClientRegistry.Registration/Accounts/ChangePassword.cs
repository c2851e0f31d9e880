using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>Replaces one's own password by one who knows it. All other sessions end within a minute.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="confirmation">Asks for the present password.</param>
/// <param name="hasher">The slow hash.</param>
/// <param name="outbox">Takes the notice.</param>
/// <param name="clock">The present.</param>
public sealed class ChangePassword(
    IDbContextFactory<RegistryDbContext> contexts,
    PasswordConfirmation confirmation,
    IPasswordHasher<User> hasher,
    Outbox outbox,
    TimeProvider clock)
{
    /// <summary>The old and the new.</summary>
    /// <param name="CurrentPassword">What it is.</param>
    /// <param name="NewPassword">What it shall be.</param>
    public sealed record Input(string CurrentPassword, string NewPassword);

    /// <summary>Does it.</summary>
    /// <param name="input">The old and the new.</param>
    /// <param name="actor">Whose.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>The account with its new stamp, for this session to go on with; or <c>forbidden</c>,
    /// <c>invalid_input</c>, <c>too_many</c>, <c>conflict</c>.</returns>
    public async Task<Outcome<User>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == actor.UserId && u.DisabledAt == null, ct);
        if (user is null) return new RegistryError(ErrorCodes.Forbidden, "Sign in first.");

        if (await confirmation.RefuseAsync(user, input.CurrentPassword, nameof(input.CurrentPassword), ct) is { } wrong)
            return wrong;
        if (PasswordRules.Refuse(input.NewPassword, user.Name, user.Email!, nameof(input.NewPassword)) is { } refusal)
            return refusal;

        user.SetPassword(hasher.HashPassword(user, input.NewPassword));
        PasswordChange.Record(db, outbox, user, actor, clock.GetUtcNow());
        return await db.SaveOrRefuseAsync(
            () => user,
            new RegistryError(ErrorCodes.Conflict, "Your account changed just now. Look at it again."),
            ct);
    }
}
