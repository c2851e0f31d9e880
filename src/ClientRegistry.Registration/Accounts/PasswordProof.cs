using ClientRegistry.Core.Accounts;
using Microsoft.AspNetCore.Identity;

namespace ClientRegistry.Registration.Accounts;

/// <summary>
/// Compares a password with an account's. An account that is not there costs as much as one that is, so that the time of
/// an answer does not tell which addresses have one.
/// </summary>
/// <param name="hasher">The slow hash.</param>
public sealed class PasswordProof(IPasswordHasher<User> hasher)
{
    private readonly Lazy<(User User, string Hash)> _nobody = new(() =>
    {
        var nobody = new User("nobody", "nobody@invalid", DateTimeOffset.UnixEpoch);
        return (nobody, hasher.HashPassword(nobody, nobody.SecurityStamp!));
    });

    /// <summary>Whether the password is that of the account. A hash that is weaker than today's is replaced in the
    /// entity; the caller saves.</summary>
    /// <param name="user">The account; null when there is none.</param>
    /// <param name="password">What was given.</param>
    public bool Holds(User? user, string password)
    {
        if (password.Length > PasswordRules.MaxLength * 2) password = "";
        if (user?.PasswordHash is not { } hash)
        {
            hasher.VerifyHashedPassword(_nobody.Value.User, _nobody.Value.Hash, password);
            return false;
        }

        var result = hasher.VerifyHashedPassword(user, hash, password);
        if (result == PasswordVerificationResult.SuccessRehashNeeded)
            user.PasswordHash = hasher.HashPassword(user, password);
        return result != PasswordVerificationResult.Failed;
    }
}
