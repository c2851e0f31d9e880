using ClientRegistry.Core.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClientRegistry.Core.Data.Configurations;

internal sealed class KeyWitnessConfiguration : IEntityTypeConfiguration<KeyWitness>
{
    public void Configure(EntityTypeBuilder<KeyWitness> builder)
    {
        builder.HasKey(w => w.Number);
        builder.Property(w => w.Number).ValueGeneratedNever();
        builder.Property(w => w.Proof).HasMaxLength(2000);
    }
}

internal sealed class KeyHolderConfiguration : IEntityTypeConfiguration<KeyHolder>
{
    public void Configure(EntityTypeBuilder<KeyHolder> builder) => builder.HasKey(h => h.Id);
}
