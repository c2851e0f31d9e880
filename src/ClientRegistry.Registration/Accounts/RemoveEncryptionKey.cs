using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>Takes one's encryption key off file: from then on mails to one are not encrypted.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="confirmation">Asks for the password.</param>
/// <param name="outbox">Takes the notice.</param>
/// <param name="clock">The present.</param>
public sealed class RemoveEncryptionKey(
    IDbContextFactory<RegistryDbContext> contexts, PasswordConfirmation confirmation, Outbox outbox, TimeProvider clock)
{
    /// <summary>Who asks.</summary>
    /// <param name="CurrentPassword">The account's password.</param>
    public sealed record Input(string CurrentPassword);

    /// <summary>Does it.</summary>
    /// <param name="input">Who asks.</param>
    /// <param name="actor">Whose.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>forbidden</c>, <c>invalid_input</c>, <c>too_many</c>, <c>not_found</c>,
    /// <c>conflict</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == actor.UserId && u.DisabledAt == null, ct);
        if (user is null) return new RegistryError(ErrorCodes.Forbidden, "Sign in first.");
        if (await confirmation.RefuseAsync(user, input.CurrentPassword, nameof(Input.CurrentPassword), ct) is { } wrong)
            return wrong;

        var key = await db.EncryptionKeys.SingleOrDefaultAsync(k => k.UserId == user.Id, ct);
        if (key is null) return new RegistryError(ErrorCodes.NotFound, "There is no key on file any more.");

        db.Remove(key);
        new EncryptionKeyNews(db, outbox, user, actor, clock.GetUtcNow()).Removed(key);
        return await db.SaveOrRefuseAsync(() => new Done(), EncryptionKeyNews.Overtaken(), ct);
    }
}
