using ClientRegistry.Core.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClientRegistry.Core.Data.Configurations;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("Users");
        builder.Property(u => u.Name).HasMaxLength(200);
        // Two addresses that only a collation takes for one are two accounts, and their attempts are counted apart.
        builder.Property(u => u.NormalizedUserName).IsIdentifier();
        builder.Property(u => u.NormalizedEmail).IsIdentifier();
        builder.Property(u => u.PasswordHash).HasMaxLength(500);
        builder.Property(u => u.SecurityStamp).HasMaxLength(100);
        builder.Property(u => u.ConcurrencyStamp).HasMaxLength(100);
        builder.Property(u => u.PhoneNumber).HasMaxLength(50);
    }
}

internal sealed class LookupKeyConfiguration : IEntityTypeConfiguration<LookupKey>
{
    public void Configure(EntityTypeBuilder<LookupKey> builder)
    {
        builder.Property(k => k.Name).HasMaxLength(100);
        builder.HasIndex(k => k.Name).IsUnique();
        builder.Property(k => k.KeyHash).HasMaxLength(64).IsIdentifier();
        builder.HasIndex(k => k.KeyHash).IsUnique();
    }
}

internal sealed class AttemptTallyConfiguration : IEntityTypeConfiguration<AttemptTally>
{
    public void Configure(EntityTypeBuilder<AttemptTally> builder)
    {
        builder.HasKey(t => t.Key);
        builder.Property(t => t.Key).HasMaxLength(64).IsIdentifier();
        builder.HasIndex(t => t.LastAt);
    }
}

internal sealed class EncryptionKeyConfiguration : IEntityTypeConfiguration<EncryptionKey>
{
    public void Configure(EntityTypeBuilder<EncryptionKey> builder)
    {
        builder.HasKey(k => k.UserId);
        builder.HasOne<User>().WithOne().HasForeignKey<EncryptionKey>(k => k.UserId);
        builder.Property(k => k.Data).HasMaxLength(EncryptionKey.DataLength);
        builder.Property(k => k.Fingerprint).HasMaxLength(64).IsIdentifier();
        builder.Property(k => k.Addresses).HasMaxLength(EncryptionKey.AddressesLength);
    }
}
