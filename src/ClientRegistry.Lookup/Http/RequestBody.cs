using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace ClientRegistry.Lookup.Http;

/// <summary>Reads a body of at most 32 KiB in either of the two forms.</summary>
internal static class RequestBody
{
    /// <summary>The largest body, in octets.</summary>
    public const int MaximumLength = 32 * 1024;

    /// <summary>Reads the named parameters.</summary>
    /// <param name="context">The request.</param>
    /// <param name="names">The names that matter.</param>
    public static async ValueTask<(WireParameters? Parameters, Problem? Problem)> ReadAsync(
        HttpContext context, string[] names)
    {
        var request = context.Request;
        if (!TryReadMediaType(request, out var isJson)) return (null, Problem.MediaTypeUnsupported);
        if (request.ContentLength > MaximumLength) return (null, Problem.BodyTooLarge);

        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > MaximumLength)
            {
                reader.AdvanceTo(read.Buffer.End);
                return (null, Problem.BodyTooLarge);
            }

            if (read.IsCompleted)
            {
                var fault = Parse(read.Buffer, isJson, names, out var parameters);
                reader.AdvanceTo(read.Buffer.End);
                return fault is null ? (parameters, null) : (null, Problem.MalformedBody(fault));
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static string? Parse(
        in ReadOnlySequence<byte> body, bool isJson, string[] names, out WireParameters parameters)
    {
        if (body.IsSingleSegment) return Parse(body.FirstSpan, isJson, names, out parameters);

        var length = (int)body.Length;
        var rented = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            body.CopyTo(rented);
            return Parse(rented.AsSpan(0, length), isJson, names, out parameters);
        }
        finally
        {
            // It may hold a secret.
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
        }
    }

    private static string? Parse(
        ReadOnlySpan<byte> body, bool isJson, string[] names, out WireParameters parameters)
    {
        if (isJson) return WireParameters.ReadJson(body, names, out parameters);
        parameters = WireParameters.ReadForm(body, names);
        return null;
    }

    private static bool TryReadMediaType(HttpRequest request, out bool isJson)
    {
        const string form = "application/x-www-form-urlencoded";
        isJson = false;
        if (request.Headers.ContentEncoding.Count > 0) return false;

        var type = request.ContentType;
        if (type is JsonText.ContentType) return isJson = true;
        if (type is form) return true;
        if (!MediaTypeHeaderValue.TryParse(type, out var media)) return false;
        isJson = media.MediaType.Equals(JsonText.ContentType, StringComparison.OrdinalIgnoreCase);
        return (isJson || media.MediaType.Equals(form, StringComparison.OrdinalIgnoreCase)) && IsUtf8(media);
    }

    private static bool IsUtf8(MediaTypeHeaderValue media) =>
        !media.Charset.HasValue
        || HeaderUtilities.RemoveQuotes(media.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
