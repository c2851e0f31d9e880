namespace ClientRegistry.Testing.Smtp;

/// <summary>How the test server encrypts.</summary>
public enum SmtpTransportSecurity
{
    /// <summary>Begins in clear and offers STARTTLS; demands it before sign-in and mail.</summary>
    StartTls,

    /// <summary>Encrypted from the first byte.</summary>
    Tls,

    /// <summary>Never encrypted.</summary>
    None,
}

/// <summary>A name and password the server accepts.</summary>
/// <param name="UserName">Name.</param>
/// <param name="Password">Password.</param>
public sealed record SmtpCredentials(string UserName, string Password);

/// <summary>How the test server behaves when no rule says otherwise. Fixed once it is created.</summary>
public sealed record SmtpTestServerOptions
{
    /// <summary>Encryption; STARTTLS unless told otherwise.</summary>
    public SmtpTransportSecurity Security { get; init; } = SmtpTransportSecurity.StartTls;

    /// <summary>Who may sign in, and then must before sending; null: the server knows no sign-in.</summary>
    public SmtpCredentials? Credentials { get; init; } = new("registry", "not-a-secret-in-a-test");

    /// <summary>Sign-in mechanisms offered: PLAIN, LOGIN or both.</summary>
    public IReadOnlyList<string> Mechanisms { get; init; } = ["PLAIN", "LOGIN"];

    /// <summary>Largest message in bytes, told by SIZE (RFC 1870) and enforced.</summary>
    public int MaxMessageSize { get; init; } = 10 * 1024 * 1024;

    /// <summary>Offers PIPELINING (RFC 2920).</summary>
    public bool Pipelining { get; init; } = true;

    /// <summary>Offers 8BITMIME (RFC 6152).</summary>
    public bool EightBitMime { get; init; } = true;

    /// <summary>Offers SMTPUTF8 (RFC 6531).</summary>
    public bool SmtpUtf8 { get; init; } = true;
}
