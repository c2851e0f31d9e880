using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Requests;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Secrets;

/// <summary>Who hears of a client's secrets. Nobody is in it twice, and nobody whose account is shut.</summary>
/// <param name="Members">The partner's people, who can act in the portal.</param>
/// <param name="Contacts">The contacts in the client's live metadata (RFC 7591 section 2) who are no members: often a
/// mailbox without an account.</param>
internal sealed record SecretAudience(IReadOnlyList<MailRecipient> Members, IReadOnlyList<MailRecipient> Contacts)
{
    /// <summary>Finds out who that is.</summary>
    /// <param name="db">Where the accounts are.</param>
    /// <param name="client">The client with its live revision and its partner's people loaded.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<SecretAudience> OfAsync(RegistryDbContext db, Client client, CancellationToken ct)
    {
        var members = PartnerRecipients.AllOf(client.Partner!);
        var contacts = client.LiveMetadata.Contacts
            .Except(members.Select(m => m.Address), StringComparer.OrdinalIgnoreCase)
            .Where(c => EmailAddress.TryRead(c, out var address) && address == c)
            .ToList();
        if (contacts.Count == 0) return new(members, []);

        var names = contacts.ConvertAll(c => c.ToUpperInvariant());
        var shut = await db.Users.AsNoTracking()
            .Where(u => u.DisabledAt != null && names.Contains(u.NormalizedEmail!))
            .Select(u => u.Email!).ToListAsync(ct);
        var called = $"contact of {client.LiveMetadata.ClientName}";
        return new(
            members,
            [
                .. contacts.Except(shut, StringComparer.OrdinalIgnoreCase)
                    .Select(c => new MailRecipient(called.Length <= 200 ? called : called[..200], c)),
            ]);
    }

    /// <summary>Whether somebody hears of it anyway.</summary>
    /// <param name="address">Their mail address.</param>
    public bool Includes(string address) =>
        Members.Concat(Contacts).Any(r => r.Address.Equals(address, StringComparison.OrdinalIgnoreCase));
}
