using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Testing;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Endurance.Tests;

/// <summary>An import is killed (SIGKILL) in the middle of its writing.</summary>
public sealed class KilledImportTests : IDisposable
{
    private const int Clients = 2500;
    private const string NewScope = "warehouse-api";

    /// <summary>The rest of it fits into SQLite's page cache and would follow at the commit.</summary>
    private const long LogAtHalfWay = 512 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly string _directory = Directory.CreateTempSubdirectory("clientregistry-import-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string ClientFile => Path.Combine(_directory, "clients.jsonl");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task An_import_that_is_killed_half_way_leaves_nothing_and_succeeds_whole_the_next_time()
    {
        await using var world = await World.CreateAsync();
        var settings = RegistryProcess.Settings(_directory);
        settings["ConnectionStrings__ClientRegistry"] = world.Database.ConnectionString;
        await WriteFileAsync();
        var (key, plain) = LookupKey.Issue("Login", ClientEnvironment.Production, null, world.Now);
        await world.SaveAsync(key);
        var before = await CountAsync(world);

        await KillHalfWayAsync(world, settings);

        Assert.Equal(before, await CountAsync(world));
        await using var server = await RegistryServer.StartAsync(settings);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(server, "/health/ready", plain));
        Assert.Equal(HttpStatusCode.NotFound, await AskAsync(server, $"/api/v1/clients/{ClientId(1)}", plain));

        var again = await RegistryProcess.RunAsync(settings, Arguments);

        Assert.Equal((0, $"{Clients} clients imported."), (again.ExitCode, again.Output[0]));
        var imported = before with
        {
            Clients = Clients,
            Secrets = Clients,
            Scopes = before.Scopes + 1,
            Partners = before.Partners + 1,
            AuditEvents = before.AuditEvents + 3,
            Changes = Clients,
            LastChange = Clients,
        };
        Assert.Equal(imported, await CountAsync(world));
        await Eventually.IsTrueAsync(
            async () => await AskAsync(server, $"/api/v1/clients/{ClientId(1)}", plain) == HttpStatusCode.OK, Patience);
    }

    private string[] Arguments => ["clients", "import", ClientFile, "--environment", "production", "--add-scopes"];

    /// <summary>What is written and not committed stands in the write-ahead log.</summary>
    private async Task KillHalfWayAsync(World world, Dictionary<string, string> settings)
    {
        // SQLite deletes the log when the last connection to the database closes, so one stays open.
        await using var db = world.Database.CreateDbContext();
        await db.Database.OpenConnectionAsync(Ct);
        await db.Clients.AnyAsync(Ct);
        var log = new FileInfo(world.Database.ConnectionString["Data Source=".Length..] + "-wal");
        using var process = Process.Start(RegistryProcess.StartInfo(settings, Arguments))!;
        var output = new ProcessOutput(process);
        var sizeBefore = log.Length;
        try
        {
            await Eventually.IsTrueAsync(
                () =>
                {
                    Assert.False(process.HasExited, string.Join('\n', output.Lines));
                    log.Refresh();
                    return Task.FromResult(log.Length > sizeBefore + LogAtHalfWay);
                },
                Patience);
        }
        finally
        {
            process.Kill();
        }

        await process.WaitForExitAsync(Ct);
        Assert.Equal(128 + 9, process.ExitCode);
    }

    private static async Task<HttpStatusCode> AskAsync(RegistryServer server, string path, string key)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await http.GetAsync(path, Ct);
        return response.StatusCode;
    }

    private static async Task<Rows> CountAsync(World world)
    {
        await using var db = world.Database.CreateDbContext();
        return new Rows(
            await db.Clients.CountAsync(Ct),
            await db.ClientSecrets.CountAsync(Ct),
            await db.Scopes.CountAsync(Ct),
            await db.Partners.CountAsync(Ct),
            await db.AuditEvents.CountAsync(Ct),
            await db.ClientChanges.CountAsync(Ct),
            await db.ClientChanges.MaxAsync(c => (long?)c.Sequence, Ct) ?? 0);
    }

    private static string ClientId(int number) => $"taken-over-{number}";

    private Task WriteFileAsync()
    {
        var hash = "sha256:" + Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes("secret")));
        return File.WriteAllLinesAsync(
            ClientFile,
            Enumerable.Range(1, Clients).Select(number => JsonSerializer.Serialize(new
            {
                client_id = ClientId(number),
                client_name = $"Taken over {number}",
                redirect_uris = new[] { $"https://app-{number}.partner.example/callback" },
                scope = $"orders-api {NewScope}",
                client_secret_hash = hash,
            })),
            Ct);
    }

    /// <summary>What an import writes, counted.</summary>
    private sealed record Rows(
        int Clients, int Secrets, int Scopes, int Partners, int AuditEvents, int Changes, long LastChange);
}
