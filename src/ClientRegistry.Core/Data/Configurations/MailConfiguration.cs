using ClientRegistry.Core.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClientRegistry.Core.Data.Configurations;

internal sealed class OutgoingMailConfiguration : IEntityTypeConfiguration<OutgoingMail>
{
    public void Configure(EntityTypeBuilder<OutgoingMail> builder)
    {
        builder.HasIndex(m => new { m.State, m.DueAt });
        builder.HasIndex(m => m.CreatedAt);
        builder.HasIndex(m => m.RequestId);
        builder.HasIndex(m => m.ClientRowId);
        builder.Property(m => m.Kind).HasMaxLength(60);
        builder.Property(m => m.RecipientAddress).HasMaxLength(254);
        builder.Property(m => m.RecipientName).HasMaxLength(200);
        builder.Property(m => m.MessageId).HasMaxLength(300);
        builder.Property(m => m.LastAnswer).HasMaxLength(OutgoingMail.AnswerLength);
        builder.HasMany(m => m.Attempts).WithOne().HasForeignKey(a => a.MailId);
    }
}

internal sealed class MailAttemptConfiguration : IEntityTypeConfiguration<MailAttempt>
{
    public void Configure(EntityTypeBuilder<MailAttempt> builder)
    {
        builder.HasIndex(a => new { a.MailId, a.At });
        builder.Property(a => a.Answer).HasMaxLength(OutgoingMail.AnswerLength);
    }
}
