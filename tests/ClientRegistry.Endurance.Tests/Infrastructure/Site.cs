using System.Globalization;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Core.Requests;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Smtp;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Endurance.Tests.Infrastructure;

/// <summary>
/// One installation of the registry: a database, keys, a mail server that speaks in clear as the registry allows it on one
/// machine, and as many processes of the real program as a test starts.
/// </summary>
internal sealed class Site : IAsyncDisposable
{
    private const string Driver = "ClientRegistry.Endurance.Driver";
    private const int DeveloperCount = 8;

    private readonly string _directory = Directory.CreateTempSubdirectory("clientregistry-site-").FullName;
    private readonly List<RegistryServer> _nodes = [];
    private readonly List<Actor> _developers = [];
    private int _seeded;

    private Site(World world) => World = world;

    /// <summary>Its people and its database.</summary>
    public World World { get; }

    /// <summary>Where its mail goes.</summary>
    public SmtpTestServer MailServer { get; } = SmtpTestServer.Start(
        new SmtpTestServerOptions { Security = SmtpTransportSecurity.None, Credentials = null });

    /// <summary>Its settings, for a test to change before a start.</summary>
    public Dictionary<string, string> Settings { get; private init; } = [];

    /// <summary>Everything that its processes have printed.</summary>
    public IEnumerable<string> Logs => _nodes.SelectMany(n => n.Output);

    /// <summary>Makes it.</summary>
    public static async Task<Site> CreateAsync()
    {
        var site = new Site(await World.CreateAsync());
        foreach (var (key, value) in RegistryProcess.Settings(site._directory)) site.Settings[key] = value;
        site.Settings["ConnectionStrings__ClientRegistry"] = site.World.Database.ConnectionString;
        site.Settings["Mail__Transport"] = "Smtp";
        site.Settings["Mail__Smtp__Host"] = SmtpTestServer.Host;
        site.Settings["Mail__Smtp__Port"] = site.MailServer.Port.ToString(CultureInfo.InvariantCulture);
        site.Settings["Mail__Smtp__Security"] = "None";
        site.Settings["Mail__TakeOverAfter"] = "00:00:06";
        site.Settings["DOTNET_STARTUP_HOOKS"] = Path.Combine(AppContext.BaseDirectory, $"{Driver}.dll");
        site.Settings["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = Driver;
        for (var i = 1; i <= DeveloperCount; i++)
            site._developers.Add(await site.World.AddMemberAsync($"Developer {i}", site.World.Partner));
        return site;
    }

    /// <summary>Starts a process and waits until it serves.</summary>
    public async Task<RegistryServer> StartAsync()
    {
        var node = await RegistryServer.StartAsync(Settings);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Starts a process and waits for nothing.</summary>
    public RegistryServer Begin()
    {
        var node = RegistryServer.Begin(Settings);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Puts requests into review, of several developers in turn.</summary>
    /// <param name="count">How many.</param>
    /// <returns>Their numbers.</returns>
    public async Task<IReadOnlyList<int>> SeedAsync(int count)
    {
        var requests = new List<ClientRequest>();
        for (var i = 0; i < count; i++)
        {
            var developer = _developers[_seeded++ % DeveloperCount];
            var metadata = WorldRequests.Metadata with { ClientName = $"Importer {_seeded}" };
            var request = ClientRequest.ForNewClient(World.Partner.Id, developer, World.Now);
            request.Edit(ClientEnvironment.Production, metadata, "Imports orders", "Needed", World.Now);
            request.Submit(developer, World.Now);
            request.Claim(World.AccountManager, World.Now);
            requests.Add(request);
        }

        await World.SaveAsync([.. requests]);
        return [.. requests.Select(r => r.Number)];
    }

    /// <summary>Who submitted a request.</summary>
    /// <param name="place">The place of the request among all that were seeded, from 0.</param>
    public string AddressOf(int place) => _developers[place % DeveloperCount].Email!;

    /// <summary>How many mails stand where.</summary>
    public async Task<Dictionary<MailState, int>> CountMailsAsync()
    {
        await using var db = World.Database.CreateDbContext();
        return await db.OutgoingMails.GroupBy(m => m.State).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count);
    }

    /// <summary>All owed mails with their attempts, the oldest first.</summary>
    public async Task<List<OutgoingMail>> MailsAsync()
    {
        await using var db = World.Database.CreateDbContext();
        return await db.OutgoingMails.AsNoTracking().Include(m => m.Attempts)
            .OrderBy(m => m.CreatedAt).ThenBy(m => m.MessageId).ToListAsync();
    }

    /// <summary>Waits until every owed mail is written down as sent.</summary>
    /// <param name="patience">How long.</param>
    public Task AllSentAsync(TimeSpan patience) => Eventually.IsTrueAsync(
        async () => (await CountMailsAsync()).Keys.All(state => state == MailState.Sent), patience);

    /// <summary>The files of the database as they lie on disk.</summary>
    public IEnumerable<string> DatabaseFiles =>
        Directory.GetFiles(Path.GetDirectoryName(World.Database.ConnectionString["Data Source=".Length..])!);

    /// <summary>Does something at a moment at which no node writes. One that is stopped in the middle of a transaction keeps
    /// all others from writing for as long, as it is with SQLite.</summary>
    /// <param name="action">What.</param>
    public async Task WhileNobodyWritesAsync(Func<Task> action)
    {
        // SQLite begins it with the lock for writing.
        await using var db = World.Database.CreateDbContext();
        await using var alone = await db.Database.BeginTransactionAsync();
        await action();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        await MailServer.DisposeAsync();
        await World.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
