using ClientRegistry.Registration.Mail.Administration;
using ClientRegistry.Registration.Mail.Encryption;
using ClientRegistry.Registration.Mail.Keys;
using ClientRegistry.Registration.Mail.Sending;
using ClientRegistry.Registration.Mail.Signing;
using ClientRegistry.Registration.Mail.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Mail;

/// <summary>The owed mail and how it leaves. The host adds <see cref="MailHtml"/>, options and clock.</summary>
internal static class MailServices
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddSingleton<MailSecrets>().AddSingleton<Outbox>();
        services.AddSingleton<IValidateOptions<MailOptions>, MailOptionsRules>();
        return services.AddWriting().AddKeys().AddSending().AddAdministration();
    }

    private static IServiceCollection AddWriting(this IServiceCollection services) =>
        services.AddSingleton<MailWriter>().AddSingleton<MailComposer>().AddSingleton<DkimSignature>();

    /// <summary>Hosted services start in their order, and the keys are looked at before anything is sent.</summary>
    private static IServiceCollection AddKeys(this IServiceCollection services) => services
        .AddSingleton<KeyCustody>()
        .AddSingleton<KeyLossNotice>()
        .AddSingleton<FailUnreadableMail>()
        .AddHostedService<KeyWatch>();

    private static IServiceCollection AddAdministration(this IServiceCollection services) => services
        .AddTransient<ListMail>()
        .AddTransient<ShowMail>()
        .AddTransient<ResendMail>()
        .AddTransient<CancelMail>()
        .AddTransient<TryMailNow>()
        .AddTransient<ListFailedMail>()
        .AddTransient<FindMailProblems>();

    private static IServiceCollection AddSending(this IServiceCollection services)
    {
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton(new ServerTrust());
        return services
            .AddSingleton<SmtpTransport>()
            .AddSingleton<FolderTransport>()
            .AddSingleton<IMailTransport>(provider =>
                provider.GetRequiredService<IOptions<MailOptions>>().Value.Transport == MailTransport.Smtp
                    ? provider.GetRequiredService<SmtpTransport>()
                    : provider.GetRequiredService<FolderTransport>())
            .AddSingleton<TransportGate>()
            .AddSingleton<MailBell>()
            .AddSingleton<MailMetrics>()
            .AddSingleton<RetryPace>()
            .AddSingleton<MailFailureNotice>()
            .AddSingleton<MailQueue>()
            .AddSingleton<MailEncryption>()
            .AddSingleton<MailReadying>()
            .AddSingleton<MailDelivery>()
            .AddSingleton<MailDispatcher>()
            .AddHostedService<MailWorker>();
    }
}
