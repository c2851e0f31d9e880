using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Keys;
using ClientRegistry.Core.Mail;
using ClientRegistry.Core.Partners;
using ClientRegistry.Core.Requests;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Core.Data;

/// <summary>
/// The registry's rows. A use case makes its own context, works on entities, and saves once; the save numbers, chains
/// and stamps what it holds in one transaction (<see cref="RegistrySave"/>).
/// </summary>
/// <param name="options">Provider and connection.</param>
/// <param name="dialect">What is particular to that provider.</param>
/// <param name="commits">Who hears of commits.</param>
public sealed class RegistryDbContext(
    DbContextOptions<RegistryDbContext> options, DatabaseDialect dialect, Commits commits)
    : IdentityUserContext<User, Guid>(options)
{
    public DbSet<Client> Clients => Set<Client>();

    public DbSet<ClientRevision> ClientRevisions => Set<ClientRevision>();

    public DbSet<ClientSecret> ClientSecrets => Set<ClientSecret>();

    public DbSet<SecretClaim> SecretClaims => Set<SecretClaim>();

    public DbSet<ClientChange> ClientChanges => Set<ClientChange>();

    public DbSet<RefusedAttempt> RefusedAttempts => Set<RefusedAttempt>();

    public DbSet<RedirectUriUse> RedirectUriUses => Set<RedirectUriUse>();

    public DbSet<Scope> Scopes => Set<Scope>();

    public DbSet<ClientRequest> ClientRequests => Set<ClientRequest>();

    public DbSet<RequestEvent> RequestEvents => Set<RequestEvent>();

    public DbSet<Partner> Partners => Set<Partner>();

    public DbSet<PartnerMember> PartnerMembers => Set<PartnerMember>();

    public DbSet<PartnerApplication> PartnerApplications => Set<PartnerApplication>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<LookupKey> LookupKeys => Set<LookupKey>();

    public DbSet<AttemptTally> AttemptTallies => Set<AttemptTally>();

    public DbSet<EncryptionKey> EncryptionKeys => Set<EncryptionKey>();

    public DbSet<OutgoingMail> OutgoingMails => Set<OutgoingMail>();

    public DbSet<MailAttempt> MailAttempts => Set<MailAttempt>();

    public DbSet<KeyWitness> KeyWitnesses => Set<KeyWitness>();

    public DbSet<KeyHolder> KeyHolders => Set<KeyHolder>();

    public DbSet<AuditEvent> AuditEvents => Set<AuditEvent>();

    public DbSet<Counter> Counters => Set<Counter>();

    /// <summary>What is particular to this database.</summary>
    public DatabaseDialect Dialect => dialect;

    /// <summary>What the transaction under way will tell this process; null when nobody asked for it.</summary>
    internal Unpublished? Unpublished { get; set; }

    // Version 2 bounds the lengths of Identity's own columns; passkeys bring version 3 when they come.
    protected override Version SchemaVersion => IdentitySchemaVersions.Version2;

    /// <summary>Saves all in one transaction, or nothing; may be repeated safely after a lost connection.</summary>
    /// <param name="acceptAllChangesOnSuccess">Whether the tracker forgets the changes afterwards.</param>
    /// <param name="cancellationToken">Stops it before the commit.</param>
    public override Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default) =>
        new RegistrySave(this, commits).RunAsync(acceptAllChangesOnSuccess, cancellationToken);

    /// <summary>Not offered: a save waits for a lock, and a thread must not.</summary>
    /// <param name="acceptAllChangesOnSuccess">Ignored.</param>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Use SaveChangesAsync.");

    internal void PublishUnpublished() => Unpublished?.Publish(commits);

    internal Task<int> SaveRowsAsync(CancellationToken ct) => base.SaveChangesAsync(false, ct);

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        IdentityTables.Configure(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(RegistryDbContext).Assembly);
        PortableModel.Apply(builder, dialect);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(30);
        configurationBuilder.Properties<ClientMetadata>().HaveConversion<MetadataConverter>();
        base.ConfigureConventions(configurationBuilder);
    }
}
