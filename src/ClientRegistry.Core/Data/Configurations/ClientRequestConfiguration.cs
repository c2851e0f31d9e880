using ClientRegistry.Core.Requests;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClientRegistry.Core.Data.Configurations;

internal sealed class ClientRequestConfiguration : IEntityTypeConfiguration<ClientRequest>
{
    /// <summary>A client has one open change at a time.</summary>
    private const string OneOpenChange = "IX_ClientRequests_OneOpenChange";

    public void Configure(EntityTypeBuilder<ClientRequest> builder)
    {
        builder.HasIndex(r => r.Number).IsUnique();
        builder.HasIndex(r => new { r.State, r.SubmittedAt });
        builder.HasIndex(r => new { r.PartnerId, r.CreatedAt });
        builder.HasIndex(r => r.ClientRowId);
        builder.HasIndex(r => r.ClientRowId, OneOpenChange).IsUnique().HasFilter(
            "BaseRevision IS NOT NULL AND State IN ('Draft', 'Submitted', 'InReview', 'ChangesRequested')");
        builder.Property(r => r.Purpose).HasMaxLength(4000);
        builder.Property(r => r.Justification).HasMaxLength(4000);
        builder.Property(r => r.DecisionReason).HasMaxLength(4000);
        builder.HasOne(r => r.Partner).WithMany().HasForeignKey(r => r.PartnerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(r => r.Client).WithMany().HasForeignKey(r => r.ClientRowId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(r => r.CreatedBy).WithMany().HasForeignKey(r => r.CreatedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(r => r.SubmittedBy).WithMany().HasForeignKey(r => r.SubmittedById)
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(r => r.Reviewer).WithMany().HasForeignKey(r => r.ReviewerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(r => r.DecidedBy).WithMany().HasForeignKey(r => r.DecidedById).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(r => r.Timeline).WithOne().HasForeignKey(e => e.RequestId);
    }
}

internal sealed class RequestEventConfiguration : IEntityTypeConfiguration<RequestEvent>
{
    public void Configure(EntityTypeBuilder<RequestEvent> builder)
    {
        builder.HasIndex(e => new { e.RequestId, e.At });
        builder.Property(e => e.ActorName).HasMaxLength(200);
        builder.Property(e => e.Text).HasMaxLength(4000);
    }
}
