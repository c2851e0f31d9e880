using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Mail;

namespace ClientRegistry.Registration.Secrets.Delivery;

/// <summary>What every mail with credentials says of the client, however its secret travels.</summary>
internal static class CredentialsLetter
{
    /// <summary>The credentials of a client as it is now.</summary>
    /// <param name="client">The client with its live revision loaded.</param>
    /// <param name="number">The request it came of; 0 for none.</param>
    /// <param name="secret">Its secret; null where none exists, or not yet.</param>
    public static CredentialsIssued Of(Client client, int number, ClientSecret? secret)
    {
        var metadata = client.LiveMetadata;
        return new CredentialsIssued(
            number,
            metadata.ClientName,
            client.ClientId,
            client.Environment,
            metadata.RedirectUris,
            metadata.Scopes,
            metadata.TokenEndpointAuthMethod,
            metadata.RequirePkce,
            secret?.SecretId,
            secret?.ExpiresAt);
    }
}
