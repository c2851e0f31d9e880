using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ClientRegistry.Lookup.Http;

/// <summary>Writes JSON answers through a buffer that each thread keeps, so that an answer allocates next to nothing.</summary>
internal static class JsonText
{
    public const string ContentType = "application/json";

    private const int LargestKept = 256 * 1024;

    [ThreadStatic]
    private static Buffered? _kept;

    /// <summary>Plain text stays readable: the media type says that it is no HTML.</summary>
    public static JsonWriterOptions Options { get; } =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Answers 200 with what <paramref name="write"/> writes.</summary>
    /// <typeparam name="T">What is written.</typeparam>
    /// <param name="response">The response.</param>
    /// <param name="value">What is written.</param>
    /// <param name="write">Writes it; a static lambda.</param>
    public static void Respond<T>(HttpResponse response, T value, Action<Utf8JsonWriter, T> write)
    {
        var buffered = _kept ?? new Buffered();
        _kept = null;
        write(buffered.Writer, value);
        buffered.Writer.Flush();
        Respond(response, buffered.Buffer.WrittenSpan);
        if (buffered.Buffer.Capacity > LargestKept) return;
        buffered.Buffer.ResetWrittenCount();
        buffered.Writer.Reset();
        _kept = buffered;
    }

    /// <summary>Answers 200 with JSON that is written already; without it to HEAD (RFC 9110 section 9.3.2).</summary>
    /// <param name="response">The response.</param>
    /// <param name="json">UTF-8.</param>
    public static void Respond(HttpResponse response, ReadOnlySpan<byte> json)
    {
        response.ContentType = ContentType;
        response.ContentLength = json.Length;

        // The server flushes what is in its own buffer when the request ends.
        if (!HttpMethods.IsHead(response.HttpContext.Request.Method)) response.BodyWriter.Write(json);
    }

    private sealed class Buffered
    {
        public Buffered() => Writer = new Utf8JsonWriter(Buffer, Options);

        public ArrayBufferWriter<byte> Buffer { get; } = new(4096);

        public Utf8JsonWriter Writer { get; }
    }
}
