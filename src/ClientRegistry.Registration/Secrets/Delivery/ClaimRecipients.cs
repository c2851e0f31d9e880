using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Secrets.Delivery;

/// <summary>To whom a new claim link may be sent.</summary>
internal static class ClaimRecipients
{
    /// <summary>Who manages the partner sends one to any of its members. A member sends one to themselves, or once more to
    /// whoever had the last one. Nobody whose account is shut gets one.</summary>
    /// <param name="client">The client with its partner's people loaded.</param>
    /// <param name="last">The newest claim; null for none.</param>
    /// <param name="actor">Who sends.</param>
    public static IReadOnlyList<User> Of(Client client, SecretClaim? last, Actor actor)
    {
        var partner = client.Partner!;
        var all = partner.Members.Select(m => m.User!).Where(u => u.DisabledAt is null)
            .OrderBy(u => u.Name, StringComparer.Ordinal).ThenBy(u => u.Email, StringComparer.Ordinal);
        if (actor.MayManage(partner.AccountManagerId)) return [.. all];
        return actor.IsMemberOf(partner.Id) ? [.. all.Where(u => u.Id == actor.UserId || u.Id == last?.UserId)] : [];
    }

    /// <summary>The newest claim of a client with its person, whatever came of it; null for none.</summary>
    /// <param name="db">The unit of work.</param>
    /// <param name="clientRowId">The client's row.</param>
    /// <param name="ct">Stops it.</param>
    public static Task<SecretClaim?> LastClaimAsync(RegistryDbContext db, Guid clientRowId, CancellationToken ct) =>
        db.SecretClaims.Include(c => c.User).Where(c => c.ClientRowId == clientRowId)
            .OrderByDescending(c => c.CreatedAt).FirstOrDefaultAsync(ct);
}
