using System.Collections.Immutable;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace ClientRegistry.OpenIddict;

/// <summary>What OpenIddict lets a client do, told from its document. What is not registered is not allowed.</summary>
internal static class GrantedPermissions
{
    private static readonly ImmutableArray<string> Pkce = [Requirements.Features.ProofKeyForCodeExchange];

    public static ImmutableArray<string> Of(RegistryApplication application)
    {
        var granted = ImmutableArray.CreateBuilder<string>();
        if (!application.ResponseTypes.IsEmpty)
        {
            granted.Add(Permissions.Endpoints.Authorization);
            granted.Add(Permissions.Endpoints.PushedAuthorization);
        }

        if (!application.GrantTypes.IsEmpty)
        {
            // A client may revoke the tokens that were issued to it (RFC 7009 section 2.1).
            granted.Add(Permissions.Endpoints.Token);
            granted.Add(Permissions.Endpoints.Revocation);
        }

        foreach (var grant in application.GrantTypes) granted.Add(Permissions.Prefixes.GrantType + grant);
        foreach (var type in application.ResponseTypes) granted.Add(Permissions.Prefixes.ResponseType + type);
        foreach (var scope in application.Scopes) granted.Add(Permissions.Prefixes.Scope + scope);
        return granted.ToImmutable();
    }

    public static ImmutableArray<string> RequirementsOf(RegistryApplication application) =>
        application.RequirePkce ? Pkce : [];
}
