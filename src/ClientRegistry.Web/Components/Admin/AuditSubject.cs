namespace ClientRegistry.Web.Components.Admin;

/// <summary>What an entry of the audit trail is about, as a place in the portal.</summary>
internal static class AuditSubject
{
    /// <summary>The page of a subject.</summary>
    /// <param name="subject">As <c>kind:identifier</c>.</param>
    /// <returns>Its path; null when it has no page of its own.</returns>
    public static string? AddressOf(string subject) => subject.Split(':', 2) switch
    {
        ["request", var number] => $"/review/{Uri.EscapeDataString(number)}",
        ["client", var id] => $"/clients/{Uri.EscapeDataString(id)}",
        ["partner", var id] => $"/partners/{Uri.EscapeDataString(id)}",
        ["scope", var name] => $"/admin/scopes?q={Uri.EscapeDataString(name)}",
        _ => null,
    };
}
