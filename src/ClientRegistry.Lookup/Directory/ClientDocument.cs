using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Lookup.Http;

namespace ClientRegistry.Lookup.Directory;

/// <summary>The client document of the lookup API: RFC 7591 member names, and the registry's own beside them.</summary>
internal static class ClientDocument
{
    /// <summary>Writes it.</summary>
    /// <param name="row">What the database has.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] Write(ClientRow row) => Write(row, out _);

    /// <summary>Writes it, and says where the redirect URIs stand.</summary>
    /// <param name="row">What the database has.</param>
    /// <param name="redirectUris">Where their array begins.</param>
    /// <returns>UTF-8 JSON.</returns>
    public static byte[] Write(ClientRow row, out int redirectUris)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, JsonText.Options))
        {
            writer.WriteStartObject();
            redirectUris = WriteMetadata(writer, row, row.Metadata);
            writer.WriteString(MetadataNames.Environment, RegistryWords.Of(row.Environment));
            writer.WriteString(MetadataNames.Status, RegistryWords.Of(row.Status));
            writer.WriteStartObject(MetadataNames.Partner);
            writer.WriteString("id"u8, row.PartnerId);
            writer.WriteString("name"u8, row.PartnerName);
            writer.WriteEndObject();
            writer.WriteNumber(MetadataNames.Revision, row.Revision);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// An entity tag (RFC 9110 section 8.8.3): the revision, and a digest of the document, because the partner's name
    /// stands in it too and has no revision.
    /// </summary>
    /// <param name="revision">The revision.</param>
    /// <param name="document">The document.</param>
    public static string TagOf(int revision, ReadOnlySpan<byte> document)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(document, digest);
        return string.Create(CultureInfo.InvariantCulture, $"\"{revision}-{Base64Url.EncodeToString(digest[..9])}\"");
    }

    private static int WriteMetadata(Utf8JsonWriter writer, ClientRow row, ClientMetadata metadata)
    {
        writer.WriteString(MetadataNames.ClientId, row.ClientId);
        writer.WriteNumber(MetadataNames.ClientIdIssuedAt, row.IssuedAt.ToUnixTimeSeconds());
        writer.WriteString(MetadataNames.ClientName, metadata.ClientName);
        writer.WriteString(
            MetadataNames.ApplicationType,
            metadata.ApplicationType == ApplicationType.Native ? ApplicationTypes.Native : ApplicationTypes.Web);
        writer.WritePropertyName(MetadataNames.RedirectUris);
        var redirectUris = (int)(writer.BytesCommitted + writer.BytesPending);
        WriteList(writer, metadata.RedirectUris);
        WriteList(writer, MetadataNames.GrantTypes, metadata.GrantTypes);
        WriteList(writer, MetadataNames.ResponseTypes, metadata.ResponseTypes);
        WriteOptional(writer, MetadataNames.Scope, string.Join(' ', metadata.Scopes));
        writer.WriteString(MetadataNames.TokenEndpointAuthMethod, metadata.TokenEndpointAuthMethod);
        WriteOptional(writer, MetadataNames.ClientUri, metadata.ClientUri);
        WriteOptional(writer, MetadataNames.LogoUri, metadata.LogoUri);
        WriteOptional(writer, MetadataNames.PolicyUri, metadata.PolicyUri);
        WriteOptional(writer, MetadataNames.TosUri, metadata.TosUri);
        if (metadata.Contacts.Count > 0) WriteList(writer, MetadataNames.Contacts, metadata.Contacts);
        writer.WriteBoolean(MetadataNames.RequirePkce, metadata.MustUsePkce);
        return redirectUris;
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) writer.WriteString(name, value);
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<string> values)
    {
        writer.WritePropertyName(name);
        WriteList(writer, values);
    }

    private static void WriteList(Utf8JsonWriter writer, IReadOnlyList<string> values)
    {
        writer.WriteStartArray();
        foreach (var value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
