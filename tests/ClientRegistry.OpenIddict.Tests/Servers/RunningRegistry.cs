using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Testing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Application = ClientRegistry.Testing.RegistryApplication;

namespace ClientRegistry.OpenIddict.Tests.Servers;

/// <summary>The whole registry on a loopback port, with a company in its database and its mail in a folder.</summary>
public sealed class RunningRegistry : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("clientregistry-openiddict-").FullName;
    private readonly World _world;
    private Application? _application;
    private Uri? _address;

    private RunningRegistry(World world) => _world = world;

    /// <summary>Where it listens, across restarts.</summary>
    public Uri Address => _address ?? throw new InvalidOperationException("It was never started.");

    /// <summary>A key for its sandbox.</summary>
    public string LookupKey { get; private set; } = "";

    private IServiceProvider Services => _application?.Services ?? throw new InvalidOperationException("It is stopped.");

    /// <summary>Makes and starts one.</summary>
    public static async Task<RunningRegistry> StartNewAsync()
    {
        var registry = new RunningRegistry(await World.CreateAsync());
        registry.Start();
        var issued = await registry.Services.GetRequiredService<IssueLookupKey>().RunAsync(
            new("OpenIddict tests", ClientEnvironment.Sandbox), registry._world.Administrator);
        registry.LookupKey = issued.Value!.Plain;
        return registry;
    }

    /// <summary>Starts it again where it was.</summary>
    public void Start()
    {
        _application = new Application()
            .With("ConnectionStrings:ClientRegistry", _world.Database.ConnectionString)
            .With("Data:Directory", _directory);
        _application.UseKestrel(_address?.Port ?? 0);
        _application.StartServer();
        var addresses = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        _address = new Uri(addresses.Addresses.First().Replace("localhost", "127.0.0.1", StringComparison.Ordinal));
    }

    /// <summary>Stops it: the port answers no more.</summary>
    public async Task StopAsync()
    {
        if (_application is not null) await _application.DisposeAsync();
        _application = null;
    }

    /// <summary>Asks for a client, has it approved, and reads its credentials in the mail.</summary>
    /// <param name="change">What to ask for besides the usual.</param>
    public async Task<MailedCredentials> IssueClientAsync(Action<ClientRequestForm>? change = null)
    {
        var form = new ClientRequestForm
        {
            ClientName = "Order desk",
            Purpose = "Lets our customers see and place their orders.",
            RedirectUris = ["https://app.northwind.example/callback"],
            Scopes = [_world.OpenScope.Name],
            Contacts = ["api@northwind.example"],
        };
        change?.Invoke(form);

        var draft = await Services.GetRequiredService<StartClientRequest>().RunAsync(form, _world.Developer);
        var submitted = await Services.GetRequiredService<SubmitClientRequest>().RunAsync(
            new(draft.Value!.Number, draft.Value.Version), _world.Developer);
        Assert.True(submitted.Succeeded, string.Join(' ', submitted.Errors.Select(e => e.Message)));
        var approved = await Services.GetRequiredService<ApproveClientRequest>().RunAsync(
            draft.Value.Number, _world.AccountManager);
        return await ReadMailAsync(approved.Value!.ClientId!, form.RedirectUris[0]);
    }

    /// <summary>Suspends a client or lets it work again, as its account manager.</summary>
    public async Task ChangeStatusAsync(string clientId, ClientStatus status)
    {
        var changed = await Services.GetRequiredService<ChangeClientStatus>().RunAsync(
            new(clientId, status, "The test says so."), _world.AccountManager);
        Assert.True(changed.Succeeded);
    }

    /// <summary>Grants a client these scopes and no others from now on.</summary>
    public async Task GrantAsync(string clientId, params string[] scopes)
    {
        await using var db = await OpenDatabaseAsync();
        var client = await db.Clients.Include(c => c.Revisions).SingleAsync(c => c.ClientId == clientId);
        client.Revise(client.LiveMetadata with { Scopes = scopes }, null, DateTimeOffset.UtcNow);
        await db.SaveChangesAsync();
    }

    /// <summary>Gives a client one more secret.</summary>
    /// <returns>The secret in clear.</returns>
    public async Task<string> AddSecretAsync(string clientId)
    {
        await using var db = await OpenDatabaseAsync();
        var client = await db.Clients.Include(c => c.Secrets).SingleAsync(c => c.ClientId == clientId);
        var plain = PlainClientSecret.Generate();
        client.Add(
            new ClientSecret(client, plain.SecretId, SecretHash.Fast(plain.Reveal()), "Second", null, DateTimeOffset.UtcNow),
            DateTimeOffset.UtcNow);
        await db.SaveChangesAsync();
        return plain.Reveal();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _world.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task<RegistryDbContext> OpenDatabaseAsync() =>
        await Services.GetRequiredService<IDbContextFactory<RegistryDbContext>>().CreateDbContextAsync();

    private async Task<MailedCredentials> ReadMailAsync(string clientId, string redirectUri)
    {
        var text = await Eventually.FindAsync(() => FindMail(clientId));
        return new MailedCredentials(Fact(text, "client_id")!, Fact(text, "client_secret"), redirectUri);
    }

    private string? FindMail(string clientId)
    {
        var folder = Path.Combine(_directory, "mail");
        if (!Directory.Exists(folder)) return null;
        return Directory.EnumerateFiles(folder, "*.eml")
            .Select(file => MimeMessage.Load(file).TextBody!)
            .FirstOrDefault(text => Fact(text, "client_id") == clientId && Fact(text, "client_secret") is not null);
    }

    private static string? Fact(string text, string label) => text.Split('\n')
        .Select(line => line.TrimEnd('\r'))
        .FirstOrDefault(line => line.StartsWith($"{label}: ", StringComparison.Ordinal))?[(label.Length + 2)..];
}

/// <summary>What a developer finds in the mail.</summary>
/// <param name="ClientId">As it stands there.</param>
/// <param name="ClientSecret">As it stands there; a public client's says that there is none.</param>
/// <param name="RedirectUri">The first one asked for.</param>
public sealed record MailedCredentials(string ClientId, string? ClientSecret, string RedirectUri);
