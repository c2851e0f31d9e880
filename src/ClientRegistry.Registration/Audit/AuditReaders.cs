using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Registration.Accounts;

namespace ClientRegistry.Registration.Audit;

/// <summary>Who may read the audit trail.</summary>
internal static class AuditReaders
{
    /// <summary>The refusal to all but administrators and auditors.</summary>
    /// <param name="whoHolds">Names those who may.</param>
    /// <param name="actor">Who wants to.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Null when they may.</returns>
    public static async Task<RegistryError?> RefuseOthersAsync(
        this FindWhoHolds whoHolds, Actor actor, CancellationToken ct) =>
        actor.StaffRole is StaffRole.Administrator or StaffRole.Auditor
            ? null
            : await whoHolds.RefuseAsync(
                NeededRole.Administrator, "Only administrators and auditors read the audit trail.", actor, ct);
}
