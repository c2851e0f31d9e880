using ClientRegistry.Core.Clients;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClientRegistry.Core.Data.Configurations;

internal sealed class RefusedAttemptConfiguration : IEntityTypeConfiguration<RefusedAttempt>
{
    public void Configure(EntityTypeBuilder<RefusedAttempt> builder)
    {
        builder.HasOne<Client>().WithMany().HasForeignKey(a => a.ClientRowId).OnDelete(DeleteBehavior.Cascade);
        builder.Property(a => a.ClientId).HasMaxLength(ClientIdentifier.MaximumLength);
        builder.Property(a => a.Reason).HasMaxLength(50);
        builder.Property(a => a.Reference).HasMaxLength(20).IsIdentifier();
        builder.Property(a => a.RedirectUri).HasMaxLength(RefusedAttempt.LongestRedirectUri);
        builder.Property(a => a.NearestRedirectUri).HasMaxLength(RefusedAttempt.LongestRedirectUri);
        builder.Property(a => a.Difference).HasMaxLength(RefusedAttempt.LongestText);
        builder.Property(a => a.Scope).HasMaxLength(RefusedAttempt.LongestText);
        builder.HasIndex(a => a.Reference).IsUnique();
        builder.HasIndex(a => new { a.ClientRowId, a.At });
        builder.HasIndex(a => a.At);
    }
}

internal sealed class RedirectUriUseConfiguration : IEntityTypeConfiguration<RedirectUriUse>
{
    public void Configure(EntityTypeBuilder<RedirectUriUse> builder)
    {
        builder.HasKey(u => new { u.ClientRowId, u.Digest });
        builder.HasOne<Client>().WithMany().HasForeignKey(u => u.ClientRowId);
        builder.Property(u => u.Digest).HasMaxLength(43).IsIdentifier();
        builder.Property(u => u.RedirectUri).HasMaxLength(RefusedAttempt.LongestRedirectUri);
    }
}
