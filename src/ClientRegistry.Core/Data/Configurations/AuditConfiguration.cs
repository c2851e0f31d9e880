using ClientRegistry.Core.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClientRegistry.Core.Data.Configurations;

internal sealed class AuditEventConfiguration : IEntityTypeConfiguration<AuditEvent>
{
    public void Configure(EntityTypeBuilder<AuditEvent> builder)
    {
        builder.HasIndex(e => e.Sequence).IsUnique();
        builder.HasIndex(e => new { e.Subject, e.Sequence });
        builder.Property(e => e.ActorName).HasMaxLength(200);
        builder.Property(e => e.RemoteAddress).HasMaxLength(64);
        builder.Property(e => e.Action).HasMaxLength(60);
        builder.Property(e => e.Subject).HasMaxLength(330).IsIdentifier();
        builder.Property(e => e.Reason).HasMaxLength(4000);
        builder.Property(e => e.Hash).HasMaxLength(64);
    }
}

internal sealed class CounterConfiguration : IEntityTypeConfiguration<Counter>
{
    public void Configure(EntityTypeBuilder<Counter> builder)
    {
        builder.HasKey(c => c.Name);
        builder.Property(c => c.Name).HasMaxLength(30).IsIdentifier();
        builder.HasData(Counter.Names.Select(name => new { Name = name, Value = 0L }));
    }
}
