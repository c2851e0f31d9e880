using System.Text;
using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Mail.Encryption;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>Puts one's OpenPGP public key or S/MIME certificate on file, in place of the one before: from then on mails
/// with credentials to one are encrypted to it.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="confirmation">Asks for the password: whoever sets the key reads the credentials.</param>
/// <param name="outbox">Takes the notice.</param>
/// <param name="clock">The present.</param>
public sealed class PutEncryptionKey(
    IDbContextFactory<RegistryDbContext> contexts, PasswordConfirmation confirmation, Outbox outbox, TimeProvider clock)
{
    /// <summary>The key, pasted or as a file.</summary>
    /// <param name="Key">What was pasted; null or blank for nothing.</param>
    /// <param name="File">What was uploaded, instead; null for nothing.</param>
    /// <param name="CurrentPassword">The account's password.</param>
    /// <param name="OtherAddress">Whether it is theirs although it does not name the account's address.</param>
    public sealed record Input(string? Key, byte[]? File, string CurrentPassword, bool OtherAddress = false);

    /// <summary>Does it.</summary>
    /// <param name="input">The key.</param>
    /// <param name="actor">Whose.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>forbidden</c>, <c>too_many</c>, <c>conflict</c>, and <c>invalid_input</c>, with the field
    /// <c>OtherAddress</c> when all that is missing is its confirmation.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        var (given, field) = GivenOf(input);
        if (given.Length == 0)
            return new RegistryError(ErrorCodes.Invalid, "Paste the key or certificate, or choose its file.", nameof(Input.Key));

        var read = RecipientKeyReader.Read(given, now);
        if (!read.Succeeded) return read.Error with { Field = field };

        await using var db = await contexts.CreateDbContextAsync(ct);
        var user = await db.Users.SingleOrDefaultAsync(u => u.Id == actor.UserId && u.DisabledAt == null, ct);
        if (user is null) return new RegistryError(ErrorCodes.Forbidden, "Sign in first.");
        if (await confirmation.RefuseAsync(user, input.CurrentPassword, nameof(Input.CurrentPassword), ct) is { } wrong)
            return wrong;

        var isOther = !read.Value.Names(user.Email!);
        if (isOther && !input.OtherAddress) return AskAboutAddress(read.Value.Facts, user.Email!);

        var key = await db.EncryptionKeys.SingleOrDefaultAsync(k => k.UserId == user.Id, ct);
        var before = key?.Fingerprint;
        if (key is null) db.Add(key = new EncryptionKey(user.Id));
        key.Replace(read.Value.Facts, isOther, now);
        new EncryptionKeyNews(db, outbox, user, actor, now).Put(key, before);
        return await db.SaveOrRefuseAsync(() => new Done(), EncryptionKeyNews.Overtaken(), ct);
    }

    private static (byte[] Given, string Field) GivenOf(Input input) =>
        input.File is { Length: > 0 } file
            ? (file, nameof(Input.File))
            : (Encoding.UTF8.GetBytes(input.Key?.Trim() ?? ""), nameof(Input.Key));

    private static RegistryError AskAboutAddress(EncryptionKeyFacts facts, string address)
    {
        var named = facts.Addresses.Count == 0 ? "no mail address" : string.Join(", ", facts.Addresses.Take(3));
        return new RegistryError(
            ErrorCodes.Invalid,
            $"This key names {named}, but your account's address is {address}. Give one that names it, or confirm that this "
            + "one is yours.",
            nameof(Input.OtherAddress));
    }
}
