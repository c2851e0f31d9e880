namespace ClientRegistry.Registration.Mail;

/// <summary>How mails are signed in the name of the sender's domain (DKIM, RFC 6376); section <c>Mail:Dkim</c>. All three
/// are given, or none and mails are not signed.</summary>
public sealed class DkimOptions
{
    /// <summary>The domain that signs: that of <c>Mail:From</c>, or one above it. Wire name <c>d</c>.</summary>
    public string? Domain { get; set; }

    /// <summary>Which of the domain's keys: the record is at <c>SELECTOR._domainkey.DOMAIN</c>. Wire name <c>s</c>.</summary>
    public string? Selector { get; set; }

    /// <summary>PEM file with the private key, RSA of 2048 bits or more, or Ed25519 (RFC 8463); an absolute path, or one
    /// below the host's <c>Data:Directory</c>.</summary>
    public string? PrivateKeyFile { get; set; }

    /// <summary>Whether mails are signed.</summary>
    internal bool IsOn => Domain is { Length: > 0 };
}
