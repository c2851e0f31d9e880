using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using ClientRegistry.Core.Partners;
using ClientRegistry.Core.Requests;
using ClientRegistry.Migrations.Sqlite;
using ClientRegistry.Testing.TransactSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace ClientRegistry.Core.Tests.Data;

public sealed class ModelTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Neither_database_has_model_changes_without_a_migration()
    {
        using var sqlite = Sqlite();
        using var sqlServer = new SilentSqlServer().CreateDbContext();

        Assert.False(sqlite.Database.HasPendingModelChanges());
        Assert.False(sqlServer.Database.HasPendingModelChanges());
    }

    [Fact]
    public void Both_databases_have_the_same_migrations()
    {
        using var sqlite = Sqlite();
        using var sqlServer = new SilentSqlServer().CreateDbContext();

        Assert.Equal(Names(sqlite), Names(sqlServer));

        static IEnumerable<string> Names(DbContext db) =>
            db.Database.GetMigrations().Select(id => id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..]);
    }

    [Theory]
    [InlineData(MigrationsSqlGenerationOptions.Default)]
    [InlineData(MigrationsSqlGenerationOptions.Idempotent)]
    public void The_migration_script_for_sql_server_is_t_sql(MigrationsSqlGenerationOptions options)
    {
        using var db = new SilentSqlServer().CreateDbContext();

        var script = db.GetService<IMigrator>().GenerateScript(options: options);

        Assert.Contains("CREATE TABLE [Clients]", script, StringComparison.Ordinal);
        Assert.Empty(TransactSqlParser.ErrorsIn(script));
    }

    [Fact]
    public void On_sql_server_identifiers_are_compared_byte_by_byte()
    {
        using var db = new SilentSqlServer().CreateDbContext();
        var model = db.GetService<IDesignTimeModel>().Model;

        var binary = model.GetEntityTypes()
            .SelectMany(e => e.GetProperties())
            .Where(p => p.GetCollation() == "Latin1_General_100_BIN2")
            .Select(p => $"{p.DeclaringType.ClrType.Name}.{p.Name}");

        Assert.Superset(
            new HashSet<string>
            {
                "Client.ClientId", "ClientChange.ClientId", "ClientSecret.SecretId", "Scope.Name", "LookupKey.KeyHash",
                "Invitation.TokenHash", "User.NormalizedUserName", "User.NormalizedEmail",
            },
            binary.ToHashSet());
    }

    [Fact]
    public void Every_text_has_a_length_but_the_two_json_documents_and_the_secret()
    {
        using var db = Sqlite();

        var unbounded = db.Model.GetEntityTypes()
            .Where(e => e.ClrType.Namespace!.StartsWith("ClientRegistry", StringComparison.Ordinal))
            .SelectMany(e => e.GetProperties())
            .Where(p => (p.GetTypeMapping().Converter?.ProviderClrType ?? p.ClrType) == typeof(string))
            .Where(p => p.GetMaxLength() is null)
            .Select(p => $"{p.DeclaringType.ClrType.Name}.{p.Name}");

        Assert.Equal(
            ["ClientRequest.Metadata", "ClientRevision.Metadata", "OutgoingMail.Payload", "OutgoingMail.ProtectedSecret"],
            unbounded.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_the_application_writes_to_sql_server_is_t_sql()
    {
        var server = new SilentSqlServer();
        await using var db = server.CreateDbContext();
        AddOneOfEach(db);

        await Assert.ThrowsAsync<DbUpdateException>(() => db.SaveRowsAsync(TestContext.Current.CancellationToken));

        var inserts = string.Join('\n', server.Commands);
        Assert.Contains("INSERT INTO [Clients]", inserts, StringComparison.Ordinal);
        Assert.All(server.Commands, command => Assert.Empty(TransactSqlParser.ErrorsIn(command)));
    }

    private static void AddOneOfEach(RegistryDbContext db)
    {
        var user = new User("Ada", "ada@example.com", Now);
        var partner = new Partner("Example", user.Id, Now);
        var request = ClientRequest.ForNewClient(partner.Id, Actor.Of(user), Now);
        var client = Client.Issue("cr-s-1", partner.Id, ClientEnvironment.Sandbox, new ClientMetadata(), request.Id, Now);
        client.Add(new ClientSecret(client, "id", SecretHash.Fast("secret"), "first", null, Now), Now);
        db.AddRange(
            user,
            partner,
            new PartnerMember(user.Id, partner.Id, PartnerRole.Developer, Now),
            new PartnerApplication("Example", "Ada", "ada@example.com", null, "To build", Now),
            Invitation.ToStaff(StaffRole.Auditor, "bob@example.com", "Bob", null, Now).Invitation,
            request,
            client,
            new Scope("orders", "Orders", false, Now),
            LookupKey.Issue("server", ClientEnvironment.Sandbox, null, Now).Key,
            new OutgoingMail("Kind", "ada@example.com", "Ada", "{}", null, "example.com", Now),
            new AuditEvent(Actor.System, AuditActions.ClientIssued, "client:1", null, null, Now));
    }

    private static RegistryDbContext Sqlite()
    {
        var options = new DbContextOptionsBuilder<RegistryDbContext>();
        options.UseRegistrySqlite("Data Source=:memory:");
        return new RegistryDbContext(options.Options, new SqliteDialect(), new Commits());
    }
}
