using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;

namespace ClientRegistry.Registration.Clients.Import;

/// <summary>One JSON value of a file, and where it begins.</summary>
/// <param name="Line">Counts from 1.</param>
/// <param name="Place">Which of the values that begin on the line; counts from 1.</param>
/// <param name="Content">The value; valid until the next one is read.</param>
/// <param name="BytesRead">How far the file is read, for a progress bar.</param>
internal readonly record struct JsonItem(int Line, int Place, JsonElement Content, long BytesRead);

/// <summary>The file is not JSON from there on.</summary>
/// <param name="line">Counts from 1.</param>
/// <param name="message">What is wrong.</param>
internal sealed class JsonItemException(int line, string message) : Exception(message)
{
    public int Line { get; } = line;
}

/// <summary>
/// Reads a JSON array, or one JSON value after another, item by item: what is in memory is the item at hand, however
/// long the file.
/// </summary>
/// <param name="stream">UTF-8, with or without a byte order mark.</param>
/// <param name="digest">Takes every byte that is read.</param>
internal sealed class JsonItemReader(Stream stream, IncrementalHash digest)
{
    /// <summary>The longest item that is read: 32 redirect URIs at their longest fit many times.</summary>
    public const int MaximumItem = 1024 * 1024;

    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true, MaxDepth = 16 };
    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _atEnd;
    private int _line = 1;
    private long _bytesRead;
    private JsonReaderState _state = new(Options);

    /// <summary>All items in their order.</summary>
    /// <exception cref="JsonItemException">The file breaks off, is not JSON, or has an item that is too long.</exception>
    public IEnumerable<JsonItem> Read()
    {
        Fill();
        if (_buffer.AsSpan(_start, _end - _start).StartsWith("\uFEFF"u8)) _start += 3;

        var (lastLine, place) = (0, 0);
        while (true)
        {
            if (TryNext(out var document, out var line))
            {
                place = line == lastLine ? place + 1 : 1;
                lastLine = line;
                using (document) yield return new JsonItem(line, place, document.RootElement, _bytesRead - (_end - _start));
                continue;
            }

            if (_atEnd) yield break;
            Fill();
        }
    }

    private bool TryNext([NotNullWhen(true)] out JsonDocument? document, out int line)
    {
        try
        {
            while (true)
            {
                // With all bytes there, the reader itself complains about a value that breaks off.
                var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _atEnd, _state);
                (document, line) = (null, _line);
                if (!reader.Read()) return false;

                line += LinesBefore((int)reader.TokenStartIndex);
                var isBracketOfFile = reader.CurrentDepth == 0
                    && reader.TokenType is (JsonTokenType.StartArray or JsonTokenType.EndArray);
                if (!isBracketOfFile && !JsonDocument.TryParseValue(ref reader, out document)) return false;

                Take(ref reader);
                if (document is not null) return true;
            }
        }
        catch (JsonException e)
        {
            throw new JsonItemException((int)(e.LineNumber ?? 0) + 1, "This is not JSON. " + WithoutPlace(e));
        }
    }

    /// <summary>What the parser says, without its own count of lines, which begins with 0, and its advice to
    /// programmers.</summary>
    private static string WithoutPlace(JsonException e) =>
        e.Message.Split(" LineNumber: ")[0].Replace(" Change the reader options.", "", StringComparison.Ordinal)
        + $" This is at byte {e.BytePositionInLine + 1} of the line.";

    /// <summary>Leaves behind what the reader is through with.</summary>
    private void Take(ref Utf8JsonReader reader)
    {
        var consumed = (int)reader.BytesConsumed;
        _line += LinesBefore(consumed);
        _start += consumed;
        _state = reader.CurrentState;
    }

    private int LinesBefore(int length) => _buffer.AsSpan(_start, length).Count((byte)'\n');

    private void Fill()
    {
        var kept = _end - _start;
        if (kept == _buffer.Length)
        {
            if (kept >= MaximumItem)
                throw new JsonItemException(_line, $"One value has more than {MaximumItem / 1024} KiB. Is this the right file?");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, kept).CopyTo(_buffer);
            (_start, _end) = (0, kept);
        }

        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        digest.AppendData(_buffer, _end, read);
        _end += read;
        _bytesRead += read;
        _atEnd = read == 0;
    }
}
