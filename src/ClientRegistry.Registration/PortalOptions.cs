using System.ComponentModel.DataAnnotations;

namespace ClientRegistry.Registration;

/// <summary>Links and contact in pages and mails; section <c>Portal</c>.</summary>
public sealed class PortalOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Portal";

    /// <summary>Where people reach the portal: an absolute http or https address without path; required.</summary>
    [Required]
    public Uri? PublicUrl { get; set; }

    /// <summary>Whom people ask when they do not know whom to ask; required.</summary>
    [Required, EmailAddress]
    public string SupportAddress { get; set; } = "";

    /// <summary>What the portal calls itself. Default <c>Client Registry</c>.</summary>
    [Required]
    public string Name { get; set; } = "Client Registry";
}
