using System.Security.Claims;
using ClientRegistry.Core.Data;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Accounts;

/// <summary>
/// Asks for an open page what the cookie's validation asks for a request: whether the account still has the stamp of the
/// sign-in. A page whose account was disabled becomes a visitor's.
/// </summary>
/// <param name="logs">Where a failed check is told.</param>
/// <param name="contexts">Reads.</param>
/// <param name="options">Names of the claims.</param>
internal sealed class CircuitRevalidation(
    ILoggerFactory logs, IDbContextFactory<RegistryDbContext> contexts, IOptions<IdentityOptions> options)
    : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => AccountsHosting.Revalidation;

    /// <summary>Whether the sign-in still counts.</summary>
    /// <param name="user">Who the page takes its reader for.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<bool> StillCountsAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        var names = options.Value.ClaimsIdentity;
        if (!Guid.TryParse(user.FindFirstValue(names.UserIdClaimType), out var id)) return false;

        await using var db = await contexts.CreateDbContextAsync(ct);
        var stamp = await db.Users.AsNoTracking()
            .Where(u => u.Id == id && u.DisabledAt == null).Select(u => u.SecurityStamp).SingleOrDefaultAsync(ct);
        return stamp is not null && stamp == user.FindFirstValue(names.SecurityStampClaimType);
    }

    protected override Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        StillCountsAsync(authenticationState.User, cancellationToken);
}
