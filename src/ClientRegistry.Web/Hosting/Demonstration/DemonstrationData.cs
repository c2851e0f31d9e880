using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Web.Hosting.Demonstration;

/// <summary>A partner, its people, the staff, the scope catalogue and lookup keys, to try the registry with.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="hasher">Hashes the one password.</param>
/// <param name="names">Normalises addresses as sign-in does.</param>
/// <param name="clock">The present.</param>
internal sealed class DemonstrationData(
    IDbContextFactory<RegistryDbContext> contexts,
    IPasswordHasher<User> hasher,
    ILookupNormalizer names,
    TimeProvider clock)
{
    /// <summary>Puts it into an empty database; leaves any other alone.</summary>
    /// <param name="ct">Stops it before the commit.</param>
    public async Task SeedAsync(CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Users.AnyAsync(ct) || await db.Partners.AnyAsync(ct) || await db.Scopes.AnyAsync(ct)
            || await db.LookupKeys.AnyAsync(ct))
        {
            return;
        }

        var now = clock.GetUtcNow();
        AddPeople(db, now);
        AddScopes(db, now);
        db.LookupKeys.AddRange(
            LookupKey.FromPlain(
                "Demonstration, sandbox", ClientEnvironment.Sandbox, DemonstrationPeople.SandboxKey, null, now),
            LookupKey.FromPlain(
                "Demonstration, production", ClientEnvironment.Production, DemonstrationPeople.ProductionKey, null, now));

        // Of two processes that start at once, the second finds the rows of the first and is content.
        await db.TrySaveAsync(ct);
    }

    /// <summary>Whether the demonstration's keys open this registry.</summary>
    /// <param name="ct">Stops waiting.</param>
    public async Task<bool> IsThereAsync(CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var hash = LookupKey.HashOf(DemonstrationPeople.SandboxKey);
        return await db.LookupKeys.AnyAsync(k => k.KeyHash == hash && k.RevokedAt == null, ct);
    }

    private void AddPeople(RegistryDbContext db, DateTimeOffset now)
    {
        // One hash for all: it costs time, and the password is no secret.
        var hash = hasher.HashPassword(new User("", "", now), DemonstrationPeople.Password);
        User Person(string name, string email, StaffRole? role = null)
        {
            var user = new User(name, email, now)
            {
                NormalizedEmail = names.NormalizeEmail(email),
                NormalizedUserName = names.NormalizeName(email),
                PasswordHash = hash,
                LockoutEnabled = true,
            };
            if (role is not null) user.BecomeStaff(role);
            db.Users.Add(user);
            return user;
        }

        Person("Ada Administrator", DemonstrationPeople.Administrator, StaffRole.Administrator);
        Person("Aaron Auditor", DemonstrationPeople.Auditor, StaffRole.Auditor);
        Person("Petra Poole", DemonstrationPeople.PoolManager, StaffRole.AccountManager);
        var manager = Person("Max Manager", DemonstrationPeople.AccountManager, StaffRole.AccountManager);
        var partner = new Partner(DemonstrationPeople.Partner, manager.Id, now);
        var developer = Person("Dora Developer", DemonstrationPeople.Developer);
        var administrator = Person("Pavel Partner", DemonstrationPeople.PartnerAdministrator);
        db.Partners.Add(partner);
        db.PartnerMembers.AddRange(
            new PartnerMember(developer.Id, partner.Id, PartnerRole.Developer, now),
            new PartnerMember(administrator.Id, partner.Id, PartnerRole.Administrator, now));
    }

    private static void AddScopes(RegistryDbContext db, DateTimeOffset now) => db.Scopes.AddRange(
        new Scope("orders-api", "Read and place orders for the signed-in customer.", isRestricted: false, now),
        new Scope("catalogue-api", "Read the product catalogue with prices and stock.", isRestricted: false, now),
        new Scope("profile", "Read the name and mail address of the signed-in customer.", isRestricted: false, now),
        new Scope("financial-api", "Read invoices and payments of the signed-in customer.", isRestricted: true, now));
}
