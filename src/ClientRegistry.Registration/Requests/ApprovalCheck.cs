using ClientRegistry.Core;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Clients;
using Microsoft.EntityFrameworkCore;

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
        var metadata = request.Metadata;
        var catalogue = await db.Scopes.AsNoTracking().Where(s => metadata.Scopes.Contains(s.Name)).ToListAsync(ct);
        var errors = new List<RegistryError>();
        errors.AddRange(CheckRedirectUris(request));
        errors.AddRange(CheckScopes(request, catalogue));
        if (request.IsChange) errors.AddRange(CheckChange(request));
        else errors.AddRange(CheckRecipient(request));
        return (errors, [.. catalogue.Where(s => s.IsRestricted).Select(s => s.Name).Order(StringComparer.Ordinal)]);
    }

    private static IEnumerable<RegistryError> CheckRedirectUris(ClientRequest request)
    {
        var context = new RedirectUriContext(request.Metadata.ApplicationType, request.Environment);
        return RedirectUriPolicy.Examine(request.Metadata.RedirectUris, context)
            .Where(finding => finding.Severity == RedirectUriSeverity.Refused)
            .Select(finding => new RegistryError(
                RegistrationErrors.InvalidRedirectUri,
                finding.Message,
                finding.Index < 0 ? "RedirectUris" : $"RedirectUris[{finding.Index}]"));
    }

    /// <summary>A retired scope can no longer be asked for, but a client that has it keeps it.</summary>
    private static IEnumerable<RegistryError> CheckScopes(ClientRequest request, List<Scope> catalogue)
    {
        IReadOnlyList<string> held = request.IsChange ? request.Client!.LiveMetadata.Scopes : [];
        foreach (var name in request.Metadata.Scopes)
        {
            var scope = catalogue.Find(s => s.Name == name);
            if (scope is { RetiredAt: null } || (scope is not null && held.Contains(name))) continue;

            yield return new RegistryError(
                RegistrationErrors.InvalidClientMetadata,
                scope is null
                    ? $"The scope {name} is not in the catalogue. Request changes, so that the partner takes it out."
                    : $"The scope {name} was retired since this was written. Request changes, so that the partner takes it "
                        + "out, or ask an administrator to restore it.",
                "Scopes");
        }
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
