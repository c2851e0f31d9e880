using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Clients;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>Reads what the form needs to check as somebody types: the catalogue, and the hosts the partner uses.</summary>
/// <param name="contexts">Makes the unit of work.</param>
public sealed class FindRequestRules(IDbContextFactory<RegistryDbContext> contexts)
{
    /// <summary>Of a partner with very many clients, the newest that are looked at for known hosts.</summary>
    private const int ClientsLookedAt = 200;

    /// <summary>Does it.</summary>
    /// <param name="number">The request that is edited; null for one that is not begun.</param>
    /// <param name="actor">Who writes: a member of the partner.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The rules, or <c>not_found</c>, <c>forbidden</c>.</returns>
    public async Task<Outcome<RequestRules>> RunAsync(int? number, Actor actor, CancellationToken ct = default)
    {
        if (actor.PartnerId is not { } partnerId) return RequestOfPartner.MembersOnly();

        await using var db = await contexts.CreateDbContextAsync(ct);
        ClientRequest? request = null;
        if (number is { } known)
        {
            var loaded = await RequestOfPartner.LoadAsync(db, known, actor, ct);
            if (!loaded.Succeeded) return loaded.Error;
            request = loaded.Value;
        }

        return new RequestRules(
            await AskingRules.ForAsync(db, request, ct),
            await KnownHostsAsync(db, partnerId, ct));
    }

    private static async Task<IReadOnlyCollection<string>> KnownHostsAsync(
        RegistryDbContext db, Guid partnerId, CancellationToken ct)
    {
        var live = await db.Clients.AsNoTracking()
            .Where(c => c.PartnerId == partnerId && c.Status != ClientStatus.Revoked)
            .OrderByDescending(c => c.IssuedAt).Take(ClientsLookedAt)
            .SelectMany(c => c.Revisions.Where(r => r.Number == c.Revision).Select(r => r.Metadata))
            .ToListAsync(ct);
        var hosts = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var uri in live.SelectMany(metadata => metadata.RedirectUris))
        {
            if (ParsedRedirectUri.TryParse(uri, out var parsed) && parsed.Host is { } host) hosts.Add(host);
        }

        return hosts;
    }
}

/// <summary>What the form checks with.</summary>
/// <param name="Metadata">What a client must look like.</param>
/// <param name="KnownHosts">Hosts of the live redirect URIs of the partner's clients; for a change, its own client is one of them.</param>
public sealed record RequestRules(ClientMetadataRules Metadata, IReadOnlyCollection<string> KnownHosts)
{
    /// <summary>The rules of the form.</summary>
    public ClientRequestFormValidator Validator { get; } = new(Metadata);

    /// <summary>What can be ticked: what is in the catalogue, and what the client has already.</summary>
    /// <param name="ticked">What is ticked now; a retired scope among it is offered, to be taken out.</param>
    public IReadOnlyList<ScopeChoice> Choices(IReadOnlyCollection<string> ticked) =>
        [.. Metadata.Catalogue.Values.Where(scope => !scope.IsRetired || ticked.Contains(scope.Name))];

    /// <summary>What the redirect-URI rules have to say about the form, warnings too.</summary>
    /// <param name="form">What was typed.</param>
    public IReadOnlyList<RedirectUriFinding> ExamineRedirectUris(ClientRequestForm form) => RedirectUriPolicy.Examine(
        form.ToMetadata().RedirectUris,
        new RedirectUriContext(form.ApplicationType, form.Environment)
        {
            KnownHosts = KnownHosts,
            ClientUri = form.ClientUri,
            LogoUri = form.LogoUri,
            PolicyUri = form.PolicyUri,
            TosUri = form.TosUri,
        });
}
