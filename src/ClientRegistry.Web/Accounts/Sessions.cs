using ClientRegistry.Core.Accounts;
using ClientRegistry.Registration.Accounts;
using Microsoft.AspNetCore.Identity;

namespace ClientRegistry.Web.Accounts;

/// <summary>Begins and ends the session of this browser. For requests only: a circuit cannot set a cookie.</summary>
/// <param name="identity">Writes the cookie.</param>
/// <param name="signOut">Tells the audit trail.</param>
/// <param name="current">Whose session it is.</param>
internal sealed class Sessions(SignInManager<User> identity, SignOut signOut, CurrentActor current)
{
    /// <summary>Begins one for somebody who has proven who they are, or goes on with one after its stamp changed. It ends
    /// with the browser.</summary>
    /// <param name="user">The account.</param>
    public Task BeginAsync(User user) => identity.SignInAsync(user, isPersistent: false);

    /// <summary>Ends it.</summary>
    /// <param name="ct">Stops it.</param>
    public async Task EndAsync(CancellationToken ct)
    {
        await signOut.RunAsync(await current.GetAsync(ct), ct);
        await identity.SignOutAsync();
    }
}
