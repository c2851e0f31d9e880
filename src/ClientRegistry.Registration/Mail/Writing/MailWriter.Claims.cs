using ClientRegistry.Core.Protocol;

namespace ClientRegistry.Registration.Mail.Writing;

public sealed partial class MailWriter
{
    private (string, IReadOnlyList<MailBlock>) Of(ClaimLinkSent m, string? token)
    {
        var credentials = m.Credentials;
        var blocks = new List<MailBlock>
        {
            new Paragraph(Occasion(m)),
            new NextStep("Pick up the client secret", links.Claim(Needed(token))),
            new Paragraph(
                $"The link works until {MailWords.Time(m.ExpiresAt)}, for you only, after you have signed in. It shows the "
                + "secret once: open it where your secret store is at hand. Nobody can show that secret again, but a new "
                + "one can be made at any time."),
            new Facts(Credentials(credentials, $"not in this mail: the link shows it once, until {MailWords.Time(m.ExpiresAt)}")),
            new Items("Redirect URIs (sent to the character as they stand here)", credentials.RedirectUris, IsExact: true),
            new Items("Scopes", credentials.Scopes.Count > 0 ? credentials.Scopes : ["none"], IsExact: true),
            new Heading("Use them"),
        };
        blocks.AddRange(ClientUse.Samples(credentials, authorization.Value.For(credentials.Environment)));
        blocks.Add(new NextStep($"Open the client {credentials.ClientId}", links.Client(credentials.ClientId)));
        return (CredentialsSubject(credentials.ClientName, credentials.Environment), blocks);
    }

    private static string CredentialsSubject(string clientName, Core.Clients.ClientEnvironment environment) =>
        $"Your credentials for {Short(clientName)} ({RegistryWords.Of(environment)})";

    private static string Occasion(ClaimLinkSent m)
    {
        var client = $"the client \"{m.Credentials.ClientName}\" in {RegistryWords.Of(m.Credentials.Environment)}";
        return m.Occasion switch
        {
            ClaimOccasion.Approval =>
                $"Your request {m.Credentials.Number} is approved, and {client} is there. One thing is left to do: its "
                + "client secret is made at the moment you pick it up.",
            ClaimOccasion.InsteadOfMail =>
                $"This is about {client}. Its secret was to come by encrypted mail, and that could not be encrypted to you "
                + "any more. So that secret was ended before anybody saw it, and you pick up another one.",
            _ =>
                $"This is a link to a new secret of {client}. A link that was sent before it no longer works; secrets that "
                + "the client has already work on.",
        };
    }

    private (string, IReadOnlyList<MailBlock>) Of(ClaimReminder m) => (
        $"Still to be picked up: the secret of {Short(m.ClientName)} ({RegistryWords.Of(m.Environment)})",
        [
            new Paragraph(
                $"The secret of the client \"{m.ClientName}\" in {RegistryWords.Of(m.Environment)} still waits for you. "
                + $"The link to it is in our mail of {MailWords.Time(m.SentAt)}, \"{CredentialsSubject(m.ClientName, m.Environment)}\", "
                + $"and works until {MailWords.Time(m.ExpiresAt)}."),
            new Facts([new Fact("client_id", m.ClientId, IsExact: true), new Fact("The link works until", MailWords.Time(m.ExpiresAt))]),
            new Paragraph("You cannot find that mail? Have a new link sent to you, on the client's page."),
            new NextStep("Open the client", links.Client(m.ClientId)),
        ]);

    private (string, IReadOnlyList<MailBlock>) Of(ClaimLapsed m) => (
        $"Not picked up: the secret of {Short(m.ClientName)} ({RegistryWords.Of(m.Environment)})",
        [
            new Paragraph(
                m.ToStaff
                    ? $"{m.PersonName} of \"{m.PartnerName}\" did not pick up the secret of the client \"{m.ClientName}\" in "
                        + $"{RegistryWords.Of(m.Environment)} in time. No secret was made."
                    : $"You did not pick up the secret of the client \"{m.ClientName}\" in {RegistryWords.Of(m.Environment)} in "
                        + "time. No secret was made, and the link no longer works."),
            new Facts(
            [
                new Fact("client_id", m.ClientId, IsExact: true),
                new Fact("The link worked until", MailWords.Time(m.ExpiredAt)),
            ]),
            new Paragraph(
                m.ToStaff
                    ? "Ask whether the address is right and the person is there. On the client's page you can send a new link, "
                        + "to them or to another member."
                    : "Nothing is lost: have a new link sent to you on the client's page, whenever you are ready."),
            new NextStep("Open the client", links.Client(m.ClientId)),
        ]);

    private (string, IReadOnlyList<MailBlock>) Of(ClaimTakenBack m) => (
        $"Taken back: the link to the secret of {Short(m.ClientName)} ({RegistryWords.Of(m.Environment)})",
        [
            new Paragraph(
                $"{m.TakenBackBy} has taken back your link to the secret of the client \"{m.ClientName}\" in "
                + $"{RegistryWords.Of(m.Environment)}: it no longer works. "
                + (m.Instead is null ? "No secret was made." : $"{m.Instead} was sent a link in your place.")),
            new Facts([new Fact("client_id", m.ClientId, IsExact: true)]),
            new Paragraph("You need a secret? Have a new link sent to you on the client's page, or add a secret there."),
            new NextStep("Open the client", links.Client(m.ClientId)),
        ]);

    private (string, IReadOnlyList<MailBlock>) Of(SecretPickedUp m) => (
        Subject("Secret picked up", m.Secret),
        Blocks(
            m.Secret,
            $"{m.Secret.ChangedBy} has picked up a secret of {Client(m.Secret)}. It was shown to them once, and is in no mail.",
            m.ExpiresAt is { } end ? new Fact("Ends on", MailWords.Time(end)) : null,
            null));
}
