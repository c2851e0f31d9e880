using System.Net.Http.Headers;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Testing;

/// <summary>
/// The whole application in this process, with a database, keys and mail folder of its own. Outside Development unless
/// a test asks for it.
/// </summary>
public sealed class RegistryApplication : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string> _settings;
    private readonly string _environment;

    /// <summary>Makes it; the first client or service asked for starts it.</summary>
    /// <param name="environment"><c>Production</c> or <c>Development</c>.</param>
    public RegistryApplication(string environment = "Production")
    {
        _environment = environment;
        DataDirectory = Directory.CreateTempSubdirectory("clientregistry-app-").FullName;
        _settings = new()
        {
            ["Data:Directory"] = DataDirectory,
            ["Portal:PublicUrl"] = "https://registry.example",
            ["Portal:SupportAddress"] = "support@registry.example",
            ["Mail:From"] = "Client Registry <registry@registry.example>",
            ["Mail:Transport"] = "Folder",
        };
        ClientOptions.BaseAddress = new Uri("https://registry.example");
        ClientOptions.AllowAutoRedirect = false;
    }

    /// <summary>Where its files are; deleted with it.</summary>
    public string DataDirectory { get; }

    /// <summary>Where its mail is dropped.</summary>
    public string MailDirectory => Path.Combine(DataDirectory, "mail");

    /// <summary>Its clock, when a test wants to move it; set before the start.</summary>
    public TimeProvider? Clock { get; init; }

    /// <summary>Changes its services; set before the start.</summary>
    public Action<IServiceCollection>? ConfigureServices { get; init; }

    /// <summary>Changes a setting; before the start.</summary>
    /// <param name="key">As in <c>Mail:From</c>.</param>
    /// <param name="value">Its value.</param>
    public RegistryApplication With(string key, string value)
    {
        _settings[key] = value;
        return this;
    }

    /// <summary>Its database.</summary>
    public RegistryDbContext OpenDatabase() =>
        Server.Services.GetRequiredService<IDbContextFactory<RegistryDbContext>>().CreateDbContext();

    /// <summary>A client that has signed in as somebody, past the sign-in page.</summary>
    /// <param name="email">Whose account.</param>
    public async Task<HttpClient> ClientOfAsync(string email)
    {
        await using var scope = Server.Services.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<User>>().FindByEmailAsync(email)
            ?? throw new InvalidOperationException($"Nobody has the address {email}.");
        var principal = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<User>>()
            .CreateAsync(user);
        var cookie = scope.ServiceProvider.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(IdentityConstants.ApplicationScheme);
        var clock = scope.ServiceProvider.GetRequiredService<TimeProvider>();
        var ticket = new AuthenticationTicket(
            principal,
            new AuthenticationProperties { IssuedUtc = clock.GetUtcNow(), ExpiresUtc = clock.GetUtcNow().AddHours(1) },
            IdentityConstants.ApplicationScheme);
        var client = CreateClient();
        client.DefaultRequestHeaders.Add("Cookie", $"{cookie.Cookie.Name}={cookie.TicketDataFormat.Protect(ticket)}");
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        return client;
    }

    /// <inheritdoc/>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseEnvironment(_environment);
        foreach (var (key, value) in _settings) builder.UseSetting(key, value);
        builder.ConfigureLogging(logging => logging.ClearProviders());
        builder.ConfigureTestServices(services =>
        {
            if (Clock is not null) services.AddSingleton(Clock);
            ConfigureServices?.Invoke(services);
        });
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteConnection.ClearAllPools();
        if (Directory.Exists(DataDirectory)) Directory.Delete(DataDirectory, recursive: true);
    }
}
