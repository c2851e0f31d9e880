using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Accounts;

/// <summary>An invitation, as its page shows it.</summary>
/// <param name="Email">User name of the account to be.</param>
/// <param name="Name">How the person is called so far.</param>
/// <param name="PartnerName">The partner to join; null for the staff.</param>
/// <param name="Role">The role in plain words.</param>
/// <param name="ExpiresAt">When the link stops working.</param>
public sealed record InvitationView(string Email, string Name, string? PartnerName, string Role, DateTimeOffset ExpiresAt);

/// <summary>Finds an invitation by its link. Looking does not use it up: mail scanners follow links.</summary>
/// <param name="contexts">Reads.</param>
/// <param name="portal">Says whom to ask.</param>
/// <param name="clock">The present.</param>
public sealed class FindInvitation(
    IDbContextFactory<RegistryDbContext> contexts, IOptions<PortalOptions> portal, TimeProvider clock)
{
    /// <summary>Finds it.</summary>
    /// <param name="token">Token of the link.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The invitation, or <c>not_found</c>, <c>wrong_state</c>.</returns>
    public async Task<Outcome<InvitationView>> RunAsync(string? token, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var invitation = await LoadAsync(db.Invitations.AsNoTracking(), token, ct);
        if (invitation is null)
        {
            return new RegistryError(
                ErrorCodes.NotFound,
                "This is no invitation link of ours. Open the link in the mail again; a mail program may have cut it. "
                    + $"If that does not help, ask {portal.Value.SupportAddress}.");
        }

        if (!invitation.IsOpen(clock.GetUtcNow())) return new RegistryError(ErrorCodes.WrongState, WhyClosed(invitation));

        return new InvitationView(
            invitation.Email,
            invitation.Name,
            invitation.Partner?.Name,
            invitation.StaffRole?.InWords() ?? invitation.PartnerRole!.Value.InWords(),
            invitation.ExpiresAt);
    }

    internal static async Task<Invitation?> LoadAsync(
        IQueryable<Invitation> invitations, string? token, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(token)) return null;

        var hash = Invitation.HashOf(token);
        return await invitations.Include(i => i.Partner).SingleOrDefaultAsync(i => i.TokenHash == hash, ct);
    }

    private static string WhyClosed(Invitation invitation) => invitation switch
    {
        { AcceptedAt: not null } => "This invitation was accepted already. Sign in with the password that was set then.",
        { WithdrawnAt: not null } =>
            "This invitation was taken back or replaced by a newer one. Look for a newer mail, or ask whoever invited you.",
        _ => $"This invitation lapsed on {invitation.ExpiresAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC. "
            + "Ask whoever invited you for a new one.",
    };
}
