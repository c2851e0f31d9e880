using System.Text.Json;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Tests.Accounts;

/// <summary>The use cases about accounts, put together over a <see cref="World"/>.</summary>
internal static class AccountWorld
{
    public const string Password = "plum velvet harbour nine";
    public const string OtherPassword = "quiet copper lantern owl";

    public static AttemptGuard Guard(this World world) => new(world.Database, world.Clock);

    public static PasswordConfirmation Confirmation(this World world) =>
        new(world.Guard(), new PasswordProof(world.Hasher));

    public static PutEncryptionKey PutEncryptionKey(this World world) =>
        new(world.Database, world.Confirmation(), world.Outbox, world.Clock);

    public static SignIn SignIn(this World world) => new(
        world.Database, world.Guard(), new PasswordProof(world.Hasher), Options.Create(world.Portal), world.Clock);

    public static AcceptInvitation AcceptInvitation(this World world) =>
        new(world.Database, world.Hasher, world.Outbox, world.Clock);

    public static AddStaff AddStaff(this World world) => new(world.Database, world.Outbox, world.Links, world.Clock);

    public static PasswordResetTokens Tokens(this World world, IDataProtectionProvider keys) => new(keys, world.Clock);

    /// <summary>What is owed to an address, oldest first.</summary>
    public static async Task<IReadOnlyList<OutgoingMail>> MailToAsync(this World world, string address)
    {
        await using var db = world.Database.CreateDbContext();
        return await db.OutgoingMails.AsNoTracking()
            .Where(m => m.RecipientAddress == address).OrderBy(m => m.CreatedAt).ToListAsync();
    }

    public static T Read<T>(this OutgoingMail mail)
        where T : MailMessage =>
        JsonSerializer.Deserialize<T>(mail.Payload)!;

    public static async Task<IReadOnlyList<AuditEvent>> AuditAsync(this World world, string action)
    {
        await using var db = world.Database.CreateDbContext();
        return await db.AuditEvents.AsNoTracking().Where(e => e.Action == action).OrderBy(e => e.Sequence).ToListAsync();
    }

    public static string TokenIn(string link) => Uri.UnescapeDataString(link.Split("token=")[1]);
}
