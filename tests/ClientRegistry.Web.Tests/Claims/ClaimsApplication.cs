using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Testing;
using ClientRegistry.Web.Tests.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace ClientRegistry.Web.Tests.Claims;

/// <summary>The whole application with secrets that travel by claim link, a partner and its people, and every log line
/// there is.</summary>
public sealed partial class ClaimsApplication : IAsyncLifetime
{
    private readonly AccountsApplication _accounts = new();
    private Partner _partner = null!;
    private User _manager = null!;
    private int _clients;

    public ClaimsApplication()
    {
        _accounts.Application.With("Credentials:Delivery", "ClaimLink").With("Logging:LogLevel:Default", "Trace")
            .With("Logging:LogLevel:Microsoft.AspNetCore", "Trace");
    }

    public RegistryApplication Application => _accounts.Application;

    public FakeTimeProvider Clock => _accounts.Clock;

    public string Logged => _accounts.Logged;

    /// <summary>Developer at the partner.</summary>
    public User Developer { get; private set; } = null!;

    /// <summary>Another developer there.</summary>
    public User Colleague { get; private set; } = null!;

    public PlainBrowser Browser() => _accounts.Browser();

    public async Task<PlainBrowser> SignedInAsync(User user)
    {
        var browser = Browser();
        await browser.SignInAsync(user.Email!, AccountsApplication.Password);
        return browser;
    }

    public async ValueTask InitializeAsync()
    {
        _manager = await _accounts.PersonAsync(StaffRole.AccountManager);
        _partner = new Partner("Northwind", _manager.Id, Clock.GetUtcNow());
        await _accounts.SaveAsync(_partner);
        await _accounts.SaveAsync(new Scope("orders-api", "Read and place orders", isRestricted: false, Clock.GetUtcNow()));
        Developer = await MemberAsync();
        Colleague = await MemberAsync();
    }

    /// <summary>A client whose secret waits for the developer.</summary>
    /// <param name="lifetime">Of its link; null for 72 hours.</param>
    /// <param name="suffix">What its identifier ends with.</param>
    /// <returns>Its identifier, and the path of the link.</returns>
    public async Task<(string ClientId, string Link)> WaitingAsync(TimeSpan? lifetime = null, string suffix = "")
    {
        var clientId = $"cr-p-{Interlocked.Increment(ref _clients)}{suffix}";
        var now = Clock.GetUtcNow();
        var client = Client.Issue(
            clientId, _partner.Id, ClientEnvironment.Production, WorldRequests.Metadata with { ClientName = $"Client {clientId}" }, null, now);
        var (claim, token) = SecretClaim.Offer(client, Developer, "First secret", lifetime ?? TimeSpan.FromHours(72), now);
        await using var db = Application.OpenDatabase();
        db.AddRange(client, claim);
        await db.SaveChangesAsync();
        return (clientId, $"/claims?token={token}");
    }

    /// <summary>A client that was asked for and approved, with all that follows.</summary>
    public async Task<string> ApprovedAsync()
    {
        var developer = await ActorAsync(Developer);
        var form = new ClientRequestForm
        {
            ClientName = "Order desk",
            Purpose = "Lets our customers see and place their orders.",
            Environment = ClientEnvironment.Production,
            RedirectUris = ["https://app.northwind.example/callback"],
            Scopes = ["orders-api"],
            Contacts = ["api@northwind.example"],
        };
        var draft = await _accounts.Service<StartClientRequest>().RunAsync(form, developer);
        await _accounts.Service<SubmitClientRequest>().RunAsync(new(draft.Value!.Number, draft.Value.Version), developer);
        var approved = await _accounts.Service<ApproveClientRequest>()
            .RunAsync(draft.Value.Number, await ActorAsync(_manager));
        return approved.Value!.ClientId!;
    }

    /// <summary>The text of the mail with the link to a client's secret, once it has been dropped.</summary>
    public Task<string> MailAsync(string clientId) => Eventually.FindAsync(() => FindMail(clientId));

    /// <summary>The path of the link in a mail.</summary>
    public static string? LinkIn(string text) => Link().Match(text) is { Success: true } found ? found.Groups[1].Value : null;

    /// <summary>What the lookup says to a secret, as <c>yes</c> or the reason.</summary>
    public async Task<string> AuthenticateAsync(string clientId, string? secret)
    {
        var (key, plain) = LookupKey.Issue($"Login {Guid.NewGuid():N}", ClientEnvironment.Production, null, Clock.GetUtcNow());
        await _accounts.SaveAsync(key);
        using var http = Application.CreateClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", plain);
        var sent = secret is null
            ? KeyValuePair.Create("client_id", clientId)
            : KeyValuePair.Create("authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{clientId}:{secret}"))}");
        var answer = await http.PostAsJsonAsync("/api/v1/client-authentication", new Dictionary<string, string>([sent]));
        var told = (await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync())).RootElement;
        return told.GetProperty("authenticated").GetBoolean() ? "yes" : told.GetProperty("reason").GetString()!;
    }

    public async Task<int> SecretsOfAsync(string clientId)
    {
        await using var db = Application.OpenDatabase();
        return await db.ClientSecrets.CountAsync(s => db.Clients.Any(c => c.Id == s.ClientRowId && c.ClientId == clientId));
    }

    public async Task<Actor> ActorAsync(User user)
    {
        await using var db = Application.OpenDatabase();
        return Actor.Of(await db.Users.Include(u => u.Membership).AsNoTracking().SingleAsync(u => u.Id == user.Id));
    }

    public ValueTask DisposeAsync() => _accounts.DisposeAsync();

    private string? FindMail(string clientId)
    {
        if (!Directory.Exists(Application.MailDirectory)) return null;
        return Directory.EnumerateFiles(Application.MailDirectory, "*.eml")
            .Select(file => MimeMessage.Load(file).TextBody!)
            .FirstOrDefault(text => text.Contains(clientId) && LinkIn(text) is not null);
    }

    private async Task<User> MemberAsync()
    {
        var user = await _accounts.PersonAsync();
        await _accounts.SaveAsync(new PartnerMember(user.Id, _partner.Id, PartnerRole.Developer, Clock.GetUtcNow()));
        return user;
    }

    [GeneratedRegex(@"https://registry\.example(/claims\?token=[a-z2-7]+)")]
    private static partial Regex Link();
}
