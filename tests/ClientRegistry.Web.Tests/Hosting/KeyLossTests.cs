using System.Net;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Web.Tests.Hosting;

/// <summary>The whole host on a database whose keys were deleted between two starts.</summary>
public sealed class KeyLossTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("clientregistry-keys-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task It_starts_says_what_must_be_issued_again_and_starts_again_without_saying_it_twice()
    {
        await using (var application = Application())
        {
            using var client = application.CreateClient();
            var added = await application.Services.CreateScope().ServiceProvider.GetRequiredService<AddStaff>()
                .RunAsync(new("ada@registry.example", "Ada", StaffRole.Administrator), Actor.Operator, Ct);
            Assert.True(added.Succeeded, added.Error?.Message);
            await using var db = application.OpenDatabase();
            var user = new User("Max", "max@registry.example", DateTimeOffset.UtcNow);
            user.BecomeStaff(StaffRole.Administrator);
            db.Users.Add(user);
            await db.SaveChangesAsync(Ct);
        }

        Directory.Delete(Path.Combine(_directory, "keys"), recursive: true);

        for (var start = 1; start <= 2; start++)
        {
            await using var application = Application();
            using var client = application.CreateClient();
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/live", Ct)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready", Ct)).StatusCode);
            await using var db = application.OpenDatabase();
            var invitation = await db.OutgoingMails.SingleAsync(m => m.Kind == nameof(InvitationSent), Ct);
            Assert.Equal((MailState.Failed, OutgoingMail.KeysLost), (invitation.State, invitation.LastAnswer));
            var notice = await db.OutgoingMails.SingleAsync(m => m.Kind == nameof(MailSecretsLost), Ct);
            Assert.Equal("max@registry.example", notice.RecipientAddress);
        }
    }

    /// <summary>Its mail server is away, so that mail waits.</summary>
    private RegistryApplication Application() => new RegistryApplication()
        .With("Data:Directory", _directory)
        .With("Mail:Transport", "Smtp")
        .With("Mail:Smtp:Host", "127.0.0.1")
        .With("Mail:Smtp:Port", "1")
        .With("Mail:Smtp:Security", "None");
}
