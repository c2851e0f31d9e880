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
    /// <summary>How a secret travels to the people of a partner.</summary>
    /// <param name="partner">The partner; it may require more than the registry does.</param>
    public SecretRoute Choose(Partner partner) =>
        partner.RequiresClaimLink ? SecretRoute.ClaimLink : options.Value.Delivery;
}
