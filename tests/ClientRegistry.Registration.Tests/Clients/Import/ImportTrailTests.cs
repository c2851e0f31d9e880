using System.Text;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Clients.Import;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Clients.Import;

/// <summary>What the audit trail and a client's history say of an import.</summary>
public sealed class ImportTrailTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task The_history_of_a_client_begins_with_the_import_that_brought_it(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        await Imports.ImportAsync(world, Imports.Client("first"));
        var first = world.Now;
        world.Clock.Advance(TimeSpan.FromHours(1));
        await Imports.ImportAsync(world, Imports.Client("second"), Imports.Client("third"));
        world.Clock.Advance(TimeSpan.FromHours(1));
        await new ChangeClientStatus(world.Database, world.Outbox, world.Clock)
            .RunAsync(new("first", ClientStatus.Suspended, "Leaked."), world.Administrator, Ct);

        var history = (await new ShowClient(world.Database).RunAsync("first", world.Developer, Ct)).Value!.History;
        var other = (await new ShowClient(world.Database).RunAsync("third", world.Developer, Ct)).Value!.History;

        Assert.Equal([AuditActions.ClientSuspended, AuditActions.ClientImported], history.Select(e => e.Action));
        Assert.Equal((first, "operator"), (history[^1].At, history[^1].ActorName));
        Assert.Equal("2 clients", Assert.Single(other).Reason);
    }

    [Fact]
    public async Task A_client_that_was_asked_for_has_no_import_in_its_history()
    {
        await using var desk = await Requests.ReviewDesk.OpenAsync();
        await Imports.ImportAsync(desk.World, Imports.Client("imported"));
        var issued = await desk.IssuedAsync();

        var history = (await new ShowClient(desk.World.Database).RunAsync(issued, desk.World.Administrator, Ct)).Value!.History;

        Assert.DoesNotContain(history, e => e.Action == AuditActions.ClientImported);
    }

    [Fact]
    public async Task Partner_and_scopes_that_come_with_an_import_are_in_the_trail()
    {
        await using var world = await World.CreateAsync();
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(Imports.Client("a", "\"scope\":\"new-api\"")));

        await Imports.RunAsync(world, content, toDefaultPartner: true, addScopes: true);

        await using var db = world.Database.CreateDbContext();
        var partner = await db.Partners.SingleAsync(p => p.Name == ImportClients.DefaultPartner, Ct);
        var trail = await db.AuditEvents.OrderBy(e => e.Sequence)
            .Select(e => new { e.Action, e.Subject, e.PartnerId }).ToListAsync(Ct);
        Assert.Contains(new { Action = AuditActions.ScopeAdded, Subject = "scope:new-api", PartnerId = (Guid?)null }, trail);
        Assert.Contains(
            new { Action = AuditActions.PartnerAdded, Subject = $"partner:{partner.Id}", PartnerId = (Guid?)partner.Id }, trail);
        Assert.Contains(
            new { Action = AuditActions.ClientImported, Subject = "import:Production", PartnerId = (Guid?)partner.Id }, trail);
    }
}
