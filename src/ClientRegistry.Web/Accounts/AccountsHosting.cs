using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using Microsoft.AspNetCore.Identity;

namespace ClientRegistry.Web.Accounts;

/// <summary>Sign-in.</summary>
internal static class AccountsHosting
{
    /// <summary>Adds ASP.NET Core Identity and its cookies.</summary>
    /// <param name="builder">The host being built.</param>
    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        builder.Services.AddIdentityCore<User>()
            .AddEntityFrameworkStores<RegistryDbContext>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        builder.Services.ConfigureApplicationCookie(cookie =>
        {
            cookie.LoginPath = "/account/sign-in";
            cookie.AccessDeniedPath = "/account/refused";
            cookie.ReturnUrlParameter = "returnUrl";
        });
    }
}
