using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Mail.Sending;

namespace ClientRegistry.Registration.Mail.Administration;

/// <summary>Tries a paused queue at once: somebody says that the cause is put right.</summary>
/// <param name="gate">What is shut.</param>
/// <param name="bell">Wakes the worker.</param>
/// <param name="whoHolds">Names those who may, in a refusal.</param>
public sealed class TryMailNow(TransportGate gate, MailBell bell, FindWhoHolds whoHolds)
{
    /// <summary>Does it. Nothing is written: one mail goes out a little earlier.</summary>
    /// <param name="actor">An administrator.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Nothing, or <c>forbidden</c>.</returns>
    public async Task<Outcome<Done>> RunAsync(Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsAdministrator)
        {
            return await whoHolds.RefuseAsync(
                NeededRole.Administrator, "Only an administrator may set the queue going.", actor, ct);
        }

        gate.TryNow();
        bell.Ring();
        return new Done();
    }
}
