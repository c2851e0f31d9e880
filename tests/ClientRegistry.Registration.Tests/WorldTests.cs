using ClientRegistry.Core.Accounts;
using ClientRegistry.Testing;

namespace ClientRegistry.Registration.Tests;

/// <summary>What other tests take for granted.</summary>
public sealed class WorldTests
{
    [Fact]
    public async Task Everybody_is_whom_their_name_promises()
    {
        await using var world = await World.CreateAsync();

        Assert.Equal(PartnerRole.Developer, world.Developer.PartnerRole);
        Assert.True(world.PartnerAdministrator.AdministersPartner(world.Partner.Id));
        Assert.False(world.OtherDeveloper.MayRead(world.Partner.Id));
        Assert.True(world.AccountManager.MayManage(world.Partner.AccountManagerId));
        Assert.False(world.PoolManager.MayManage(world.Partner.AccountManagerId));
        Assert.True(world.PoolManager.MayManage(world.OtherPartner.AccountManagerId));
        Assert.True(world.Administrator.IsAdministrator);
        Assert.False(world.Auditor.MayManage(null));
    }
}
