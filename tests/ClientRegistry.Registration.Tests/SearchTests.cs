using System.Text.RegularExpressions;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Audit;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Mail.Administration;
using ClientRegistry.Registration.Mail.Sending;
using ClientRegistry.Registration.Partners;
using ClientRegistry.Registration.Scopes;
using ClientRegistry.Testing;
using ClientRegistry.Testing.TransactSql;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests;

/// <summary>What people type into the search of a list.</summary>
public sealed partial class SearchTests
{
    [Theory, OnEachDatabase]
    public async Task A_search_finds_names_and_identifiers_in_either_case(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var clientId = await world.IssuedAsync();

        (string List, string Search)[] searches =
        [
            ("clients", clientId.ToUpperInvariant()), ("clients", "ORDER IMP"), ("clients", "NORTHW"), ("scopes", "ORDERS-A"),
            ("scopes", "READ INV"), ("partners", "NORTHW"), ("audit", "mAX"), ("mail", "DORA@"), ("mail", "dORA"),
        ];
        foreach (var (list, search) in searches)
            Assert.True(await FoundAsync(world.Database, world.Administrator, list, search) > 0, $"{search} in {list}");
    }

    [Theory]
    [InlineData("clients")]
    [InlineData("scopes")]
    [InlineData("partners")]
    [InlineData("audit")]
    [InlineData("mail")]
    public async Task On_sql_server_a_search_does_not_leave_it_to_the_column_whether_case_matters(string list)
    {
        var server = new SilentSqlServer();
        var administrator = new User("Ada", "ada@registry.example", World.Start);
        administrator.BecomeStaff(StaffRole.Administrator);

        await Assert.ThrowsAsync<SilenceException>(() => FoundAsync(server, Actor.Of(administrator), list, "x"));

        var command = Assert.Single(server.Commands);
        Assert.NotEmpty(Like().Matches(command));
        Assert.Equal(Like().Count(command), CaseInsensitiveLike().Count(command));
    }

    private static async Task<int> FoundAsync(
        IDbContextFactory<RegistryDbContext> contexts, Actor actor, string list, string search)
    {
        var whoHolds = new FindWhoHolds(contexts);
        var gate = new TransportGate(TimeProvider.System, new Random(1));
        return list switch
        {
            "clients" => (await new ListClients(contexts).RunAsync(new() { Search = search }, actor)).Value!.Total,
            "scopes" => (await new ListScopes(contexts, whoHolds).RunAsync(new(search), actor)).Value!.Total,
            "partners" => (await new ListPartners(contexts, whoHolds).RunAsync(new(search), actor)).Value!.Total,
            "audit" => (await new ListAuditEvents(contexts, whoHolds).RunAsync(new(search), actor)).Value!.Entries.Count,
            _ => (await new ListMail(contexts, gate, whoHolds).RunAsync(new(null, search), actor)).Value!.Mails.Total,
        };
    }

    [GeneratedRegex(" LIKE ")]
    private static partial Regex Like();

    [GeneratedRegex("COLLATE Latin1_General_100_CI_AS LIKE ")]
    private static partial Regex CaseInsensitiveLike();
}
