namespace ClientRegistry.Registration.Mail.Writing;

public sealed partial class MailWriter
{
    private (string, IReadOnlyList<MailBlock>) Of(SecretAdded m) => (
        Subject("Secret added", m.Secret),
        Blocks(
            m.Secret,
            $"{m.Secret.ChangedBy} added a secret to {Client(m.Secret)}. It was shown once, on the client's page, and is "
                + "in no mail. The secrets it had before work on until somebody retires them.",
            null,
            m.Reason));

    private (string, IReadOnlyList<MailBlock>) Of(SecretRetired m)
    {
        var meaning = m.IsAtOnce
            ? "It stopped working at once."
            : $"It works until {MailWords.Time(m.EndsAt)}. Until then you can undo this on the client's page.";
        var left = m.IsLast
            ? " No other secret stays: after that the client cannot authenticate until somebody adds one."
            : " Make sure that everything of yours uses the other secret.";
        return (
            Subject(m.IsAtOnce ? "Secret ended" : "Secret retired", m.Secret),
            Blocks(
                m.Secret,
                $"{m.Secret.ChangedBy} retired a secret of {Client(m.Secret)}. {meaning}{left}",
                new Fact(m.IsAtOnce ? "Ended on" : "Ends on", MailWords.Time(m.EndsAt)),
                m.Reason));
    }

    private (string, IReadOnlyList<MailBlock>) Of(SecretRetirementUndone m) => (
        Subject("Secret kept", m.Secret),
        Blocks(
            m.Secret,
            $"{m.Secret.ChangedBy} took the retirement of a secret of {Client(m.Secret)} back. It works on.",
            new Fact("Ends on", m.ExpiresAt is { } end ? MailWords.Time(end) : "never, unless it is retired"),
            m.Reason));

    private static string Subject(string what, SecretSubject secret) =>
        $"{what}: {Short(secret.ClientName)} ({MailWords.Name(secret.Environment)})";

    private static string Client(SecretSubject secret) =>
        $"the client \"{secret.ClientName}\" in {MailWords.Name(secret.Environment)}";

    private List<MailBlock> Blocks(SecretSubject secret, string sentence, Fact? end, string? reason)
    {
        var facts = new List<Fact>
        {
            new("client_id", secret.ClientId, IsExact: true),
            new("Secret", $"{secret.Label} ({secret.SecretId})"),
        };
        if (end is not null) facts.Add(end);

        var blocks = new List<MailBlock> { new Paragraph(sentence), new Facts(facts) };
        if (reason is not null) blocks.Add(new Quotation("The reason", reason));
        blocks.Add(new Paragraph($"If you did not expect this, write to {Support} at once."));
        blocks.Add(new NextStep("See the client's secrets", links.Client(secret.ClientId)));
        return blocks;
    }
}
