using System.Security.Claims;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Web.Accounts;

/// <summary>
/// Who uses this circuit or made this request. The database is asked each time, so that a role that was taken away is
/// gone at once, also for a page that was open before.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="authentication">Knows the user of a circuit.</param>
/// <param name="http">Knows the user of a request.</param>
internal sealed class CurrentActor(
    IDbContextFactory<RegistryDbContext> contexts,
    AuthenticationStateProvider authentication,
    IHttpContextAccessor http)
{
    private bool _inCircuit;
    private string? _addressOfCircuit;

    /// <summary>The person, or a visitor.</summary>
    /// <param name="ct">Stops waiting.</param>
    public async Task<Actor> GetAsync(CancellationToken ct = default)
    {
        var address = _inCircuit ? _addressOfCircuit : AddressOfRequest;
        if (await UserIdAsync() is not { } id) return Actor.Visitor(address);

        await using var db = await contexts.CreateDbContextAsync(ct);
        var user = await db.Users.AsNoTracking().Include(u => u.Membership).SingleOrDefaultAsync(u => u.Id == id, ct);
        return user is null || user.DisabledAt is not null ? Actor.Visitor(address) : Actor.Of(user, address);
    }

    /// <summary>From now on the circuit's user counts; the request that opened it is over.</summary>
    public void EnterCircuit()
    {
        _inCircuit = true;
        _addressOfCircuit = AddressOfRequest;
    }

    private string? AddressOfRequest => http.HttpContext?.Connection.RemoteIpAddress?.ToString();

    private async Task<Guid?> UserIdAsync()
    {
        var principal = _inCircuit
            ? (await authentication.GetAuthenticationStateAsync()).User
            : http.HttpContext?.User;
        return principal?.Identity?.IsAuthenticated == true
            && Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
                ? id
                : null;
    }
}
