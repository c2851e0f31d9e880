using ClientRegistry.Registration.Mail.Administration;

namespace ClientRegistry.Registration.Mail.Writing;

public sealed partial class MailWriter
{
    private (string, IReadOnlyList<MailBlock>) Of(MailFailed m)
    {
        var kind = MailKinds.InWords(m.Mail.Kind);
        var facts = new List<Fact>
        {
            new("Mail", kind),
            new("To", m.Mail.RecipientName),
            new("Address", m.Mail.RecipientAddress, IsExact: true),
            new("Owed since", MailWords.Time(m.Mail.CreatedAt)),
            new("Given up", MailWords.Time(m.FailedAt)),
        };
        if (m.PartnerName is not null) facts.Insert(2, new Fact("Partner", m.PartnerName));
        return (
            $"Not delivered: {kind}, to {Short(m.Mail.RecipientName)}",
            [
                new Paragraph(
                    $"A mail to {m.Mail.RecipientName} has failed for good: they did not get it, and it is not tried again by itself."),
                new Facts(facts),
                new Quotation("The answer to the last attempt", m.Mail.Cause ?? "none"),
                new Paragraph(m.Mail.WayOut),
                WhereToAct(m.Mail),
                new Paragraph(
                    "More mails may have failed, or fail later today. No other mail tells you so before tomorrow (UTC); the list does."),
                new NextStep("See the mails that failed", links.FailedMail()),
            ]);
    }

    private NextStep WhereToAct(MailProblem mail) => mail switch
    {
        { ClientId: { } client } => new($"Open the client {client}", links.Client(client)),
        { RequestNumber: { } number } => new($"Open request {number}", links.Review(number)),
        _ => new("Open the mail with its history", links.Mail(mail.Id)),
    };
}
