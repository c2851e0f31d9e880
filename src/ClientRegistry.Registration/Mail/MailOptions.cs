namespace ClientRegistry.Registration.Mail;

/// <summary>By which way mail leaves the registry.</summary>
public enum MailTransport
{
    /// <summary>To a mail server (RFC 5321).</summary>
    Smtp,

    /// <summary>As files into a folder: for development, where nobody shall get mail.</summary>
    Folder,
}

/// <summary>How mail leaves the registry; section <c>Mail</c>.</summary>
public sealed class MailOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Mail";

    /// <summary>The way out. Default <see cref="MailTransport.Smtp"/>; the host makes it the folder in Development.</summary>
    public MailTransport Transport { get; set; } = MailTransport.Smtp;

    /// <summary>Sender of every mail, as <c>address</c> or <c>Name &lt;address&gt;</c>; required. Without a name the
    /// portal's is shown.</summary>
    public string From { get; set; } = "";

    /// <summary>Where <see cref="MailTransport.Folder"/> puts the files: an absolute path, or one below the host's
    /// <c>Data:Directory</c>. Default <c>mail</c>.</summary>
    public string Folder { get; set; } = "mail";

    /// <summary>For how long a mail is tried before it is given up and shown to the staff. Default 3 days.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>The signature under every mail; none unless configured.</summary>
    public DkimOptions Dkim { get; set; } = new();

    /// <summary>For how long a mail stays with a node that says nothing more of it; then another node, or this one started
    /// anew, takes it over. Default 1 minute. The clocks of all nodes must agree within a sixth of it.</summary>
    public TimeSpan TakeOverAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The mail server; used by <see cref="MailTransport.Smtp"/>.</summary>
    public SmtpOptions Smtp { get; set; } = new();
}

/// <summary>How the connection to the mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>Begins in clear and must change to TLS before anything is said (RFC 3207). Usual on port 587.</summary>
    StartTls,

    /// <summary>TLS from the first byte (RFC 8314). Usual on port 465.</summary>
    Tls,

    /// <summary>In clear; only to a server on the same machine.</summary>
    None,
}

/// <summary>The mail server; section <c>Mail:Smtp</c>.</summary>
public sealed class SmtpOptions
{
    /// <summary>Its name, which its certificate must bear; required.</summary>
    public string Host { get; set; } = "";

    /// <summary>Its port. Default 587.</summary>
    public int Port { get; set; } = 587;

    /// <summary>Protection of the connection. Default <see cref="SmtpSecurity.StartTls"/>.</summary>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>Who signs in; null for a server that asks nobody.</summary>
    public string? UserName { get; set; }

    /// <summary>Their password; null exactly when <see cref="UserName"/> is.</summary>
    public string? Password { get; set; }

    /// <summary>How long to wait for each step of the conversation, in seconds. Default 30. The answer to a whole mail may
    /// take ten minutes (RFC 5321 section 4.5.3.2.6), whatever this says.</summary>
    public int TimeoutSeconds { get; set; } = 30;
}
