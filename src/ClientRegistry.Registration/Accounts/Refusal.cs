using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;

namespace ClientRegistry.Registration.Accounts;

/// <summary>The refusal for want of a role.</summary>
internal static class Refusal
{
    /// <summary>Says what is missing, and who holds it as far as the actor may know.</summary>
    /// <param name="whoHolds">Finds them.</param>
    /// <param name="role">What is missing.</param>
    /// <param name="sentence">Says so.</param>
    /// <param name="actor">Who lacks it.</param>
    /// <param name="ct">Stops it.</param>
    public static async Task<RegistryError> RefuseAsync(
        this FindWhoHolds whoHolds, NeededRole role, string sentence, Actor actor, CancellationToken ct)
    {
        var holders = await whoHolds.RunAsync(role, actor, ct);
        var ask = string.Join(" or ", holders.Select(h => $"{h.Name} ({h.Email})"));
        return new(ErrorCodes.Forbidden, holders is [] ? sentence : $"{sentence} Ask {ask}.");
    }
}
