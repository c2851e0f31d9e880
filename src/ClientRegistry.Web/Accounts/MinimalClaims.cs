using System.Security.Claims;
using ClientRegistry.Core.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Accounts;

/// <summary>
/// What the cookie says: who, how they are called, and the stamp that ends it. No role and no partner, because those are
/// asked of the database each time.
/// </summary>
/// <param name="options">Names of the claims.</param>
internal sealed class MinimalClaims(IOptions<IdentityOptions> options) : IUserClaimsPrincipalFactory<User>
{
    public Task<ClaimsPrincipal> CreateAsync(User user)
    {
        var names = options.Value.ClaimsIdentity;
        var identity = new ClaimsIdentity(
            [
                new Claim(names.UserIdClaimType, user.Id.ToString()),
                new Claim(names.UserNameClaimType, user.Name),
                new Claim(names.SecurityStampClaimType, user.SecurityStamp!),
            ],
            IdentityConstants.ApplicationScheme,
            names.UserNameClaimType,
            names.RoleClaimType);
        return Task.FromResult(new ClaimsPrincipal(identity));
    }
}
