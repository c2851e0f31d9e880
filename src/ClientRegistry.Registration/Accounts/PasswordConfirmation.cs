using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;

namespace ClientRegistry.Registration.Accounts;

/// <summary>Asks somebody who is signed in for their password once more, before what a stolen session must not do.</summary>
/// <param name="guard">Bounds guesses from such a session.</param>
/// <param name="passwords">Compares passwords.</param>
public sealed class PasswordConfirmation(AttemptGuard guard, PasswordProof passwords)
{
    /// <summary>Checks it.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="password">What was typed.</param>
    /// <param name="field">The input's member.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Null when it is theirs; otherwise <c>invalid_input</c> or <c>too_many</c>.</returns>
    internal async Task<RegistryError?> RefuseAsync(User user, string password, string field, CancellationToken ct) =>
        (await CheckAsync(user, password, field, ct).OrBusyAsync()).Error;

    private async Task<Outcome<Done>> CheckAsync(User user, string password, string field, CancellationToken ct)
    {
        var permit = await guard.TakeAsync(AttemptLimit.SignIn, user.Email!, ct);
        if (!permit.Allowed)
        {
            return new RegistryError(
                ErrorCodes.TooMany,
                "Too many wrong passwords. Try again in a quarter of an hour, or set a new password by mail.",
                field);
        }

        if (!passwords.Holds(user, password))
            return new RegistryError(ErrorCodes.Invalid, "This is not your present password.", field);

        await guard.ForgetAsync(AttemptLimit.SignIn, user.Email!, ct);
        return new Done();
    }
}
