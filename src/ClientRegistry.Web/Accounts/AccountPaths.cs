namespace ClientRegistry.Web.Accounts;

/// <summary>Addresses of the account pages, and where they may send somebody afterwards.</summary>
internal static class AccountPaths
{
    public const string Account = "/account";
    public const string Encryption = "/account/encryption";
    public const string SignIn = "/account/sign-in";
    public const string ForgotPassword = "/account/forgot-password";
    public const string ResetPassword = "/account/reset-password";
    public const string Invitation = "/account/invitation";

    /// <summary>Name of the query parameter that holds where somebody wanted to go.</summary>
    public const string ReturnUrl = "returnUrl";

    /// <summary>Where to go after sign-in: only ever within this portal.</summary>
    /// <param name="returnUrl">What the address bar said; anybody may have written it.</param>
    public static string LocalOrHome(string? returnUrl) => IsLocal(returnUrl) ? returnUrl! : "/";

    /// <summary>Sign-in, and from there to a page.</summary>
    /// <param name="returnUrl">The page; null for the start.</param>
    public static string SignInThen(string? returnUrl) =>
        IsLocal(returnUrl) && returnUrl != "/" ? $"{SignIn}?{ReturnUrl}={Uri.EscapeDataString(returnUrl!)}" : SignIn;

    // A browser reads "//host" and "/\host" as another site, and drops tabs and line feeds before it looks.
    private static bool IsLocal(string? url) =>
        url is ['/', ..] && !(url.Length > 1 && url[1] is '/' or '\\') && !url.Any(char.IsControl) && !url.Contains('\\');
}
