namespace ClientRegistry.Registration.Mail.Writing;

public sealed partial class MailWriter
{
    private (string, IReadOnlyList<MailBlock>) Of(MailSecretsLost _) => (
        $"Issue again: secrets that waited to be mailed by {Short(portal.Value.Name)}",
        [
            new Paragraph(
                "The registry runs with other Data Protection keys than before, and cannot open secrets that waited to be "
                + "mailed. These mails have failed: nobody got what they were to bring. Clients and secrets that are in use "
                + "go on working."),
            new Items(
                "If the old keys still exist, in a backup or on another disk",
                [
                    "Put them back where DataProtection:KeysDirectory points, with their certificate if they have one.",
                    "Restart the registry, and send the failed mails again.",
                ]),
            new Items(
                "If they are gone, issue again what was lost",
                [
                    "Credentials: add a secret on the client's page, where it is shown once, and retire the lost one.",
                    "Link to a secret: send a new link on the client's page.",
                    "Invitation: withdraw it and invite again.",
                    "Forgotten password: the person asks for a new one again.",
                ]),
            new NextStep("See the mails that failed", links.FailedMail()),
        ]);
}
