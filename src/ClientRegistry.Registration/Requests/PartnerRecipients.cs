using ClientRegistry.Core.Partners;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Mail;

namespace ClientRegistry.Registration.Requests;

/// <summary>Who at the partner is told. Nobody who left, and nobody whose account is shut.</summary>
internal static class PartnerRecipients
{
    /// <summary>Every member.</summary>
    /// <param name="partner">The partner with its members and their accounts loaded.</param>
    public static IReadOnlyList<MailRecipient> AllOf(Partner partner) =>
        [.. partner.Members.Where(m => m.User!.DisabledAt is null).Select(m => MailRecipient.Of(m.User!))];

    /// <summary>The submitter; when they are gone, every member, so that the request is not forgotten.</summary>
    /// <param name="request">The request with partner, members and submitter loaded.</param>
    public static IReadOnlyList<MailRecipient> Of(ClientRequest request) => SubmitterIsThere(request)
        ? [MailRecipient.Of(request.SubmittedBy!)]
        : AllOf(request.Partner!);

    /// <summary>Whether the submitter can still be trusted with what the request brings.</summary>
    /// <param name="request">The request with partner, members and submitter loaded.</param>
    public static bool SubmitterIsThere(ClientRequest request) =>
        request.SubmittedBy is { DisabledAt: null } submitter
        && request.Partner!.Members.Any(m => m.UserId == submitter.Id);
}
