using System.ComponentModel.DataAnnotations;

namespace ClientRegistry.Registration;

/// <summary>Links and contact in pages and mails; section <c>Portal</c>.</summary>
public sealed class PortalOptions : IValidatableObject
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Portal";

    /// <summary>Where people reach the portal: an absolute http or https address without path; required.</summary>
    [Required(ErrorMessage = "is required: the address at which people reach the portal, as https://clients.example.com.")]
    public Uri? PublicUrl { get; set; }

    /// <summary>Whom people ask when they do not know whom to ask; required.</summary>
    [Required(ErrorMessage = "is required: the mail address of those who help users of the portal.")]
    [EmailAddress(ErrorMessage = "must be a mail address.")]
    public string SupportAddress { get; set; } = "";

    /// <summary>What the portal calls itself. Default <c>Client Registry</c>.</summary>
    [Required(ErrorMessage = "must not be empty.")]
    public string Name { get; set; } = "Client Registry";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicUrl is { } url && !IsOrigin(url))
        {
            yield return new ValidationResult(
                $"must be an absolute http or https address without path, as https://clients.example.com; it is \"{url}\".",
                [nameof(PublicUrl)]);
        }
    }

    private static bool IsOrigin(Uri url) =>
        url.IsAbsoluteUri
        && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
        && url is { PathAndQuery: "/", Fragment: "", UserInfo: "" };
}
