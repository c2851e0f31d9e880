using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Mail.Administration;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Smtp;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Mail;

/// <summary>Who hears of mails that did not arrive.</summary>
public sealed class MailProblemTests
{
    [Theory]
    [OnEachDatabase]
    public async Task A_failure_is_shown_to_those_who_look_after_the_partner(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await FailAsync(world);
        var list = new ListFailedMail(world.Database);

        var problem = Assert.Single(await list.RunAsync(world.AccountManager));
        Assert.Equal("550 5.1.1 No such mailbox", problem.Cause);
        Assert.Contains("address", problem.WayOut);
        Assert.Single(await list.RunAsync(world.Administrator));
        Assert.Single(await list.RunAsync(world.Auditor));
        Assert.Empty(await list.RunAsync(world.PoolManager));
        Assert.Empty(await list.RunAsync(world.Developer));
    }

    [Theory]
    [OnEachDatabase]
    public async Task A_request_shows_its_failures_to_its_own_partner_and_to_no_other(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var request = await FailAsync(world);
        var find = new FindMailProblems(world.Database);

        Assert.Single(await find.OfRequestAsync(request, world.Developer));
        Assert.Single(await find.OfRequestAsync(request, world.AccountManager));
        Assert.Empty(await find.OfRequestAsync(request, world.OtherDeveloper));
        Assert.Empty(await find.OfRequestAsync(request, world.Visitor));
        Assert.Empty(await find.OfClientAsync("cr-p-another", world.Developer));
    }

    [Theory]
    [InlineData("CredentialsIssued", "Credentials issued")]
    [InlineData("PasswordReset", "Password reset")]
    public void A_kind_reads_like_words(string kind, string words) => Assert.Equal(words, MailKinds.InWords(kind));

    /// <summary>A submitted request of the partner's whose receipt does not reach its author; gives its number.</summary>
    private static async Task<int> FailAsync(World world)
    {
        var number = await world.SubmitRequestAsync();
        await using (var db = world.Database.CreateDbContext())
        {
            var request = await db.ClientRequests.SingleAsync(r => r.Number == number);
            await db.OutgoingMails.ExecuteDeleteAsync();
            var mail = world.Outbox.Owe(
                db, new MailRecipient("Gone", "gone@partner.example"), new PartnerApplicationReceived("Fabrikam"));
            (mail.PartnerId, mail.RequestId) = (world.Partner.Id, request.Id);
            await db.SaveChangesAsync();
        }

        await using var server = SmtpTestServer.Start();
        server.When(SmtpStep.RcptTo).ForRecipient("gone@partner.example").Reply(550, "5.1.1 No such mailbox");
        await using var node = new MailNode(world, server);
        await node.DrainAsync();
        Assert.Equal(1, (await world.CountAsync())[MailState.Failed]);
        return number;
    }
}
