using System.ComponentModel.DataAnnotations;
using ClientRegistry.Registration.Secrets.Delivery;

namespace ClientRegistry.Registration.Clients;

/// <summary>How credentials are made and delivered; section <c>Credentials</c>.</summary>
public sealed class CredentialsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Credentials";

    /// <summary>What every generated client_id begins with: 1 to 20 unreserved characters (RFC 3986 section 2.3), so that
    /// raw and form-encoded Basic are the same. Default <c>cr</c>.</summary>
    [Required(ErrorMessage = PrefixRule)]
    [RegularExpression(@"\A[A-Za-z0-9\-._~]{1,20}\z", ErrorMessage = PrefixRule)]
    public string ClientIdPrefix { get; set; } = "cr";

    /// <summary>How a new client secret travels, to partners that do not require more. Default
    /// <see cref="SecretRoute.Email"/>.</summary>
    [EnumDataType(typeof(SecretRoute), ErrorMessage = "must be Email or ClaimLink.")]
    public SecretRoute Delivery { get; set; } = SecretRoute.Email;

    /// <summary>How long a claim link works; half of that time before its end its person is reminded. From 15 minutes to
    /// 30 days; default 72 hours.</summary>
    [Range(
        typeof(TimeSpan), "00:15:00", "30.00:00:00", ErrorMessage = "must be a time from 00:15:00 to 30.00:00:00.",
        ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan ClaimLifetime { get; set; } = TimeSpan.FromHours(72);

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
