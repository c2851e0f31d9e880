using System.Net.Sockets;
using System.Security.Authentication;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using AuthenticationException = MailKit.Security.AuthenticationException;

namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>What the failures of a mail conversation mean (RFC 5321 section 4.2.1, RFC 4954 section 6).</summary>
internal static class SmtpVerdicts
{
    /// <summary>Whether it is a way in which conversations fail, and not a bug of ours.</summary>
    /// <param name="exception">What was thrown.</param>
    public static bool IsExpected(Exception exception) => exception
        is IOException or SocketException or CommandException or ProtocolException or AuthenticationException
        or SslHandshakeException or ServiceNotConnectedException or ServiceNotAuthenticatedException
        or NotSupportedException or OperationCanceledException or InvalidCredentialException;

    /// <summary>Reads a failure.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="session">The conversation.</param>
    /// <param name="host">The server's name.</param>
    public static SendResult Of(Exception exception, SmtpSession session, string host) => exception switch
    {
        _ when session.Refusal is { } refusal => OfAnswer(refusal),
        SslHandshakeException when session.CertificateFault is { } fault => new(
            SendVerdict.Misconfigured, $"{host} cannot be trusted: {fault}."),
        AuthenticationException e => OfSignIn(e),
        ServiceNotAuthenticatedException e => new(SendVerdict.Misconfigured, $"530 {e.Message}"),
        NotSupportedException when session.Phase == SmtpPhase.Connecting => new(
            SendVerdict.Misconfigured,
            $"{host} does not offer STARTTLS, so nothing is sent: either it cannot encrypt or somebody in between hides it."),
        NotSupportedException when session.Phase == SmtpPhase.SigningIn => new(
            SendVerdict.Misconfigured, $"{host} offers no way of signing in that is known here."),
        NotSupportedException e => new(SendVerdict.Refused, $"{host} cannot take a mail to this address: {e.Message}"),
        SmtpCommandException e when session.Phase < SmtpPhase.Envelope => new(SendVerdict.Unreachable, Words(e)),
        SmtpCommandException e => OfAnswer(e),
        OperationCanceledException => Lost(session, $"{host} did not answer in time."),
        _ => Lost(session, $"No connection with {host}: {OneLine(exception.Message)}"),
    };

    private static SendResult OfAnswer(SmtpCommandException e)
    {
        var code = (int)e.StatusCode;
        var verdict = (e.ErrorCode, code) switch
        {
            // RFC 5321 section 3.8: the server is about to go.
            (_, 421) => SendVerdict.Unreachable,
            (_, 530 or 535 or 538) => SendVerdict.Misconfigured,
            // Nothing has been said about the recipient: it concerns every mail, except its size (RFC 1870 section 6.1).
            (SmtpErrorCode.SenderNotAccepted, 552) => SendVerdict.Refused,
            (SmtpErrorCode.SenderNotAccepted, >= 500) => SendVerdict.Misconfigured,
            (SmtpErrorCode.SenderNotAccepted, _) => SendVerdict.Unreachable,
            (_, >= 500) => SendVerdict.Refused,
            _ => SendVerdict.Later,
        };
        return new SendResult(verdict, Words(e));
    }

    private static SendResult OfSignIn(AuthenticationException e)
    {
        var temporary = e.InnerException is SmtpCommandException { StatusCode: < (SmtpStatusCode)500 };
        return new SendResult(
            temporary ? SendVerdict.Unreachable : SendVerdict.Misconfigured, $"Sign-in refused: {OneLine(e.Message)}");
    }

    private static SendResult Lost(SmtpSession session, string words) =>
        new(session.Phase < SmtpPhase.Envelope ? SendVerdict.Unreachable : SendVerdict.Broken, words);

    private static string Words(SmtpCommandException e) => $"{(int)e.StatusCode} {OneLine(e.Message)}";

    private static string OneLine(string text) =>
        string.Join(' ', text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
