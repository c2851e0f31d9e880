using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ClientRegistry.Core.Data;

/// <summary>What is the same for every entity, so that one model serves both databases.</summary>
internal static class PortableModel
{
    private const string IdentifierAnnotation = "ClientRegistry:Identifier";

    /// <summary>Marks text whose equality decides who somebody is: compared byte by byte by the database too.</summary>
    /// <param name="property">The property.</param>
    public static PropertyBuilder<T> IsIdentifier<T>(this PropertyBuilder<T> property)
        where T : class? =>
        property.HasAnnotation(IdentifierAnnotation, true);

    /// <summary>Keys made in code, tokens set in code, binary collation where identity matters.</summary>
    /// <param name="builder">The finished model.</param>
    /// <param name="dialect">The database it is for.</param>
    public static void Apply(ModelBuilder builder, DatabaseDialect dialect)
    {
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            foreach (var key in entity.GetKeys().SelectMany(k => k.Properties).Where(p => p.ClrType == typeof(Guid)))
                key.ValueGenerated = ValueGenerated.Never;

            if (entity.FindProperty(nameof(IVersioned.ConcurrencyToken)) is { } token) token.IsConcurrencyToken = true;

            foreach (var property in entity.GetProperties())
            {
                if (property.FindAnnotation(IdentifierAnnotation) is null) continue;
                property.RemoveAnnotation(IdentifierAnnotation);
                if (dialect.BinaryCollation is { } collation) property.SetCollation(collation);
            }
        }
    }
}
