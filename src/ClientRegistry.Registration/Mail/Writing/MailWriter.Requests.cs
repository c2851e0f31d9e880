using ClientRegistry.Core.Protocol;

namespace ClientRegistry.Registration.Mail.Writing;

public sealed partial class MailWriter
{
    private (string, IReadOnlyList<MailBlock>) Of(RequestReceived m) => (
        $"Request {m.Number} received: {Short(m.ClientName)}",
        [
            new Paragraph(
                $"We have your request {m.Number} for the client \"{m.ClientName}\" in {RegistryWords.Of(m.Environment)}. "
                + "You need not do anything now: you get a mail as soon as it is decided, or when something is missing."),
            new Items(
                "Who can decide on it", m.Reviewers.Count > 0 ? m.Reviewers : [Support]),
            new NextStep($"See request {m.Number} and where it stands", links.Request(m.Number)),
        ]);

    private (string, IReadOnlyList<MailBlock>) Of(RequestSubmitted m) => (
        $"To review: request {m.Number} of {Short(m.PartnerName)}",
        [
            new Paragraph(
                m.IsChange
                    ? $"{m.SubmitterName} asks for a change to a live client. It serves unchanged until you decide."
                    : $"{m.SubmitterName} asks for a new client."),
            new Facts(
            [
                new Fact("Partner", m.PartnerName),
                new Fact("Client", m.ClientName),
                new Fact("Environment", RegistryWords.Of(m.Environment)),
                new Fact("Request", $"{m.Number}"),
            ]),
            new NextStep($"Review request {m.Number}", links.Review(m.Number)),
        ]);

    private (string, IReadOnlyList<MailBlock>) Of(RequestClaimed m) => (
        $"Request {m.Number} is being reviewed: {Short(m.ClientName)}",
        [
            new Paragraph(
                $"{m.ReviewerName} now reviews your request {m.Number} for \"{m.ClientName}\". "
                + $"Questions about it go to {m.ReviewerAddress}."),
            new NextStep($"See request {m.Number}", links.Request(m.Number)),
        ]);

    private (string, IReadOnlyList<MailBlock>) Of(RequestCommented m) => (
        $"Comment on request {m.Number}: {Short(m.ClientName)}",
        [
            new Quotation($"{m.AuthorName} wrote about request {m.Number}, \"{m.ClientName}\"", m.Text),
            new Paragraph("Please answer in the portal, so that everybody concerned sees it."),
            new NextStep($"Answer on request {m.Number}", m.ToStaff ? links.Review(m.Number) : links.Request(m.Number)),
        ]);

    private (string, IReadOnlyList<MailBlock>) Of(SecondApprovalNeeded m) => (
        $"Second approval needed: request {m.Number} of {Short(m.PartnerName)}",
        [
            new Paragraph(
                $"{m.FirstApproverName} has approved request {m.Number} for \"{m.ClientName}\". It asks for restricted "
                + "scopes, so somebody else has to approve it too before the client exists."),
            new Items("Restricted scopes", m.RestrictedScopes, IsExact: true),
            new NextStep($"Review request {m.Number}", links.Review(m.Number)),
        ]);

    private (string, IReadOnlyList<MailBlock>) Of(ChangesRequested m) => (
        $"Please change request {m.Number}: {Short(m.ClientName)}",
        [
            new Paragraph(
                $"Your request {m.Number} for \"{m.ClientName}\" needs a change before it can be approved. "
                + "All your answers are kept: change what is asked for and submit it again."),
            new Quotation($"{m.ReviewerName} asks for this", m.What),
            new NextStep($"Change request {m.Number}", links.Request(m.Number)),
            new Paragraph($"Questions about it go to {m.ReviewerName}, {m.ReviewerAddress}."),
        ]);

    private (string, IReadOnlyList<MailBlock>) Of(RequestRejected m) => (
        $"Request {m.Number} was rejected: {Short(m.ClientName)}",
        [
            new Paragraph($"Your request {m.Number} for \"{m.ClientName}\" was rejected."),
            new Quotation($"{m.DeciderName} gave this reason", m.Reason),
            new Paragraph(
                $"If you think that this is a mistake, write to {m.DeciderName}, {m.DeciderAddress}. "
                + "You can also make a new request at any time."),
            new NextStep($"See request {m.Number}", links.Request(m.Number)),
        ]);

    private (string, IReadOnlyList<MailBlock>) Of(RequestWithdrawn m) => (
        $"Withdrawn: request {m.Number} of {Short(m.PartnerName)}",
        [
            new Paragraph(
                $"{m.WithdrawnBy} has withdrawn request {m.Number} for \"{m.ClientName}\". There is nothing left to decide."),
            new NextStep($"See request {m.Number}", links.Review(m.Number)),
        ]);
}
