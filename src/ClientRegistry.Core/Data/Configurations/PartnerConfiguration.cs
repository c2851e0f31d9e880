using ClientRegistry.Core.Partners;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClientRegistry.Core.Data.Configurations;

internal sealed class PartnerConfiguration : IEntityTypeConfiguration<Partner>
{
    public void Configure(EntityTypeBuilder<Partner> builder)
    {
        builder.Property(p => p.Name).HasMaxLength(200);
        builder.HasIndex(p => p.Name).IsUnique();
        builder.HasOne(p => p.AccountManager).WithMany().HasForeignKey(p => p.AccountManagerId)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(p => p.Members).WithOne(m => m.Partner).HasForeignKey(m => m.PartnerId)
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PartnerMemberConfiguration : IEntityTypeConfiguration<PartnerMember>
{
    public void Configure(EntityTypeBuilder<PartnerMember> builder)
    {
        builder.HasKey(m => m.UserId);
        builder.HasOne(m => m.User).WithOne(u => u.Membership).HasForeignKey<PartnerMember>(m => m.UserId);
    }
}

internal sealed class PartnerApplicationConfiguration : IEntityTypeConfiguration<PartnerApplication>
{
    public void Configure(EntityTypeBuilder<PartnerApplication> builder)
    {
        builder.HasIndex(a => new { a.State, a.CreatedAt });
        builder.Property(a => a.Organisation).HasMaxLength(200);
        builder.Property(a => a.ContactName).HasMaxLength(200);
        builder.Property(a => a.Email).HasMaxLength(254);
        builder.Property(a => a.Website).HasMaxLength(2000);
        builder.Property(a => a.Purpose).HasMaxLength(4000);
        builder.Property(a => a.Reason).HasMaxLength(4000);
    }
}

internal sealed class InvitationConfiguration : IEntityTypeConfiguration<Invitation>
{
    public void Configure(EntityTypeBuilder<Invitation> builder)
    {
        builder.Property(i => i.TokenHash).HasMaxLength(64).IsIdentifier();
        builder.HasIndex(i => i.TokenHash).IsUnique();
        builder.HasIndex(i => new { i.PartnerId, i.CreatedAt });
        builder.Property(i => i.Email).HasMaxLength(254);
        builder.Property(i => i.Name).HasMaxLength(200);
        builder.HasOne(i => i.Partner).WithMany().HasForeignKey(i => i.PartnerId).OnDelete(DeleteBehavior.Restrict);
    }
}
