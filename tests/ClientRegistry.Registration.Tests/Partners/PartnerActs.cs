using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Partners;
using ClientRegistry.Testing;

namespace ClientRegistry.Registration.Tests.Partners;

/// <summary>The use cases about partners, in a world.</summary>
internal static class PartnerActs
{
    public static FindWhoHolds WhoHolds(this World world) => new(world.Database);

    public static PartnerAccess Access(this World world) => new(world.WhoHolds());

    public static AddPartner AddPartner(this World world) => new(world.Database, world.WhoHolds(), world.Clock);

    public static InviteMember InviteMember(this World world) =>
        new(world.Database, world.Access(), world.Outbox, world.Clock);

    public static WithdrawInvitation WithdrawInvitation(this World world) =>
        new(world.Database, world.Access(), world.Clock);

    public static ChangeMemberRole ChangeMemberRole(this World world) =>
        new(world.Database, world.Access(), world.Clock);

    public static RemoveMember RemoveMember(this World world) =>
        new(world.Database, world.Access(), world.Outbox, world.Clock);

    public static AcceptPartnerApplication Accept(this World world) =>
        new(world.Database, new ApplicationDesk(world.Database, world.WhoHolds()), world.Outbox, world.Clock);

    public static DeclinePartnerApplication Decline(this World world) =>
        new(world.Database, new ApplicationDesk(world.Database, world.WhoHolds()), world.Outbox, world.Clock);

    public static async Task<PartnerDetail> ShowAsync(this World world, Actor actor) =>
        (await new ShowPartner(world.Database, world.Clock).RunAsync(new(world.Partner.Id), actor)).Value!;

    public static async Task<PartnerApplication> ApplicationAsync(this World world, string email = "greta@fabrikam.example")
    {
        var application = new PartnerApplication("Fabrikam", "Greta", email, null, "Sync our orders.", world.Now);
        await world.SaveAsync(application);
        return application;
    }
}
