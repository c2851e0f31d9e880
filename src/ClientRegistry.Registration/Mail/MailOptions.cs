using System.ComponentModel.DataAnnotations;

namespace ClientRegistry.Registration.Mail;

/// <summary>How mail leaves the registry; section <c>Mail</c>.</summary>
public sealed class MailOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Mail";

    /// <summary>Sender of every mail, as <c>address</c> or <c>Name &lt;address&gt;</c>; required.</summary>
    [Required]
    public string From { get; set; } = "";
}
