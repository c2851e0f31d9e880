using System.Net;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Testing;
using ClientRegistry.Web.Hosting.Demonstration;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Web.Tests.Hosting;

/// <summary>A database in which the demonstration was put is served outside Development.</summary>
public sealed class DemonstrationRefusalTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("clientregistry-demonstration-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task It_is_refused_in_one_line_that_names_what_opens_it_and_the_commands_still_run()
    {
        await DemonstrateAsync();

        var served = await RunAsync("serve");
        var migrated = await RunAsync("migrate");
        var listed = await RunAsync("lookup-keys", "list");

        Assert.Equal(1, served.ExitCode);
        var line = Assert.Single(served.Error);
        Assert.Contains("lookup key \"Demonstration, production\"", line, StringComparison.Ordinal);
        Assert.Contains(DemonstrationPeople.Administrator, line, StringComparison.Ordinal);
        Assert.DoesNotContain(DemonstrationPeople.Password, line, StringComparison.Ordinal);
        Assert.Equal((0, 0), (migrated.ExitCode, listed.ExitCode));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Either_keys_or_accounts_suffice(bool keys, bool accounts)
    {
        await DemonstrateAsync(
            revokeKeys: !keys, disable: accounts ? [DemonstrationPeople.Developer] : [.. DemonstrationPeople.All]);

        var served = await RunAsync("serve");

        var line = Assert.Single(served.Error);
        Assert.Equal(keys, line.Contains("lookup key \"", StringComparison.Ordinal));
        Assert.Equal(accounts, line.Contains(DemonstrationPeople.Auditor, StringComparison.Ordinal));
        Assert.DoesNotContain(DemonstrationPeople.Developer, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_keys_revoked_accounts_disabled_and_another_password_it_is_served()
    {
        await DemonstrateAsync(
            revokeKeys: true,
            disable: [.. DemonstrationPeople.All.Where(e => e != DemonstrationPeople.Administrator)],
            changePassword: DemonstrationPeople.Administrator);

        await using var server = await RegistryServer.StartAsync(RegistryProcess.Settings(_directory));
        using var http = new HttpClient { BaseAddress = server.Address };

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live", Ct)).StatusCode);
    }

    private Task<ProcessResult> RunAsync(params string[] args) =>
        RegistryProcess.RunAsync(RegistryProcess.Settings(_directory), args);

    private async Task DemonstrateAsync(bool revokeKeys = false, string?[]? disable = null, string? changePassword = null)
    {
        var database = $"Data Source={Path.Combine(_directory, "clientregistry.db")}";
        await using var application = new RegistryApplication("Development").With("ConnectionStrings:ClientRegistry", database);
        await using var db = application.OpenDatabase();
        var now = DateTimeOffset.UtcNow;
        if (revokeKeys) await db.LookupKeys.ForEachAsync(k => k.Revoke(now), Ct);
        foreach (var user in await db.Users.Where(u => disable != null && disable.Contains(u.Email)).ToListAsync(Ct))
            user.Disable(now);
        if (changePassword is not null)
        {
            var user = await db.Users.SingleAsync(u => u.Email == changePassword, Ct);
            user.PasswordHash = application.Services
                .GetRequiredService<Microsoft.AspNetCore.Identity.IPasswordHasher<User>>().HashPassword(user, "nobody else's password");
        }

        await db.SaveChangesAsync(Ct);
    }
}
