using ClientRegistry.Registration.Mail.Writing;
using ClientRegistry.Web.Components.Mail;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace ClientRegistry.Testing.Mail;

/// <summary>The portal's own rendering of mails, for tests of rooms that do not know the portal.</summary>
public static class PortalMail
{
    /// <summary>Draws the HTML part.</summary>
    public static MailHtml Html { get; } =
        new MailRendering(new ServiceCollection().BuildServiceProvider(), NullLoggerFactory.Instance).RenderAsync;
}
