using System.Diagnostics.CodeAnalysis;
using FluentValidation;
using MimeKit;

namespace ClientRegistry.Registration;

/// <summary>What counts as a mail address: one that mail can be sent to as it stands.</summary>
public static class EmailAddress
{
    /// <summary>The longest one (RFC 5321 section 4.5.3.1.3, without the angle brackets).</summary>
    public const int MaxLength = 254;

    /// <summary>Reads an address that a person typed; blanks around it are not part of it.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="address">The address.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryRead([NotNullWhen(true)] string? typed, out string address)
    {
        address = typed?.Trim(' ', '\t') ?? "";
        return address.Length is > 0 and <= MaxLength
            && !address.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c is '<' or '>' or '"' or ',' or ';')
            && MailboxAddress.TryParse(address, out var mailbox)
            && mailbox.Address == address
            && mailbox.Domain.Length > 0
            && !mailbox.Domain.StartsWith('[');
    }

    /// <summary>Asks for an address.</summary>
    /// <typeparam name="T">The input.</typeparam>
    /// <param name="rule">The rule of its member.</param>
    public static IRuleBuilderOptions<T, string> IsEmailAddress<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(value => TryRead(value, out _))
            .WithMessage("Give a mail address such as name@example.com.");
}
