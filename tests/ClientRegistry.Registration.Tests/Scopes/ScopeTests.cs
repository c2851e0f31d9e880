using ClientRegistry.Core;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Scopes;
using ClientRegistry.Testing;

namespace ClientRegistry.Registration.Tests.Scopes;

/// <summary>The scope catalogue.</summary>
public sealed class ScopeTests
{
    [Theory, OnEachDatabase]
    public async Task A_scope_is_added_edited_retired_and_restored(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var whoHolds = new FindWhoHolds(world.Database);

        Assert.True((await Add(world).RunAsync(new("stock:read", " Read stock ", false), world.Administrator)).Succeeded);
        var scope = await FindAsync(world, "stock:read");
        Assert.Equal("Read stock", scope.Description);

        var edited = await new EditScope(world.Database, whoHolds, world.Clock)
            .RunAsync(new("stock:read", "Read what is in stock", true, scope.Version), world.Administrator);
        Assert.True(edited.Succeeded);

        await new RetireScope(world.Database, whoHolds, world.Clock).RunAsync(new("stock:read"), world.Administrator);
        Assert.Equal(world.Now, (await FindAsync(world, "stock:read", retired: true)).RetiredAt);

        await new RestoreScope(world.Database, whoHolds, world.Clock).RunAsync(new("stock:read"), world.Administrator);
        scope = await FindAsync(world, "stock:read");
        Assert.Equal(("Read what is in stock", true), (scope.Description, scope.IsRestricted));
    }

    [Theory, OnEachDatabase]
    public async Task An_edit_of_what_somebody_else_changed_meanwhile_is_refused(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var edit = new EditScope(world.Database, new FindWhoHolds(world.Database), world.Clock);
        var seen = await FindAsync(world, "orders-api");

        var first = await edit.RunAsync(new("orders-api", "Orders", false, seen.Version), world.Administrator);
        var second = await edit.RunAsync(new("orders-api", "Sales", false, seen.Version), world.Administrator);

        Assert.True(first.Succeeded);
        Assert.Equal(ErrorCodes.Conflict, second.Error!.Code);
        Assert.Equal("Orders", (await FindAsync(world, "orders-api")).Description);
    }

    [Theory, OnEachDatabase]
    public async Task Names_are_unique_and_case_tells_two_apart(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);

        var same = await Add(world).RunAsync(new("orders-api", "Again", false), world.Administrator);
        var retired = await Add(world).RunAsync(new("legacy-api", "Again", false), world.Administrator);
        var otherCase = await Add(world).RunAsync(new("Orders-API", "Another", false), world.Administrator);

        Assert.Equal((ErrorCodes.Duplicate, "Name"), (same.Error!.Code, same.Error.Field));
        Assert.Equal(ErrorCodes.Duplicate, retired.Error!.Code);
        Assert.True(otherCase.Succeeded);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("quote\"d")]
    [InlineData("back\\slash")]
    [InlineData("été")]
    public async Task What_is_no_scope_token_is_refused_together_with_a_missing_description(string name)
    {
        await using var world = await World.CreateAsync();

        var refused = await Add(world).RunAsync(new(name, " ", false), world.Administrator);

        Assert.Equal(["Name", "Description"], refused.Errors.Select(e => e.Field));
    }

    [Theory, OnEachDatabase]
    public async Task Only_an_administrator_changes_the_catalogue(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);

        foreach (var actor in new[] { world.AccountManager, world.Auditor, world.PartnerAdministrator, world.Visitor })
        {
            var refused = await Add(world).RunAsync(new("stock:read", "Read stock", false), actor);
            Assert.Equal(ErrorCodes.Forbidden, refused.Error!.Code);
        }
    }

    private static AddScope Add(World world) => new(world.Database, new FindWhoHolds(world.Database), world.Clock);

    private static async Task<ScopeInList> FindAsync(World world, string name, bool retired = false)
    {
        var page = await new ListScopes(world.Database, new FindWhoHolds(world.Database))
            .RunAsync(new(name, retired), world.Auditor);
        return Assert.Single(page.Value!.Items);
    }
}
