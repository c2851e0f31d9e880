using System.ComponentModel.DataAnnotations;

namespace ClientRegistry.Registration.Clients;

/// <summary>How credentials are made; section <c>Credentials</c>.</summary>
public sealed class CredentialsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Credentials";

    /// <summary>What every generated client_id begins with: 1 to 20 unreserved characters (RFC 3986 section 2.3), so that
    /// raw and form-encoded Basic are the same. Default <c>cr</c>.</summary>
    [Required(ErrorMessage = PrefixRule)]
    [RegularExpression(@"\A[A-Za-z0-9\-._~]{1,20}\z", ErrorMessage = PrefixRule)]
    public string ClientIdPrefix { get; set; } = "cr";

    /// <summary>How a new client secret travels: <c>Email</c>, in the mail. Anything else stops the start, so that nobody
    /// believes their secrets to travel otherwise than they do. Default <c>Email</c>.</summary>
    [RegularExpression(@"\AEmail\z", ErrorMessage = "must be Email; delivery by claim link is not there yet.")]
    public string Delivery { get; set; } = "Email";

    /// <summary>For how long a secret is good: from 14 days to 10 years, as <c>365</c> or <c>365.00:00:00</c>; null for
    /// ever. Default null. It counts for secrets that are issued or added from then on: those there are, and imported
    /// ones, keep the end they have.</summary>
    [Range(
        typeof(TimeSpan), "14.00:00:00", "3650.00:00:00", ErrorMessage = "must be from 14 to 3650 days, as in 365.00:00:00.",
        ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan? SecretLifetime { get; set; }

    /// <summary>When a secret that is made now ends; null for never.</summary>
    /// <param name="now">The present.</param>
    public DateTimeOffset? EndOfSecret(DateTimeOffset now) => now + SecretLifetime;

    private const string PrefixRule =
        "must be 1 to 20 letters, digits, hyphens, dots, underscores or tildes.";
}
