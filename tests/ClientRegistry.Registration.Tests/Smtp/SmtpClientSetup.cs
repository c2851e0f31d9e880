using ClientRegistry.Testing.Smtp;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace ClientRegistry.Registration.Tests.Smtp;

/// <summary>A careful mail client as the self-tests of the test server use it.</summary>
internal static class SmtpClientSetup
{
    internal static async Task<SmtpClient> ConnectAsync(
        this SmtpTestServer server, SecureSocketOptions security = SecureSocketOptions.StartTls)
    {
        SmtpClient client = new()
        {
            ServerCertificateValidationCallback = SmtpTestCertificates.TrustAuthority,
            Timeout = 20_000,
        };
        try
        {
            var cancel = TestContext.Current.CancellationToken;
            await client.ConnectAsync(SmtpTestServer.Host, server.Port, security, cancel);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    internal static async Task<SmtpClient> SignInAsync(
        this SmtpTestServer server, SecureSocketOptions security = SecureSocketOptions.StartTls)
    {
        var client = await server.ConnectAsync(security);
        var (name, password) = server.Options.Credentials!;
        await client.AuthenticateAsync(name, password, TestContext.Current.CancellationToken);
        return client;
    }

    internal static Task DeliverAsync(this SmtpClient client, MimeMessage message) =>
        client.SendAsync(message, TestContext.Current.CancellationToken);

    internal static MimeMessage Message(string to, string text = "Good morning.")
    {
        MimeMessage message = new();
        message.From.Add(MailboxAddress.Parse("registry@example.com"));
        message.To.Add(new MailboxAddress(null, to));
        message.Subject = "A test";
        message.Body = new TextPart("plain") { Text = text };
        return message;
    }
}
