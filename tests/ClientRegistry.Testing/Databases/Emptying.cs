using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace ClientRegistry.Testing.Databases;

/// <summary>Brings a database back to what its migrations made of it.</summary>
public static class Emptying
{
    /// <summary>Deletes all rows and puts the counters to zero.</summary>
    /// <param name="db">The database.</param>
    public static async Task EmptyAsync(this RegistryDbContext db)
    {
        var sql = db.GetService<ISqlGenerationHelper>();
        var deletes = InOrderOfDeletion(db.Model)
            .Where(table => table.ClrType != typeof(Counter))
            .Select(table => $"DELETE FROM {sql.DelimitIdentifier(table.GetTableName()!)};");
        await db.Database.ExecuteSqlRawAsync(string.Join('\n', deletes));
        await db.Counters.ExecuteUpdateAsync(set => set.SetProperty(c => c.Value, 0L));
    }

    /// <summary>All tables; none stands before one that refers to it.</summary>
    /// <param name="model">The model.</param>
    /// <exception cref="InvalidOperationException">Tables refer to each other in a circle.</exception>
    public static IReadOnlyList<IEntityType> InOrderOfDeletion(IModel model)
    {
        List<IEntityType> order = [];
        var left = model.GetEntityTypes().ToHashSet();
        while (left.Count > 0)
        {
            var next = left.FirstOrDefault(table => !ReferrersTo(table).Any(left.Contains))
                ?? throw new InvalidOperationException("Tables refer to each other in a circle.");
            left.Remove(next);
            order.Add(next);
        }

        return order;
    }

    private static IEnumerable<IEntityType> ReferrersTo(IEntityType table) =>
        table.GetReferencingForeignKeys().Select(key => key.DeclaringEntityType).Where(other => other != table);
}
