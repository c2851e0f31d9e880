using ClientRegistry.Core;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Clients.Import;
using ClientRegistry.Registration.Partners;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Registration.Secrets;
using ClientRegistry.Registration.Tests.Partners;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Tests;

/// <summary>What people are told while an import holds the database.</summary>
public sealed class BusyTests
{
    [Theory, OnEachDatabase]
    public async Task Who_changes_a_client_during_an_import_is_told_to_try_again_and_then_it_works(DatabaseKind kind)
    {
        await using var world = await World.CreateAsync(kind);
        var number = await world.SubmittedAsync();
        var clientId = await world.IssuedAsync();
        var impatient = new Impatient(world.Database);

        await using (await LongChange.BeginAsync(world.Database))
        {
            AssertBusy(await Approve(impatient).RunAsync(number, world.AccountManager));
            AssertBusy(await Add(impatient).RunAsync(new(clientId, "Second", null), world.Developer));
            AssertBusy(await Rename(impatient).RunAsync(new(world.Partner.Id, "Southwind"), world.Administrator));
        }

        Assert.True((await Approve(world.Database).RunAsync(number, world.AccountManager)).Succeeded);
        Assert.True((await Add(world.Database).RunAsync(new(clientId, "Second", null), world.Developer)).Succeeded);
        Assert.True((await Rename(world.Database).RunAsync(new(world.Partner.Id, "Southwind"), world.Administrator)).Succeeded);

        ApproveClientRequest Approve(IDbContextFactory<RegistryDbContext> contexts) =>
            new(contexts, world.Outbox, Options.Create(world.Credentials), world.Clock);
        AddClientSecret Add(IDbContextFactory<RegistryDbContext> contexts) =>
            new(contexts, world.Outbox, Options.Create(world.Credentials), world.Clock);
        RenamePartner Rename(IDbContextFactory<RegistryDbContext> contexts) => new(contexts, world.WhoHolds(), world.Clock);
    }

    [Fact]
    public async Task On_sqlite_with_one_writer_at_a_time_that_goes_for_every_change()
    {
        await using var world = await World.CreateAsync();
        var impatient = new Impatient(world.Database);
        var guard = new AttemptGuard(impatient, world.Clock);
        var signIn = new SignIn(
            impatient, guard, new PasswordProof(world.Hasher), Options.Create(world.Portal), world.Clock);
        using var file = new MemoryStream(
            """{"client_id":"a","client_name":"A","redirect_uris":["https://a.example.com/cb"],"scope":"orders-api"}"""u8.ToArray());

        await using (await LongChange.BeginAsync(world.Database))
        {
            AssertBusy(await signIn.RunAsync(new("ada@registry.example", "a password"), world.Visitor));
            AssertBusy(await new StartClientRequest(impatient, world.Clock).RunAsync(world.FilledForm(), world.Developer));
            AssertBusy(await new ImportClients(impatient, world.Clock).RunAsync(
                new(file, ClientEnvironment.Sandbox, "Northwind", AddScopes: false, DryRun: false), world.Administrator));
        }
    }

    private static void AssertBusy<T>(Outcome<T> outcome)
    {
        Assert.Equal(ErrorCodes.Busy, outcome.Error?.Code);
        Assert.Contains("Nothing was saved", outcome.Error!.Message, StringComparison.Ordinal);
    }

    private sealed class Impatient(IDbContextFactory<RegistryDbContext> contexts) : IDbContextFactory<RegistryDbContext>
    {
        public RegistryDbContext CreateDbContext()
        {
            var db = contexts.CreateDbContext();
            db.BeImpatient();
            return db;
        }
    }
}
