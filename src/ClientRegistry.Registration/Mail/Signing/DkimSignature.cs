using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Cryptography;

namespace ClientRegistry.Registration.Mail.Signing;

/// <summary>Signs mails in the name of the sender's domain (RFC 6376), when that is configured.</summary>
public sealed class DkimSignature
{
    /// <summary>The fields that are signed (RFC 6376 section 5.4.1). A field that is not there is signed as missing.</summary>
    private static readonly string[] Fields =
    [
        "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted",
        "MIME-Version", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition",
    ];

    private readonly Lazy<DkimKey?> _key;
    private readonly DkimOptions _options;
    private readonly TimeProvider _clock;

    /// <summary>Signs as configured.</summary>
    /// <param name="options">Domain, selector and key.</param>
    /// <param name="clock">The present.</param>
    public DkimSignature(IOptions<MailOptions> options, TimeProvider clock)
    {
        _options = options.Value.Dkim;
        _clock = clock;
        _key = new(() => _options.IsOn ? KeyOf(_options) : null);
    }

    /// <summary>What the domain's owner publishes: the name of the TXT record and its text; null when mails are not
    /// signed.</summary>
    public (string Name, string Text)? Record =>
        _key.Value is { } key ? ($"{_options.Selector}._domainkey.{_options.Domain}", key.Record) : null;

    /// <summary>Signs a mail, which must not change afterwards; does nothing when mails are not signed.</summary>
    /// <param name="message">The mail.</param>
    public void Sign(MimeMessage message)
    {
        if (_key.Value is not { } key) return;

        // Bytes that no server on the way has a reason to encode anew (RFC 6376 section 5.3).
        message.Prepare(EncodingConstraint.SevenBit);
        var signer = new Signer(key, _options, _clock)
        {
            HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
            BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
        };
        // Twice, so that nobody can add a second one (RFC 6376 section 8.15).
        signer.Sign(message, [.. Fields, .. Fields]);
    }

    private static DkimKey KeyOf(DkimOptions options) =>
        DkimKey.Read(options.PrivateKeyFile!) is { Succeeded: true } key
            ? key.Value
            : throw new InvalidOperationException("Mail:Dkim:PrivateKeyFile cannot be read any more.");

    private sealed class Signer(DkimKey key, DkimOptions options, TimeProvider clock)
        : DkimSigner(key.Private, options.Domain!, options.Selector!, key.Algorithm)
    {
        protected override long GetTimestamp() => clock.GetUtcNow().ToUnixTimeSeconds();
    }
}
