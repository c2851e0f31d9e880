using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using MimeKit;

namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>Hands mails to a mail server, over a few connections that are kept while there is something to send.</summary>
/// <param name="options">Which server, and how.</param>
/// <param name="trust">Whether it is who it says.</param>
/// <param name="clock">Measures time-outs.</param>
internal sealed class SmtpTransport(IOptions<MailOptions> options, ServerTrust trust, TimeProvider clock)
    : IMailTransport, IDisposable
{
    private readonly ConcurrentBag<SmtpSession> _idle = [];

    public int Width => 4;

    public async Task<SendResult> SendAsync(MimeMessage message, LeaseFence fence, CancellationToken ct)
    {
        var smtp = options.Value.Smtp;
        var session = await TakeIdleAsync(ct) ?? new SmtpSession(smtp, trust, clock);
        try
        {
            if (!session.IsOpen) await session.OpenAsync(ct);
            var answer = await session.SendAsync(message, fence, ct);
            return new SendResult(SendVerdict.Accepted, $"250 {answer}");
        }
        catch (Exception e) when (SmtpVerdicts.IsExpected(e) && !ct.IsCancellationRequested)
        {
            return SmtpVerdicts.Of(e, session, smtp.Host);
        }
        finally
        {
            if (session.IsOpen) _idle.Add(session);
            else session.Dispose();
        }
    }

    public async Task RestAsync()
    {
        while (_idle.TryTake(out var session))
        {
            using (session)
            using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5), clock))
            {
                try
                {
                    await session.DisconnectAsync(quit: true, patience.Token);
                }
                catch (Exception e) when (SmtpVerdicts.IsExpected(e))
                {
                    // The server left first.
                }
            }
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var session)) session.Dispose();
    }

    private async Task<SmtpSession?> TakeIdleAsync(CancellationToken ct)
    {
        while (_idle.TryTake(out var session))
        {
            if (await session.IsAliveAsync(ct)) return session;
            session.Dispose();
        }

        return null;
    }
}
