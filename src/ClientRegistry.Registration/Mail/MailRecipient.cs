using ClientRegistry.Core.Accounts;

namespace ClientRegistry.Registration.Mail;

/// <summary>To whom a mail goes.</summary>
/// <param name="Name">How they are called.</param>
/// <param name="Address">Their mail address.</param>
public sealed record MailRecipient(string Name, string Address)
{
    /// <summary>The person behind an account.</summary>
    /// <param name="user">The account.</param>
    public static MailRecipient Of(User user) => new(user.Name, user.Email!);
}
