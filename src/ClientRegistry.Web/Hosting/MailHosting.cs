using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Mail.Writing;
using ClientRegistry.Web.Components.Mail;
using ClientRegistry.Web.Components.Mailbox;

namespace ClientRegistry.Web.Hosting;

/// <summary>What the mail needs from the host.</summary>
internal static class MailHosting
{
    /// <summary>Adds its options and the HTML part of mails.</summary>
    /// <param name="builder">The host being built.</param>
    public static void AddMail(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSection<MailOptions>(MailOptions.Section)
            .AddSingleton<MailRendering>()
            .AddSingleton<DroppedMail>()
            .AddSingleton<MailHtml>(provider => provider.GetRequiredService<MailRendering>().RenderAsync);
        builder.Services.AddOptions<MailOptions>().PostConfigure<DataDirectory>(
            (mail, data) =>
            {
                mail.Folder = Path.GetFullPath(mail.Folder, data.Root);
                if (mail.Dkim.PrivateKeyFile is { Length: > 0 } file)
                    mail.Dkim.PrivateKeyFile = Path.GetFullPath(file, data.Root);
            });
        if (builder.Environment.IsDevelopment()
            && string.IsNullOrEmpty(builder.Configuration[$"{MailOptions.Section}:{nameof(MailOptions.Transport)}"]))
        {
            builder.Services.PostConfigure<MailOptions>(mail => mail.Transport = MailTransport.Folder);
        }
    }
}
