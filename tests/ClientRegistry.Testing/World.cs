using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Requests;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ClientRegistry.Testing;

/// <summary>
/// A small company and its partners in a migrated database, at nine o'clock of a fixed day: one partner with an
/// account manager, one of the pool, somebody in every role, and a scope catalogue. Nobody has a password.
/// </summary>
public sealed class World : IAsyncDisposable
{
    /// <summary>When every world begins.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<Guid, User> _users = [];

    private World(TestDatabase database) => Database = database;

    /// <summary>Where it is kept; also the factory that use cases take.</summary>
    public TestDatabase Database { get; }

    /// <summary>Stands at <see cref="Start"/> until a test moves it.</summary>
    public FakeTimeProvider Clock { get; } = new(Start);

    /// <summary>Northwind, looked after by <see cref="AccountManager"/>.</summary>
    public Partner Partner { get; private set; } = null!;

    /// <summary>Contoso, of the pool: every account manager may look after it.</summary>
    public Partner OtherPartner { get; private set; } = null!;

    /// <summary>Dora, developer at <see cref="Partner"/>.</summary>
    public Actor Developer { get; private set; } = null!;

    /// <summary>Pavel, administrator of <see cref="Partner"/>.</summary>
    public Actor PartnerAdministrator { get; private set; } = null!;

    /// <summary>Olga, developer at <see cref="OtherPartner"/>.</summary>
    public Actor OtherDeveloper { get; private set; } = null!;

    /// <summary>Max, account manager of <see cref="Partner"/>.</summary>
    public Actor AccountManager { get; private set; } = null!;

    /// <summary>Petra, account manager of nobody in particular: she has the pool only.</summary>
    public Actor PoolManager { get; private set; } = null!;

    /// <summary>Ada, administrator.</summary>
    public Actor Administrator { get; private set; } = null!;

    /// <summary>Aaron, auditor.</summary>
    public Actor Auditor { get; private set; } = null!;

    /// <summary>Somebody who is not signed in.</summary>
    public Actor Visitor { get; } = Actor.Visitor("192.0.2.1");

    /// <summary>Free to ask for: <c>orders-api</c>.</summary>
    public Scope OpenScope { get; private set; } = null!;

    /// <summary>Free to ask for too: <c>catalogue-api</c>.</summary>
    public Scope SecondOpenScope { get; private set; } = null!;

    /// <summary>Asks for a justification and a second approver: <c>financial-api</c>.</summary>
    public Scope RestrictedScope { get; private set; } = null!;

    /// <summary>Cannot be asked for any more: <c>legacy-api</c>.</summary>
    public Scope RetiredScope { get; private set; } = null!;

    /// <summary>Encrypts the secrets of owed mails with keys that nobody keeps.</summary>
    public MailSecrets MailSecrets { get; } = new(new EphemeralDataProtectionProvider());

    /// <summary>Hashes passwords in one round: what tests need of it is not that it is slow.</summary>
    public IPasswordHasher<User> Hasher { get; } =
        new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 1 }));

    /// <summary>Takes the mail of use cases.</summary>
    public Outbox Outbox => new(
        MailSecrets, Options.Create(new MailOptions { From = "Client Registry <registry@registry.example>" }), Clock);

    /// <summary>Links and contact in pages and mails.</summary>
    public PortalOptions Portal { get; } = new()
    {
        PublicUrl = new Uri("https://registry.example"), SupportAddress = "support@registry.example",
    };

    /// <summary>How credentials are made; a test may change it.</summary>
    public CredentialsOptions Credentials { get; } = new();

    /// <summary>Where those links lead.</summary>
    public PortalLinks Links => new(Options.Create(Portal));

    /// <summary>The present in this world.</summary>
    public DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Makes it in a database of its own, of that kind.</summary>
    public static async Task<World> CreateAsync(DatabaseKind kind = DatabaseKind.Sqlite) => await CreateAsync(await TestDatabase.CreateAsync(kind));

    /// <summary>Makes it in a database that is there and empty; disposing of the world disposes of that too.</summary>
    /// <param name="database">The database.</param>
    public static async Task<World> CreateAsync(TestDatabase database)
    {
        var world = new World(database);
        await world.PeopleAsync();
        return world;
    }

    /// <summary>The account behind an actor, as it was when this world or the account began.</summary>
    /// <param name="actor">The actor.</param>
    public User UserOf(Actor actor) => _users[actor.UserId!.Value];

    /// <summary>One more person at a partner.</summary>
    /// <param name="name">How they are called; the first part of their address too.</param>
    /// <param name="partner">The partner.</param>
    /// <param name="role">Their role there.</param>
    public async Task<Actor> AddMemberAsync(
        string name, Partner partner, PartnerRole role = PartnerRole.Developer)
    {
        var user = NewUser(name, $"{partner.Name.ToLowerInvariant()}.example");
        await SaveAsync(user, new PartnerMember(user.Id, partner.Id, role, Now));
        return await ActorAsync(user.Id);
    }

    /// <summary>One more person on the staff.</summary>
    /// <param name="name">How they are called; the first part of their address too.</param>
    /// <param name="role">Their role.</param>
    public async Task<Actor> AddStaffAsync(string name, StaffRole role)
    {
        var user = NewUser(name, "registry.example");
        user.BecomeStaff(role);
        await SaveAsync(user);
        return await ActorAsync(user.Id);
    }

    /// <summary>Gives somebody a password.</summary>
    /// <param name="actor">Who.</param>
    /// <param name="password">The password.</param>
    public async Task SetPasswordAsync(Actor actor, string password)
    {
        await using var db = Database.CreateDbContext();
        var user = await db.Users.SingleAsync(u => u.Id == actor.UserId);
        user.SetPassword(Hasher.HashPassword(user, password));
        await db.SaveChangesAsync();
    }

    /// <summary>An actor as the database knows them now.</summary>
    /// <param name="userId">Their account.</param>
    public async Task<Actor> ActorAsync(Guid userId)
    {
        await using var db = Database.CreateDbContext();
        return Actor.Of(
            await db.Users.AsNoTracking().Include(u => u.Membership).SingleAsync(u => u.Id == userId), "192.0.2.10");
    }

    /// <summary>Puts rows into the database, past every rule.</summary>
    /// <param name="rows">The rows.</param>
    public async Task SaveAsync(params object[] rows)
    {
        await using var db = Database.CreateDbContext();
        db.AddRange(rows);
        await db.SaveChangesAsync();
    }

    /// <summary>A draft that could be submitted: one https redirect URI, one open scope.</summary>
    public ClientRequestForm FilledForm() => new()
    {
        ClientName = "Order Sync",
        Purpose = "Keeps our warehouse's orders up to date.",
        RedirectUris = ["https://app.northwind.example/callback"],
        Scopes = [OpenScope.Name],
        Contacts = ["api-team@northwind.example"],
    };

    /// <summary>Begins a request through the real use case.</summary>
    /// <param name="actor">Who asks.</param>
    /// <param name="form">What was typed; null for <see cref="FilledForm"/>.</param>
    public async Task<DraftSaved> StartRequestAsync(Actor actor, ClientRequestForm? form = null) =>
        (await new StartClientRequest(Database, Clock).RunAsync(form ?? FilledForm(), actor)).Value
            ?? throw new InvalidOperationException("The draft was refused.");

    /// <summary>Begins a request and submits it, through the real use cases.</summary>
    /// <param name="actor">Who asks; null for <see cref="Developer"/>.</param>
    /// <param name="form">What was typed; null for <see cref="FilledForm"/>.</param>
    /// <returns>The request's number.</returns>
    public async Task<int> SubmitRequestAsync(Actor? actor = null, ClientRequestForm? form = null)
    {
        var draft = await StartRequestAsync(actor ?? Developer, form);
        var submitted = await new SubmitClientRequest(Database, Outbox, Clock)
            .RunAsync(new(draft.Number, draft.Version), actor ?? Developer);
        return submitted.Succeeded
            ? draft.Number
            : throw new InvalidOperationException($"{submitted.Error.Field}: {submitted.Error.Message}");
    }

    /// <summary>The owed mails of one kind, the oldest first.</summary>
    /// <typeparam name="T">The message.</typeparam>
    public async Task<IReadOnlyList<OutgoingMail>> MailsAsync<T>()
        where T : MailMessage
    {
        await using var db = Database.CreateDbContext();
        return await db.OutgoingMails.AsNoTracking().Where(m => m.Kind == typeof(T).Name)
            .OrderBy(m => m.CreatedAt).ThenBy(m => m.RecipientAddress).ToListAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private async Task PeopleAsync()
    {
        AccountManager = await AddStaffAsync("Max", StaffRole.AccountManager);
        PoolManager = await AddStaffAsync("Petra", StaffRole.AccountManager);
        Administrator = await AddStaffAsync("Ada", StaffRole.Administrator);
        Auditor = await AddStaffAsync("Aaron", StaffRole.Auditor);

        Partner = new Partner("Northwind", AccountManager.UserId, Now);
        OtherPartner = new Partner("Contoso", null, Now);
        OpenScope = new Scope("orders-api", "Read and place orders", isRestricted: false, Now);
        SecondOpenScope = new Scope("catalogue-api", "Read the product catalogue", isRestricted: false, Now);
        RestrictedScope = new Scope("financial-api", "Read invoices and payments", isRestricted: true, Now);
        RetiredScope = new Scope("legacy-api", "What there was before", isRestricted: false, Now);
        RetiredScope.Retire(Now);
        await SaveAsync(Partner, OtherPartner, OpenScope, SecondOpenScope, RestrictedScope, RetiredScope);

        Developer = await AddMemberAsync("Dora", Partner);
        PartnerAdministrator = await AddMemberAsync("Pavel", Partner, PartnerRole.Administrator);
        OtherDeveloper = await AddMemberAsync("Olga", OtherPartner);
    }

    private User NewUser(string name, string domain)
    {
        var email = $"{name.ToLowerInvariant().Replace(' ', '.')}@{domain}";
        var user = new User(name, email, Now)
        {
            NormalizedEmail = email.ToUpperInvariant(), NormalizedUserName = email.ToUpperInvariant(),
        };
        _users[user.Id] = user;
        return user;
    }
}
