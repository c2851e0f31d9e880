using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Registration.Mail;

/// <summary>The owed mail and how it leaves.</summary>
internal static class MailServices
{
    public static IServiceCollection AddMail(this IServiceCollection services) =>
        services.AddSingleton<MailSecrets>().AddSingleton<Outbox>();
}
