using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Clients;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Secrets.Delivery;

/// <summary>How a new client secret gets to its owner.</summary>
public enum SecretRoute
{
    /// <summary>In the mail with the credentials.</summary>
    Email,

    /// <summary>The mail holds a link; the secret is made and shown once when its person opens that, signed in.</summary>
    ClaimLink,
}

/// <summary>Decides how a new secret travels: the one place that knows.</summary>
/// <param name="options">How it travels unless somebody needs more.</param>
public sealed class SecretDelivery(IOptions<CredentialsOptions> options)
{
    /// <summary>How a secret travels to somebody at a partner.</summary>
    /// <param name="partner">The partner; it may require more than the registry does.</param>
    /// <param name="hasUnusableKey">Whether they have a key on file to which nothing can be encrypted: then the secret goes
    /// into no mail.</param>
    public SecretRoute Choose(Partner partner, bool hasUnusableKey) =>
        hasUnusableKey ? SecretRoute.ClaimLink : UsualFor(partner.RequiresClaimLink);

    /// <summary>How secrets travel to a partner as long as no key on file stands in the way.</summary>
    /// <param name="requiresClaimLink">Whether the partner requires claim links.</param>
    public SecretRoute UsualFor(bool requiresClaimLink) =>
        requiresClaimLink ? SecretRoute.ClaimLink : options.Value.Delivery;
}
