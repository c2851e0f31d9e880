using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Identity;

namespace ClientRegistry.Web.Accounts;

/// <summary>Sign-in: ASP.NET Core Identity with its store in our database and a cookie that says who, not what.</summary>
internal static class AccountsHosting
{
    /// <summary>
    /// How soon an open page and a cookie notice that the account was disabled, its password or role changed, or that
    /// its owner signed out everywhere.
    /// </summary>
    public static readonly TimeSpan Revalidation = TimeSpan.FromSeconds(30);

    /// <summary>A session ends after so long without a request; an open page keeps it.</summary>
    public static readonly TimeSpan Session = TimeSpan.FromHours(8);

    /// <summary>Adds ASP.NET Core Identity and its cookie.</summary>
    /// <param name="builder">The host being built.</param>
    public static void AddAccounts(this WebApplicationBuilder builder)
    {
        builder.Services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        builder.Services.AddIdentityCore<User>().AddEntityFrameworkStores<RegistryDbContext>().AddSignInManager();
        builder.Services
            .AddScoped<IUserClaimsPrincipalFactory<User>, MinimalClaims>()
            .AddScoped<AuthenticationStateProvider, CircuitRevalidation>()
            .AddScoped<Sessions>()
            // Whatever somebody uploads to an account page, a private key by mistake, does not touch the disk.
            .Configure<FormOptions>(o => o.MemoryBufferThreshold = EncryptionPage.LongestBody)
            .Configure<SecurityStampValidatorOptions>(o => o.ValidationInterval = Revalidation)
            .ConfigureApplicationCookie(Shape);

        // Both write whole addresses, and those of mailed links hold tokens. Only with no line at all of the first is no
        // activity begun for each request either, unless somebody traces.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
            .AddFilter("Microsoft.AspNetCore.Components.Server.Circuits.RemoteNavigationManager", LogLevel.Warning);
    }

    /// <summary>Maps what is no page.</summary>
    /// <param name="app">The built host.</param>
    public static void MapAccounts(this WebApplication app) =>
        app.MapPost("/account/sign-out", SignOutAsync).AllowAnonymous();

    private static void Shape(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "registry-session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.ExpireTimeSpan = Session;
        options.SlidingExpiration = true;
        options.LoginPath = AccountPaths.SignIn;
        options.AccessDeniedPath = "/status/403";
        options.ReturnUrlParameter = AccountPaths.ReturnUrl;
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, IAntiforgery antiforgery, Sessions sessions)
    {
        if (!await antiforgery.IsRequestValidAsync(http)) return Results.BadRequest();

        await sessions.EndAsync(http.RequestAborted);
        return Results.LocalRedirect("/");
    }
}
