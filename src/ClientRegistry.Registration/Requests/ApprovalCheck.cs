using ClientRegistry.Core;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Clients;

namespace ClientRegistry.Registration.Requests;

/// <summary>
/// Whether what passed the rules when it was submitted passes them still: rules, catalogue, client and people may have
/// changed since. The review page shows the same.
/// </summary>
internal static class ApprovalCheck
{
    /// <summary>Looks at everything that would make an approval wrong.</summary>
    /// <param name="db">Where the catalogue is.</param>
    /// <param name="request">The request with partner, members, submitter, client and its revisions loaded.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>What stands against it, empty for nothing; and the restricted scopes it asks for.</returns>
    public static async Task<(IReadOnlyList<RegistryError> Errors, IReadOnlyList<string> RestrictedScopes)> RunAsync(
        RegistryDbContext db, ClientRequest request, CancellationToken ct)
    {
        var rules = await AskingRules.ForAsync(db, request, ct);
        RegistryError[] errors =
        [
            .. rules.Check(request.Metadata, request.Environment),
            .. request.IsChange ? CheckChange(request) : CheckRecipient(request),
        ];
        return (errors, [.. request.Metadata.Scopes.Where(name => rules.AnyRestricted([name]))]);
    }

    private static IEnumerable<RegistryError> CheckChange(ClientRequest request)
    {
        if (ReviseClient.Check(request) is { } overtaken) yield return overtaken;

        // A secret is made when a client is issued, so a client stays what it was (RFC 6749 section 2.1).
        if (request.Metadata.IsPublic != request.Client!.LiveMetadata.IsPublic)
        {
            yield return new RegistryError(
                RegistrationErrors.InvalidClientMetadata,
                "A client with a secret cannot become one without, nor the other way round. Reject this; the partner "
                    + "requests a new client instead.",
                "TokenEndpointAuthMethod");
        }
    }

    /// <summary>The credentials go to the submitter: not to somebody who has left.</summary>
    private static IEnumerable<RegistryError> CheckRecipient(ClientRequest request)
    {
        if (PartnerRecipients.SubmitterIsThere(request)) yield break;

        yield return new RegistryError(
            ErrorCodes.WrongState,
            $"{request.SubmittedBy?.Name ?? "The submitter"} submitted this and is no longer a member of "
                + $"{request.Partner!.Name}, so the credentials would reach the wrong person. Request changes: another "
                + "member can submit it again.");
    }
}
