namespace ClientRegistry.Registration.Mail.Writing;

public sealed partial class MailWriter
{
    private (string, IReadOnlyList<MailBlock>) Of(InvitationSent m, string? secret)
    {
        var to = m.PartnerName is null ? $"the staff of {portal.Value.Name}" : $"\"{m.PartnerName}\" on {portal.Value.Name}";
        return (
            $"Invitation to {Short(m.PartnerName ?? portal.Value.Name)}",
            [
                new Paragraph(
                    $"{m.InvitedBy} invites you to join {to} as {m.Role}. Accept by choosing a password; "
                    + "your mail address is your user name."),
                new NextStep("Accept the invitation", links.Invitation(Needed(secret))),
                new Paragraph(
                    $"The link is for you alone. It works once, until {MailWords.Time(m.ExpiresAt)}; afterwards ask "
                    + $"{m.InvitedBy} for a new one. If you do not know what this is about, ignore this mail."),
            ]);
    }

    private (string, IReadOnlyList<MailBlock>) Of(PasswordReset m, string? secret) => (
        $"Choose a new password for {Short(portal.Value.Name)}",
        [
            new Paragraph("Somebody, hopefully you, has asked for a new password for your account."),
            new NextStep("Choose a new password", links.PasswordReset(m.UserId, Needed(secret))),
            new Paragraph(
                $"The link works once, until {MailWords.Time(m.ExpiresAt)}. If it was not you, do nothing: "
                + "your password stays as it is."),
        ]);

    private (string, IReadOnlyList<MailBlock>) Of(PasswordChanged m) => (
        $"Your password for {Short(portal.Value.Name)} was changed",
        [
            new Paragraph(
                $"The password of your account was changed on {MailWords.Time(m.At)}"
                + (m.RemoteAddress is null ? ". " : $" from {m.RemoteAddress}. ")
                + "All other sessions were signed out."),
            new Paragraph($"If it was not you, choose a new password at once and write to {Support}."),
            new NextStep("Choose a new password", links.ForgotPassword()),
        ]);

    private (string, IReadOnlyList<MailBlock>) Of(MemberAdded m) => (
        $"New member of {Short(m.PartnerName)}: {Short(m.MemberName)}",
        [
            new Paragraph(
                $"{m.MemberName} is now a member of \"{m.PartnerName}\", as {m.Role}. "
                + $"If that is not right, remove the membership or write to {Support}."),
            new NextStep("See the members", links.Partner(m.PartnerId)),
        ]);

    private (string, IReadOnlyList<MailBlock>) Of(MemberRemoved m) => (
        $"No longer a member of {Short(m.PartnerName)}: {Short(m.MemberName)}",
        [
            new Paragraph(
                $"{m.RemovedBy} has ended the membership of {m.MemberName} in \"{m.PartnerName}\". "
                + "The partner's clients and their secrets go on working."),
            new Paragraph(
                $"If {m.MemberName} knew client secrets, replace them: a secret that somebody carried away still opens the door."),
            new NextStep("See the clients", links.Clients()),
        ]);

    private (string, IReadOnlyList<MailBlock>) Of(PartnerApplicationReceived m) => (
        $"Application received: {Short(m.Organisation)}",
        [
            new Paragraph(
                $"We have your application for \"{m.Organisation}\". An account manager looks at it; you get a mail either "
                + "way. After a yes, the mail holds your invitation, and with it you can ask for clients."),
            new NextStep("How it works from there", links.HowItWorks()),
        ]);

    private (string, IReadOnlyList<MailBlock>) Of(PartnerApplicationSubmitted m) => (
        $"Application to become a partner: {Short(m.Organisation)}",
        [
            new Paragraph($"{m.ContactName} applies for \"{m.Organisation}\"."),
            new Quotation("What they want to build", m.Purpose),
            new NextStep("Decide on the application", links.Partners()),
        ]);

    private (string, IReadOnlyList<MailBlock>) Of(PartnerApplicationDeclined m) => (
        $"Your application for {Short(m.Organisation)}",
        [
            new Paragraph($"We cannot take \"{m.Organisation}\" on as a partner at present."),
            new Quotation("The reason", m.Reason),
            new Paragraph($"If something has changed or you think this is a mistake, write to {Support}."),
            new NextStep("How it works", links.HowItWorks()),
        ]);

    private static string Needed(string? secret) =>
        secret ?? throw new InvalidOperationException("This mail is nothing without the token of its link.");
}
