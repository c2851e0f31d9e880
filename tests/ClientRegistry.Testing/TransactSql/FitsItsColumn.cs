using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClientRegistry.Testing.TransactSql;

/// <summary>Refuses text that is longer than its column: SQLite keeps it, and SQL Server fails with error 2628.</summary>
internal sealed class FitsItsColumn : SaveChangesInterceptor
{
    public static FitsItsColumn Instance { get; } = new();

    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        var written = eventData.Context!.ChangeTracker.Entries()
            .Where(e => e.State is EntityState.Added or EntityState.Modified);
        foreach (var property in written.SelectMany(e => e.Properties))
        {
            if (property.Metadata.GetMaxLength() is { } longest && LengthOf(property) > longest)
            {
                throw new InvalidOperationException(
                    $"{property.Metadata.DeclaringType.DisplayName()}.{property.Metadata.Name} holds {longest} characters, "
                    + $"and this has {LengthOf(property)}.");
            }
        }

        return new(result);
    }

    private static int LengthOf(PropertyEntry property)
    {
        var converter = property.Metadata.GetTypeMapping().Converter;
        var stored = converter is null ? property.CurrentValue : converter.ConvertToProvider(property.CurrentValue);
        return (stored as string)?.Length ?? 0;
    }
}
