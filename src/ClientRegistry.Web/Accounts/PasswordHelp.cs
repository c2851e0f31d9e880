using ClientRegistry.Registration.Accounts;

namespace ClientRegistry.Web.Accounts;

/// <summary>What stands at every field for a new password.</summary>
internal static class PasswordHelp
{
    /// <summary>The sentence.</summary>
    public static string Text { get; } =
        $"At least {PasswordRules.MinLength} characters, for example four or five random words. Blanks and every other "
        + "character are welcome; a password manager can make one for you.";
}
