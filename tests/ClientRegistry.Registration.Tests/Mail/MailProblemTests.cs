using ClientRegistry.Core.Mail;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Mail.Administration;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Smtp;

namespace ClientRegistry.Registration.Tests.Mail;

/// <summary>Who hears of mails that did not arrive.</summary>
public sealed class MailProblemTests
{
    [Theory]
    [OnEachDatabase]
    public async Task A_failure_is_shown_to_those_who_look_after_the_partner(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await FailAsync(world, world.Partner, Guid.CreateVersion7());
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
        var request = Guid.CreateVersion7();
        await FailAsync(world, world.Partner, request);
        var find = new FindMailProblems(world.Database);

        Assert.Single(await find.OfRequestAsync(request, world.Developer));
        Assert.Single(await find.OfRequestAsync(request, world.AccountManager));
        Assert.Empty(await find.OfRequestAsync(request, world.OtherDeveloper));
        Assert.Empty(await find.OfRequestAsync(request, world.Visitor));
        Assert.Empty(await find.OfClientAsync(request, world.Developer));
    }

    [Theory]
    [InlineData("CredentialsIssued", "Credentials issued")]
    [InlineData("PasswordReset", "Password reset")]
    public void A_kind_reads_like_words(string kind, string words) => Assert.Equal(words, MailKinds.InWords(kind));

    private static async Task FailAsync(World world, Partner partner, Guid requestId)
    {
        await using (var db = world.Database.CreateDbContext())
        {
            var mail = world.Outbox.Owe(
                db, new MailRecipient("Gone", "gone@partner.example"), new PartnerApplicationReceived("Fabrikam"));
            mail.PartnerId = partner.Id;
            mail.RequestId = requestId;
            await db.SaveChangesAsync();
        }

        await using var server = SmtpTestServer.Start();
        server.When(SmtpStep.RcptTo).Reply(550, "5.1.1 No such mailbox");
        await using var node = new MailNode(world, server);
        await node.DrainAsync();
        Assert.Equal(1, (await world.CountAsync())[MailState.Failed]);
    }
}
