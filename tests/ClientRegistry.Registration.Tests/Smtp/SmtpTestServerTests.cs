using System.Text;
using ClientRegistry.Testing.Smtp;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using static ClientRegistry.Registration.Tests.Smtp.SmtpClientSetup;

namespace ClientRegistry.Registration.Tests.Smtp;

/// <summary>The test server when it behaves, seen through MailKit.</summary>
public sealed class SmtpTestServerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_sent_with_starttls_and_sign_in_is_recorded_to_the_byte()
    {
        await using var server = SmtpTestServer.Start();
        using var client = await server.SignInAsync();
        var message = Message("dev@partner.example", ".leading dot\r\n..two\r\n.\r\nend");
        using MemoryStream sent = new();
        await message.WriteToAsync(sent, Cancel);

        await client.DeliverAsync(message);

        var mail = await server.Mails.WaitForRecipientAsync("dev@partner.example", cancellationToken: Cancel);
        Assert.Equal("registry@example.com", mail.EnvelopeFrom);
        Assert.True(mail.Encrypted);
        Assert.Equal("registry", mail.AuthenticatedAs);
        Assert.Equal(message.MessageId, mail.MessageId);
        Assert.Equal(
            ((TextPart)message.Body!).Text.ReplaceLineEndings("\n"),
            ((TextPart)mail.Parse().Body!).Text.ReplaceLineEndings("\n").TrimEnd('\n'));
        Assert.Equal(
            Encoding.UTF8.GetString(sent.ToArray()).ReplaceLineEndings("\n").TrimEnd('\n'),
            Encoding.UTF8.GetString(mail.Raw.Span).ReplaceLineEndings("\n").TrimEnd('\n'));
        Assert.Empty(server.Faults);
    }

    [Theory]
    [InlineData("PLAIN")]
    [InlineData("LOGIN")]
    public async Task Each_mechanism_signs_in_over_implicit_tls(string mechanism)
    {
        await using var server = SmtpTestServer.Start(new SmtpTestServerOptions
        {
            Security = SmtpTransportSecurity.Tls,
            Mechanisms = [mechanism],
        });
        using var client = await server.SignInAsync(SecureSocketOptions.SslOnConnect);

        await client.DeliverAsync(Message("dev@partner.example"));

        Assert.True(Assert.Single(server.Mails.All).Encrypted);
        Assert.Empty(server.Faults);
    }

    [Fact]
    public async Task A_wrong_password_is_answered_with_535()
    {
        await using var server = SmtpTestServer.Start();
        using var client = await server.ConnectAsync();

        await Assert.ThrowsAsync<AuthenticationException>(() => client.AuthenticateAsync("registry", "wrong", Cancel));

        Assert.Contains(server.Transcript.Lines, line => line.Contains("S: 535", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Mail_without_sign_in_is_refused()
    {
        await using var server = SmtpTestServer.Start();
        using var client = await server.ConnectAsync();

        await Assert.ThrowsAsync<ServiceNotAuthenticatedException>(
            () => client.DeliverAsync(Message("dev@partner.example")));
    }

    [Theory]
    [InlineData(SmtpServerCertificate.Untrusted)]
    [InlineData(SmtpServerCertificate.WrongName)]
    [InlineData(SmtpServerCertificate.Expired)]
    public async Task A_bad_certificate_is_noticed(SmtpServerCertificate certificate)
    {
        await using var server = SmtpTestServer.Start();
        server.Certificate = certificate;

        await Assert.ThrowsAsync<SslHandshakeException>(() => server.ConnectAsync());

        server.Certificate = SmtpServerCertificate.Trusted;
        using var client = await server.ConnectAsync();
        Assert.True(client.IsSecure);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Pipelining_and_8_bit_content_and_international_addresses_work(bool pipelining)
    {
        await using var server = SmtpTestServer.Start(new SmtpTestServerOptions { Pipelining = pipelining });
        using var client = await server.SignInAsync();
        var message = Message("jürgen@partner.example", "Grüße aus Köln");

        var format = FormatOptions.Default.Clone();
        format.International = true;
        await client.SendAsync(format, message, Cancel);

        var mail = Assert.Single(server.Mails.All);
        Assert.Equal(["jürgen@partner.example"], mail.Recipients);
        Assert.True(mail.SmtpUtf8);
        Assert.Equal("Grüße aus Köln", ((TextPart)mail.Parse().Body!).Text.TrimEnd());
        Assert.Empty(server.Faults);
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused()
    {
        await using var server = SmtpTestServer.Start(new SmtpTestServerOptions { MaxMessageSize = 2000 });
        using var client = await server.SignInAsync();

        var refusal = await Assert.ThrowsAsync<SmtpCommandException>(
            () => client.DeliverAsync(Message("dev@partner.example", new string('x', 3000))));

        Assert.Equal(552, (int)refusal.StatusCode);
        Assert.Empty(server.Mails.All);
    }

    [Fact]
    public async Task Mails_are_numbered_in_order_of_arrival_over_many_connections()
    {
        await using var server = SmtpTestServer.Start();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async number =>
        {
            using var client = await server.SignInAsync();
            await client.DeliverAsync(Message($"dev{number}@partner.example"));
        }));

        var mails = await server.Mails.WaitForCountAsync(20, cancellationToken: Cancel);

        Assert.Equal(Enumerable.Range(1, 20), mails.Select(mail => mail.Order));
        Assert.Equal(20, mails.SelectMany(mail => mail.Recipients).Distinct().Count());
        Assert.Equal(20, server.Connections);
    }

    [Fact]
    public async Task A_wait_in_vain_tells_what_did_arrive()
    {
        await using var server = SmtpTestServer.Start();
        using var client = await server.SignInAsync();
        await client.DeliverAsync(Message("other@partner.example"));

        var timeout = await Assert.ThrowsAsync<TimeoutException>(() => server.Mails.WaitForRecipientAsync(
            "dev@partner.example", TimeSpan.FromMilliseconds(1), Cancel));

        Assert.Contains("other@partner.example", timeout.Message, StringComparison.Ordinal);
        Assert.Contains("C: RCPT TO", timeout.Message, StringComparison.Ordinal);
    }
}
