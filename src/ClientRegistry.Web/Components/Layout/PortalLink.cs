using ClientRegistry.Core.Accounts;
using Microsoft.AspNetCore.Components.Routing;

namespace ClientRegistry.Web.Components.Layout;

/// <summary>An entry of the portal's navigation.</summary>
/// <param name="Path">Where it leads.</param>
/// <param name="Text">What it is called.</param>
/// <param name="Match">When it counts as where one is.</param>
internal sealed record PortalLink(string Path, string Text, NavLinkMatch Match = NavLinkMatch.Prefix)
{
    /// <summary>What somebody in that role can use, in the order in which they need it.</summary>
    /// <param name="actor">Who looks.</param>
    public static IReadOnlyList<PortalLink> For(Actor actor)
    {
        var links = new List<PortalLink> { new("/", "Start", NavLinkMatch.All) };
        if (actor.IsStaff) links.Add(new("/review", "Review"));
        if (actor.PartnerId is not null) links.Add(new("/requests", "Requests"));
        if (actor.IsStaff || actor.PartnerId is not null) links.Add(new("/clients", "Clients"));
        if (actor.IsStaff) links.Add(new("/partners", "Partners"));
        else if (actor is { PartnerId: { } id, PartnerRole: not null }) links.Add(new($"/partners/{id}", "My organisation"));
        if (actor.IsAdministrator || actor.StaffRole is StaffRole.Auditor) links.AddRange(Administration);
        if (actor.StaffRole is StaffRole.AccountManager) links.Add(new("/admin/mail", "Mail"));
        links.Add(new("/how-it-works", "How it works"));
        return links;
    }

    private static IReadOnlyList<PortalLink> Administration { get; } =
    [
        new("/admin/scopes", "Scopes"),
        new("/admin/staff", "Staff"),
        new("/admin/lookup-keys", "Lookup keys"),
        new("/admin/mail", "Mail"),
        new("/admin/audit", "Audit trail"),
    ];
}
