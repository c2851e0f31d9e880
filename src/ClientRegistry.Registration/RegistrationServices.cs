using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Audit;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Partners;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Registration.Scopes;
using ClientRegistry.Registration.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Registration;

/// <summary>Composes this room.</summary>
public static class RegistrationServices
{
    /// <summary>Adds the use cases. The host adds database, Data Protection, clock and options.</summary>
    /// <param name="services">The host's services.</param>
    public static IServiceCollection AddRegistration(this IServiceCollection services) => services
        .AddSingleton<PortalLinks>()
        .AddAsking()
        .AddDeciding()
        .AddClients()
        .AddSecrets()
        .AddPartners()
        .AddAccounts()
        .AddScopes()
        .AddAudit()
        .AddMail();
}
