using ClientRegistry.Core.Clients;
using ClientRegistry.Testing;
using ClientRegistry.Web.Hosting.Demonstration;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Web.Tests.Hosting;

public sealed class DemonstrationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_Development_an_empty_database_gets_people_scopes_and_lookup_keys()
    {
        await using var application = new RegistryApplication("Development");
        await using var db = application.OpenDatabase();

        Assert.Equal(6, await db.Users.CountAsync(Ct));
        Assert.Contains(await db.Scopes.ToListAsync(Ct), s => s.IsRestricted);
        Assert.Equal(
            [ClientEnvironment.Production, ClientEnvironment.Sandbox],
            (await db.LookupKeys.Select(k => k.Environment).ToListAsync(Ct)).OrderDescending());
        Assert.True(DemonstrationPeople.Password.Length >= 15);
    }

    [Fact]
    public async Task A_second_start_and_a_database_in_use_are_left_alone()
    {
        await using var application = new RegistryApplication("Development");
        await using var db = application.OpenDatabase();
        await db.Users.Where(u => u.Email != DemonstrationPeople.Administrator && u.StaffRole != null && !db.Partners.Any(p => p.AccountManagerId == u.Id)).ExecuteDeleteAsync(Ct);
        var before = await db.Users.CountAsync(Ct);

        await using var scope = application.Services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<DemonstrationData>(scope.ServiceProvider).SeedAsync(Ct);

        Assert.Equal(before, await db.Users.CountAsync(Ct));
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Staging")]
    public async Task Nothing_of_it_exists_outside_Development(string environment)
    {
        await using var application = new RegistryApplication(environment);
        await using var db = application.OpenDatabase();
        using var client = application.CreateClient();

        Assert.Empty(await db.Users.ToListAsync(Ct));
        Assert.Empty(await db.LookupKeys.ToListAsync(Ct));
        Assert.Empty(await db.Scopes.ToListAsync(Ct));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await client.GetAsync("/dev/mail", Ct)).StatusCode);
    }
}
