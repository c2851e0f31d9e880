using ClientRegistry.Core.Protocol;
using ClientRegistry.Core.Clients;

namespace ClientRegistry.Registration.Mail.Writing;

public sealed partial class MailWriter
{
    private (string, IReadOnlyList<MailBlock>) Of(CredentialsIssued m, string? secret)
    {
        var blocks = new List<MailBlock>
        {
            new Paragraph(
                $"Your request {m.Number} is approved. The client \"{m.ClientName}\" works in "
                + $"{RegistryWords.Of(m.Environment)} from now on. These are its credentials."),
            new Facts(Credentials(m, secret ?? WithoutSecret(m), isExact: secret is not null)),
            new Items("Redirect URIs (sent to the character as they stand here)", m.RedirectUris, IsExact: true),
            new Items("Scopes", m.Scopes.Count > 0 ? m.Scopes : ["none"], IsExact: true),
        };
        if (secret is not null)
        {
            blocks.Add(new Heading("Keep the secret safe"));
            blocks.Add(new Paragraph(
                "Put the client secret into your secret store now, and never into source code, a web page or a mobile app. "
                + "This mail is a readable copy of it: delete the mail once the secret is stored. You can replace the "
                + "mailed secret at any time, without downtime, by one that is shown only once on the client's page."));
        }

        blocks.Add(new Heading("Use them"));
        blocks.AddRange(ClientUse.Samples(m, authorization.Value.For(m.Environment)));
        blocks.Add(new NextStep($"Open the client {m.ClientId}", links.Client(m.ClientId)));
        return ($"Your credentials for {Short(m.ClientName)} ({RegistryWords.Of(m.Environment)})", blocks);
    }

    private static string WithoutSecret(CredentialsIssued m) => m.SecretId is null
        ? "none: this is a public client"
        : "not in this mail: fetch it on the client's page";

    private static List<Fact> Credentials(CredentialsIssued m, string secret, bool isExact = false)
    {
        var facts = new List<Fact>
        {
            new("client_id", m.ClientId, IsExact: true),
            new("client_secret", secret, isExact),
        };
        facts.Add(new Fact("Environment", RegistryWords.Of(m.Environment)));
        facts.Add(new Fact("Token endpoint authentication", m.TokenEndpointAuthMethod, IsExact: true));
        facts.Add(new Fact("PKCE", m.RequirePkce ? "required, with the method S256" : "optional, advised"));
        if (m.SecretExpiresAt is { } end) facts.Add(new Fact("The secret expires on", MailWords.Time(end)));
        return facts;
    }

    private (string, IReadOnlyList<MailBlock>) Of(ClientChanged m)
    {
        var blocks = new List<MailBlock>
        {
            new Paragraph(
                $"The change of request {m.Number} is live: \"{m.ClientName}\" in {RegistryWords.Of(m.Environment)} is now "
                + $"at revision {m.Revision}. Its client_id and secrets stay as they are."),
            new Facts([new Fact("client_id", m.ClientId, IsExact: true)]),
        };
        if (m.AddedRedirectUris.Count > 0) blocks.Add(new Items("Redirect URIs added", m.AddedRedirectUris, IsExact: true));
        if (m.RemovedRedirectUris.Count > 0)
            blocks.Add(new Items("Redirect URIs removed (refused from now on)", m.RemovedRedirectUris, IsExact: true));
        if (m.OtherChanges.Count > 0) blocks.Add(new Items("Other changes", m.OtherChanges));
        blocks.Add(new Paragraph($"If you did not expect this, write to {Support} at once."));
        blocks.Add(new NextStep("See the client", links.Client(m.ClientId)));
        return ($"Changed: {Short(m.ClientName)} ({RegistryWords.Of(m.Environment)})", blocks);
    }

    private (string, IReadOnlyList<MailBlock>) Of(ClientStatusChanged m)
    {
        var (word, meaning) = m.Status switch
        {
            ClientStatus.Suspended => (
                "Suspended", "Its users cannot sign in through it, and it gets no tokens, until it is reinstated."),
            ClientStatus.Revoked => ("Revoked", "It will never work again. For a new client, make a new request."),
            _ => ("Reinstated", "It works again, with the same client_id and the same secrets."),
        };
        return (
            $"{word}: {Short(m.ClientName)} ({RegistryWords.Of(m.Environment)})",
            [
                new Paragraph(
                    $"The client \"{m.ClientName}\" in {RegistryWords.Of(m.Environment)} was "
                    + $"{word.ToLowerInvariant()} by {m.ChangedBy}. {meaning}"),
                new Facts([new Fact("client_id", m.ClientId, IsExact: true)]),
                new Quotation("The reason", m.Reason),
                new NextStep("See the client and whom to ask", links.Client(m.ClientId)),
            ]);
    }
}
