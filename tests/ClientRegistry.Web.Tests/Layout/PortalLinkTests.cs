using ClientRegistry.Core.Accounts;
using ClientRegistry.Web.Components.Layout;

namespace ClientRegistry.Web.Tests.Layout;

public sealed class PortalLinkTests
{
    private static readonly Guid Partner = Guid.CreateVersion7();

    [Fact]
    public void A_developer_sees_requests_and_clients_but_no_administration() =>
        Assert.Equal(
            ["/", "/requests", "/clients", $"/partners/{Partner}", "/how-it-works"],
            PathsOf(Somebody with { PartnerId = Partner, PartnerRole = PartnerRole.Developer }));

    [Fact]
    public void An_account_manager_sees_the_queue_and_the_mail_but_no_other_administration() =>
        Assert.Equal(
            ["/", "/review", "/clients", "/partners", "/admin/mail", "/how-it-works"],
            PathsOf(Somebody with { StaffRole = StaffRole.AccountManager }));

    [Theory]
    [InlineData(StaffRole.Administrator)]
    [InlineData(StaffRole.Auditor)]
    public void Administrators_and_auditors_see_the_administration(StaffRole role) =>
        Assert.Contains("/admin/audit", PathsOf(Somebody with { StaffRole = role }));

    [Fact]
    public void Somebody_without_a_role_sees_what_everybody_sees() =>
        Assert.Equal(["/", "/how-it-works"], PathsOf(Somebody));

    private static Actor Somebody { get; } = new(Guid.CreateVersion7(), "Somebody", "somebody@example.org");

    private static IEnumerable<string> PathsOf(Actor actor) => PortalLink.For(actor).Select(l => l.Path);
}
