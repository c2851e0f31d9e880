using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Registration.Partners;

/// <summary>Partners, their members, invitations and applications.</summary>
internal static class PartnerServices
{
    public static IServiceCollection AddPartners(this IServiceCollection services) => services
        .AddTransient<PartnerAccess>()
        .AddTransient<AddPartner>()
        .AddTransient<RenamePartner>()
        .AddTransient<AssignAccountManager>()
        .AddTransient<RequireClaimLink>()
        .AddTransient<ListAccountManagers>()
        .AddTransient<ListPartners>()
        .AddTransient<ShowPartner>()
        .AddTransient<InviteMember>()
        .AddTransient<WithdrawInvitation>()
        .AddTransient<ChangeMemberRole>()
        .AddTransient<RemoveMember>()
        .AddTransient<ApplyForPartnership>()
        .AddTransient<ApplicationDesk>()
        .AddTransient<ListPartnerApplications>()
        .AddTransient<AcceptPartnerApplication>()
        .AddTransient<DeclinePartnerApplication>();
}
