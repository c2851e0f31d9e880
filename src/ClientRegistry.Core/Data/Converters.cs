using ClientRegistry.Core.Clients;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ClientRegistry.Core.Data;

/// <summary>All times are stored as UTC; SQLite cannot order or compare <see cref="DateTimeOffset"/>.</summary>
internal sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTime>(
    value => value.UtcDateTime,
    stored => new DateTimeOffset(DateTime.SpecifyKind(stored, DateTimeKind.Utc)));

/// <summary>Metadata is one JSON text: it is read whole, and never searched by the database.</summary>
internal sealed class MetadataConverter() : ValueConverter<ClientMetadata, string>(
    value => value.ToJson(),
    stored => ClientMetadata.FromJson(stored));
