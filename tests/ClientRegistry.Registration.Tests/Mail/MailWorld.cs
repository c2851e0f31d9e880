using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Mail;

/// <summary>Owed mail in a <see cref="World"/>.</summary>
internal static class MailWorld
{
    public const string Secret = "crs_this-one-must-never-be-seen";

    /// <summary>Commits a mail, as a use case does, and lets a moment pass so that the next one is younger.</summary>
    public static async Task<Guid> OweAsync(
        this World world, string address, MailMessage? message = null, string? secret = null)
    {
        await using var db = world.Database.CreateDbContext();
        var mail = world.Outbox.Owe(
            db, new MailRecipient("Nina", address), message ?? new PartnerApplicationReceived("Fabrikam"), secret);
        await db.SaveChangesAsync();
        world.Clock.Advance(TimeSpan.FromMilliseconds(1));
        return mail.Id;
    }

    /// <summary>Commits many mails at once, each a millisecond younger than the one before.</summary>
    public static async Task<IReadOnlyList<string>> OweManyAsync(this World world, int count)
    {
        await using var db = world.Database.CreateDbContext();
        var addresses = Enumerable.Range(1, count).Select(i => $"reader{i}@partner.example").ToList();
        foreach (var address in addresses)
        {
            world.Outbox.Owe(db, new MailRecipient("Reader", address), new PartnerApplicationReceived("Fabrikam"));
            world.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        await db.SaveChangesAsync();
        return addresses;
    }

    /// <summary>An owed mail with its history, oldest attempt first.</summary>
    public static async Task<OutgoingMail> MailAsync(this World world, Guid id)
    {
        await using var db = world.Database.CreateDbContext();
        return await db.OutgoingMails.AsNoTracking()
            .Include(m => m.Attempts.OrderBy(a => a.At)).SingleAsync(m => m.Id == id);
    }

    /// <summary>How many mails stand where.</summary>
    public static async Task<IReadOnlyDictionary<MailState, int>> CountAsync(this World world)
    {
        await using var db = world.Database.CreateDbContext();
        return await db.OutgoingMails.GroupBy(m => m.State).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count);
    }

    /// <summary>Moves the clock to the moment when a mail is due.</summary>
    public static async Task AdvanceToAsync(this World world, Guid id)
    {
        var due = (await world.MailAsync(id)).DueAt;
        if (due > world.Now) world.Clock.Advance(due - world.Now);
    }
}
