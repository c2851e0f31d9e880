using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>Reads everything that somebody needs to decide on a request, for one page.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="findClientRequest">Reads the request itself.</param>
public sealed class ReviewClientRequest(
    IDbContextFactory<RegistryDbContext> contexts, FindClientRequest findClientRequest)
{
    /// <summary>How many of the partner's other clients are shown.</summary>
    private const int MostClients = 20;

    /// <summary>Does it.</summary>
    /// <param name="number">The request.</param>
    /// <param name="actor">Who reads: staff.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>All about it, or <c>forbidden</c>, <c>not_found</c>.</returns>
    public async Task<Outcome<RequestReview>> RunAsync(int number, Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsStaff) return RequestUnderReview.StaffOnly();

        var found = await findClientRequest.RunAsync(number, actor, ct);
        if (!found.Succeeded) return found.Error;

        await using var db = await contexts.CreateDbContextAsync(ct);
        var request = await RequestUnderReview.Query(db).AsNoTracking().SingleAsync(r => r.Number == number, ct);
        var (obstacles, restricted) = request.IsUnderReview ? await ApprovalCheck.RunAsync(db, request, ct) : ([], []);
        var others = await db.Clients.AsNoTracking()
            .Where(c => c.PartnerId == request.PartnerId && c.Id != request.ClientRowId)
            .OrderByDescending(c => c.IssuedAt)
            .Select(c => new OtherClient(
                c.ClientId, c.Environment, c.Status, c.Revisions.Single(r => r.Number == c.Revision).Metadata))
            .ToListAsync(ct);
        return new RequestReview
        {
            Request = found.Value,
            WhatHappened = RequestUnderReview.WhatHappened(request),
            WhyNotDecide = WhyNotDecide(request, actor),
            HasFirstApproval = request.FirstApprovedById is not null,
            GaveFirstApproval = request.FirstApprovedById is { } first && first == actor.UserId,
            Obstacles = obstacles,
            Findings = Examine(request, others, found.Value.LiveMetadata),
            Scopes = await ScopesAsync(db, request, ct),
            NeedsSecondApprover = restricted.Count > 0,
            Difference = found.Value.LiveMetadata is { } live
                ? ClientMetadataDifference.Between(live, request.Metadata)
                : null,
            ClientStatus = request.IsChange ? request.Client!.Status : null,
            OtherClients = [.. others.Take(MostClients)],
            OtherClientCount = others.Count,
            Alike = [.. others.Where(other => IsAlike(request, other)).Take(MostClients)],
        };
    }

    private static string? WhyNotDecide(ClientRequest request, Actor actor)
    {
        if (!actor.MayManage(request.Partner!.AccountManagerId))
            return RequestUnderReview.Forbidden(request.Partner).Message;
        return actor.UserId == request.SubmittedById || actor.UserId == request.CreatedById
            ? "Nobody decides on a request of their own. Ask another account manager to review it."
            : null;
    }

    private static IReadOnlyList<RedirectUriFinding> Examine(
        ClientRequest request, List<OtherClient> others, ClientMetadata? live)
    {
        var metadata = request.Metadata;
        return RedirectUriPolicy.Examine(
            metadata.RedirectUris,
            new RedirectUriContext(metadata.ApplicationType, request.Environment)
            {
                KnownHosts =
                [
                    .. others.Where(c => c.Status != ClientStatus.Revoked).SelectMany(c => c.Metadata.RedirectUris)
                        .Concat(live?.RedirectUris ?? [])
                        .Select(uri => ParsedRedirectUri.TryParse(uri, out var parsed) ? parsed.Host : null)
                        .OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase),
                ],
                ClientUri = metadata.ClientUri,
                LogoUri = metadata.LogoUri,
                PolicyUri = metadata.PolicyUri,
                TosUri = metadata.TosUri,
            });
    }

    private static async Task<IReadOnlyList<RequestedScope>> ScopesAsync(
        RegistryDbContext db, ClientRequest request, CancellationToken ct)
    {
        var names = request.Metadata.Scopes;
        var catalogue = await db.Scopes.AsNoTracking().Where(s => names.Contains(s.Name)).ToListAsync(ct);
        return
        [
            .. names.Select(name => catalogue.Find(s => s.Name == name) is { } scope
                ? new RequestedScope(name, scope.Description, scope.IsRestricted, scope.RetiredAt is not null)
                : new RequestedScope(name, "", false, true)),
        ];
    }

    /// <summary>The same name, or one redirect URI in common, in the same environment.</summary>
    private static bool IsAlike(ClientRequest request, OtherClient other) =>
        other.Environment == request.Environment
        && other.Status != ClientStatus.Revoked
        && (string.Equals(other.Metadata.ClientName, request.Metadata.ClientName, StringComparison.OrdinalIgnoreCase)
            || other.Metadata.RedirectUris.Intersect(request.Metadata.RedirectUris, StringComparer.Ordinal).Any());
}

/// <summary>Everything that somebody needs to decide on a request.</summary>
public sealed record RequestReview
{
    /// <summary>The request with its timeline.</summary>
    public required ClientRequestDetail Request { get; init; }

    /// <summary>The last step in one sentence: who, what, when.</summary>
    public required string WhatHappened { get; init; }

    /// <summary>Why the reader may not decide and who may; null when they may.</summary>
    public required string? WhyNotDecide { get; init; }

    /// <summary>Whether the first of two approvals is given.</summary>
    public required bool HasFirstApproval { get; init; }

    /// <summary>Whether the reader gave it, and so cannot give the second.</summary>
    public required bool GaveFirstApproval { get; init; }

    /// <summary>What would make an approval be refused now; empty for nothing.</summary>
    public required IReadOnlyList<RegistryError> Obstacles { get; init; }

    /// <summary>What the redirect-URI policy says.</summary>
    public required IReadOnlyList<RedirectUriFinding> Findings { get; init; }

    /// <summary>The scopes it asks for, as the catalogue has them now.</summary>
    public required IReadOnlyList<RequestedScope> Scopes { get; init; }

    /// <summary>Whether a restricted scope asks for two people.</summary>
    public required bool NeedsSecondApprover { get; init; }

    /// <summary>What is different from the live revision; null for a new client.</summary>
    public required ClientMetadataDifference? Difference { get; init; }

    /// <summary>Status of the client that it changes; null for a new client.</summary>
    public required ClientStatus? ClientStatus { get; init; }

    /// <summary>The newest of the partner's other clients.</summary>
    public required IReadOnlyList<OtherClient> OtherClients { get; init; }

    /// <summary>How many other clients the partner has.</summary>
    public required int OtherClientCount { get; init; }

    /// <summary>Those of them with the same name or a redirect URI in common.</summary>
    public required IReadOnlyList<OtherClient> Alike { get; init; }
}

/// <summary>A scope that a request asks for.</summary>
/// <param name="Name">The scope-token.</param>
/// <param name="Description">What it lets a client do; empty when the catalogue lacks it.</param>
/// <param name="IsRestricted">Whether it needs a justification and a second approver.</param>
/// <param name="IsRetired">Whether it can no longer be asked for.</param>
public sealed record RequestedScope(string Name, string Description, bool IsRestricted, bool IsRetired);

/// <summary>Another client of the same partner.</summary>
/// <param name="ClientId">The protocol identifier.</param>
/// <param name="Environment">Where it lives.</param>
/// <param name="Status">Whether it is served.</param>
/// <param name="Metadata">Its live metadata.</param>
public sealed record OtherClient(
    string ClientId, ClientEnvironment Environment, ClientStatus Status, ClientMetadata Metadata);
