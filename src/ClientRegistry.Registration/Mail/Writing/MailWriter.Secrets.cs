using ClientRegistry.Core.Protocol;

namespace ClientRegistry.Registration.Mail.Writing;

public sealed partial class MailWriter
{
    private (string, IReadOnlyList<MailBlock>) Of(SecretAdded m) => (
        Subject("Secret added", m.Secret),
        Blocks(
            m.Secret,
            $"{m.Secret.ChangedBy} added a secret to {Client(m.Secret)}. It was shown once, on the client's page, and is "
                + "in no mail. The secrets it had before work on until somebody retires them.",
            m.ExpiresAt is { } end ? new Fact("Ends on", MailWords.Time(end)) : null,
            m.Reason));

    private (string, IReadOnlyList<MailBlock>) Of(SecretRetired m)
    {
        var meaning = m.IsAtOnce
            ? "It stopped working at once."
            : $"It works until {MailWords.Time(m.EndsAt)}. Until then this can be undone on the client's page.";
        var left = m.IsLast
            ? " No other secret stays: after that the client cannot authenticate until somebody adds one."
            : " Make sure that everything of yours uses the other secret.";
        if (m.MailCancelled)
        {
            left += " The mail that was to bring it had not gone out and is cancelled: nobody got this secret. The client_id "
                + "and how to use it are on the client's page.";
        }

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

    private (string, IReadOnlyList<MailBlock>) Of(SecretEnding m)
    {
        var hasEnded = m.EndsAt <= m.At;
        var days = Math.Max(1, (int)Math.Round((m.EndsAt - m.At).TotalDays));
        var ahead = $"in {days} {(days == 1 ? "day" : "days")}";
        var what = hasEnded
            ? $"A secret of {Client(m.Secret)}, of {m.PartnerName}, has ended. It is refused from now on."
            : $"A secret of {Client(m.Secret)}, of {m.PartnerName}, ends {ahead}. It is refused from then on.";
        return (
            Subject(hasEnded ? "Secret has ended" : $"Secret ends {ahead}", m.Secret),
            Blocks(
                m.Secret,
                $"{what} {WhatStays(m, hasEnded)}",
                new Fact(hasEnded ? "Ended on" : "Ends on", MailWords.Time(m.EndsAt)),
                reason: null,
                isExpected: true));
    }

    private static string WhatStays(SecretEnding m, bool hasEnded) => (m.OtherLabel, m.IsSucceeded) switch
    {
        ({ } other, true) => $"The secret \"{other}\" stays. What still uses the old one fails now: give it the other one.",
        ({ } other, false) =>
            $"The client has another secret, \"{other}\", but nothing has used it yet: deploy it{(hasEnded ? "." : " before that.")}",
        _ when hasEnded => "No other secret stays, so the client cannot authenticate. Add a secret on the client's page and "
            + "deploy it.",
        _ => "No other secret stays, so the client could not authenticate any more. Add a second secret on the client's page "
            + "now and deploy it before that: both work until then"
            + (m.IsRetired ? ", and until then the retirement can be undone too." : "."),
    };

    private static string Subject(string what, SecretSubject secret) =>
        $"{what}: {Short(secret.ClientName)} ({RegistryWords.Of(secret.Environment)})";

    private static string Client(SecretSubject secret) =>
        $"the client \"{secret.ClientName}\" in {RegistryWords.Of(secret.Environment)}";

    private List<MailBlock> Blocks(
        SecretSubject secret, string sentence, Fact? end, string? reason, bool isExpected = false)
    {
        var facts = new List<Fact>
        {
            new("client_id", secret.ClientId, IsExact: true),
            new("Secret", $"{secret.Label} ({secret.SecretId})"),
        };
        if (end is not null) facts.Add(end);

        var blocks = new List<MailBlock> { new Paragraph(sentence), new Facts(facts) };
        if (reason is not null) blocks.Add(new Quotation("The reason", reason));
        if (!isExpected) blocks.Add(new Paragraph($"If you did not expect this, write to {Support} at once."));
        if (secret.AskInstead is not { } people)
        {
            blocks.Add(new NextStep("See the client's secrets", links.Client(secret.ClientId)));
            return blocks;
        }

        blocks.Add(new Paragraph(
            "You get this because you are named as a contact of this client. You need no account for it: these people can "
            + "change its secrets."));
        blocks.Add(new Items("Whom to ask", people.Count > 0 ? people : [Support]));
        blocks.Add(new NextStep("What client secrets are, and who looks after them", links.HowItWorks()));
        return blocks;
    }
}
