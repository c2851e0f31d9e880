using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Core.Data;

/// <summary>
/// Identity's own tables, by plain names, with keys short enough for an index of SQL Server: 900 bytes, two a character.
/// </summary>
internal static class IdentityTables
{
    private const int KeyLength = 128;

    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<IdentityUserClaim<Guid>>().ToTable("UserClaims");
        builder.Entity<IdentityUserLogin<Guid>>(login =>
        {
            login.ToTable("UserLogins");
            login.Property(l => l.LoginProvider).HasMaxLength(KeyLength);
            login.Property(l => l.ProviderKey).HasMaxLength(KeyLength);
        });
        builder.Entity<IdentityUserToken<Guid>>(token =>
        {
            token.ToTable("UserTokens");
            token.Property(t => t.LoginProvider).HasMaxLength(KeyLength);
            token.Property(t => t.Name).HasMaxLength(KeyLength);
        });
    }
}
