using System.Net;
using System.Net.Sockets;
using System.Text;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>
/// One connection to the mail server, for one mail after the other. Remembers how far a mail got, because that decides
/// what a failure means.
/// </summary>
internal sealed class SmtpSession : SmtpClient
{
    /// <summary>RFC 5321 section 4.5.3.2.6: a server may take ten minutes over the final dot; who leaves earlier sends
    /// twice.</summary>
    private static readonly TimeSpan FinalAnswer = TimeSpan.FromMinutes(10);

    private readonly SmtpOptions _options;
    private readonly TimeProvider _clock;
    private AnswerLimit? _limit;
    private StepDeadline? _deadline;
    private LeaseFence? _fence;

    public SmtpSession(SmtpOptions options, ServerTrust trust, TimeProvider clock)
    {
        _options = options;
        _clock = clock;
        Timeout = (int)(FinalAnswer + TimeSpan.FromMinutes(1)).TotalMilliseconds;
        ServerCertificateValidationCallback = (_, certificate, chain, errors) =>
            (CertificateFault = trust.FindFault(certificate, chain, errors)) is null;
    }

    /// <summary>What is wrong with the server's certificate; null when nothing is, or none was seen.</summary>
    public string? CertificateFault { get; private set; }

    /// <summary>Whether mails can be handed over: connected, and signed in where that is asked for.</summary>
    public bool IsOpen => IsConnected && Phase >= SmtpPhase.Envelope;

    /// <summary>Where the conversation is.</summary>
    public SmtpPhase Phase { get; private set; }

    /// <summary>The answer that refused the sender or the recipient; null when none did. Kept because MailKit's clean-up
    /// after it may fail in turn and then hides it.</summary>
    public SmtpCommandException? Refusal { get; private set; }

    /// <summary>Connects, encrypts, checks the certificate, signs in.</summary>
    /// <param name="ct">Drops the attempt.</param>
    public async Task OpenAsync(CancellationToken ct)
    {
        using var deadline = new StepDeadline(Step, _clock, ct);
        Phase = SmtpPhase.Connecting;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_options.Host, _options.Port, deadline.Token);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        _limit = new AnswerLimit(new NetworkStream(socket, ownsSocket: true));
        await ConnectAsync(_limit, _options.Host, _options.Port, SecurityOf(_options.Security), deadline.Token);
        if (!string.IsNullOrEmpty(_options.UserName))
        {
            Phase = SmtpPhase.SigningIn;
            deadline.Restart(Step);
            var credentials = new NetworkCredential(_options.UserName, _options.Password);
            await AuthenticateAsync(Encoding.UTF8, credentials, deadline.Token);
        }

        Phase = SmtpPhase.Envelope;
    }

    /// <summary>Whether the connection still stands, by asking.</summary>
    /// <param name="ct">Drops the attempt.</param>
    public async Task<bool> IsAliveAsync(CancellationToken ct)
    {
        if (!IsOpen) return false;
        using var deadline = new StepDeadline(Step, _clock, ct);
        try
        {
            await NoOpAsync(deadline.Token);
            return true;
        }
        catch (Exception e) when (SmtpVerdicts.IsExpected(e) && !ct.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Hands one mail over.</summary>
    /// <param name="message">The mail.</param>
    /// <param name="fence">Whether it may still go.</param>
    /// <param name="ct">Drops the attempt.</param>
    /// <returns>The server's words.</returns>
    public async Task<string> SendAsync(MimeMessage message, LeaseFence fence, CancellationToken ct)
    {
        using var deadline = new StepDeadline(Step, _clock, ct);
        _limit!.Reset();
        _deadline = deadline;
        _fence = fence;
        Refusal = null;
        Phase = SmtpPhase.Envelope;
        fence.ThrowIfLost();
        return await SendAsync(message, deadline.Token, fence);
    }

    protected override void OnSenderNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        Refusal ??= new SmtpCommandException(
            SmtpErrorCode.SenderNotAccepted, response.StatusCode, mailbox, response.Response);
        throw Refusal;
    }

    protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        // With pipelining the recipient is refused too, when the sender was; the first refusal counts.
        Refusal ??= new SmtpCommandException(
            SmtpErrorCode.RecipientNotAccepted, response.StatusCode, mailbox, response.Response);
        throw Refusal;
    }

    protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        Phase = SmtpPhase.Content;
        _fence!.ThrowIfLost();
        _deadline!.Restart(FinalAnswer);
    }

    private TimeSpan Step => TimeSpan.FromSeconds(_options.TimeoutSeconds);

    private static SecureSocketOptions SecurityOf(SmtpSecurity security) => security switch
    {
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.None,
    };
}

/// <summary>How far a conversation got.</summary>
internal enum SmtpPhase
{
    /// <summary>Before anything could be said about a mail.</summary>
    Connecting,

    /// <summary>At the sign-in.</summary>
    SigningIn,

    /// <summary>The sender and the recipient are being told.</summary>
    Envelope,

    /// <summary>The content is under way, or its answer awaited.</summary>
    Content,
}
