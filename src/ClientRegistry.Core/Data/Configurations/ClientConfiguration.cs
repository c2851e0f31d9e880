using ClientRegistry.Core.Clients;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClientRegistry.Core.Data.Configurations;

internal sealed class ClientConfiguration : IEntityTypeConfiguration<Client>
{
    public void Configure(EntityTypeBuilder<Client> builder)
    {
        builder.Property(c => c.ClientId).HasMaxLength(ClientIdentifier.MaximumLength).IsIdentifier();
        builder.HasIndex(c => c.ClientId).IsUnique();
        builder.Property(c => c.Name).HasMaxLength(200);
        builder.HasIndex(c => new { c.PartnerId, c.IssuedAt });
        builder.Property(c => c.StatusReason).HasMaxLength(2000);
        builder.Ignore(c => c.LiveMetadata);
        builder.HasOne(c => c.Partner).WithMany().HasForeignKey(c => c.PartnerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(c => c.Revisions).WithOne().HasForeignKey(r => r.ClientRowId);
        builder.HasMany(c => c.Secrets).WithOne().HasForeignKey(s => s.ClientRowId);
        builder.HasMany(c => c.Changes).WithOne().HasForeignKey(c => c.ClientRowId);
    }
}

internal sealed class ClientRevisionConfiguration : IEntityTypeConfiguration<ClientRevision>
{
    public void Configure(EntityTypeBuilder<ClientRevision> builder) =>
        builder.HasKey(r => new { r.ClientRowId, r.Number });
}

internal sealed class ClientSecretConfiguration : IEntityTypeConfiguration<ClientSecret>
{
    public void Configure(EntityTypeBuilder<ClientSecret> builder)
    {
        builder.Property(s => s.SecretId).HasMaxLength(64).IsIdentifier();
        builder.Property(s => s.Hash).HasMaxLength(200);
        builder.Property(s => s.Label).HasMaxLength(100);
        builder.HasIndex(s => s.EndNoticeDueAt);
    }
}

internal sealed class SecretClaimConfiguration : IEntityTypeConfiguration<SecretClaim>
{
    /// <summary>Neither used nor lapsed; square brackets quote a column on both databases.</summary>
    private const string IsOwed = "[ClaimedAt] IS NULL AND [LapsedAt] IS NULL";

    public void Configure(EntityTypeBuilder<SecretClaim> builder)
    {
        builder.Property(c => c.TokenHash).HasMaxLength(64).IsIdentifier();
        builder.HasIndex(c => c.TokenHash).IsUnique();
        builder.Property(c => c.Purpose).HasMaxLength(SecretClaim.PurposeLength);
        builder.Property(c => c.SecretId).HasMaxLength(64).IsIdentifier();
        // Of two links that are sent at the same moment, one is.
        builder.HasIndex(c => c.ClientRowId, "IX_SecretClaims_Owed").IsUnique().HasFilter(IsOwed);
        builder.HasIndex(c => new { c.ClientRowId, c.CreatedAt });
        builder.HasIndex(c => c.ExpiresAt).HasFilter(IsOwed);
        builder.HasIndex(c => c.RemindAt).HasFilter($"{IsOwed} AND [RemindedAt] IS NULL");
        builder.HasOne(c => c.Client).WithMany().HasForeignKey(c => c.ClientRowId);
        builder.HasOne(c => c.User).WithMany().HasForeignKey(c => c.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ClientChangeConfiguration : IEntityTypeConfiguration<ClientChange>
{
    public void Configure(EntityTypeBuilder<ClientChange> builder)
    {
        builder.HasIndex(c => c.Sequence).IsUnique();
        builder.Property(c => c.ClientId).HasMaxLength(ClientIdentifier.MaximumLength).IsIdentifier();
    }
}

internal sealed class ScopeConfiguration : IEntityTypeConfiguration<Scope>
{
    public void Configure(EntityTypeBuilder<Scope> builder)
    {
        builder.Property(s => s.Name).HasMaxLength(100).IsIdentifier();
        builder.HasIndex(s => s.Name).IsUnique();
        builder.Property(s => s.Description).HasMaxLength(500);
    }
}
