using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace ClientRegistry.Lookup.Http;

/// <summary>
/// The named parameters of a body, and which of them were sent more than once. A parameter without a value counts as
/// left out (RFC 6749 section 3.1); parameters of other names are ignored.
/// </summary>
internal sealed class WireParameters
{
    /// <summary>
    /// What stands for a value that has a broken percent-escape or is not UTF-8: U+FFFD, which no parameter may have in it.
    /// Whoever opens an authorization request can send such a one; that is for a verdict, and no error of the caller's.
    /// </summary>
    private const string Undecodable = "\ufffd";

    private readonly string?[] _values;
    private int _sent;
    private int _repeated;

    private WireParameters(int count) => _values = new string?[count];

    /// <summary>The first value that is not empty; null when there is none.</summary>
    /// <param name="index">Which parameter, by its place in the list of names.</param>
    public string? this[int index] => _values[index];

    /// <summary>Whether it was sent more than once, with or without a value.</summary>
    /// <param name="index">Which parameter.</param>
    public bool IsRepeated(int index) => (_repeated & (1 << index)) != 0;

    /// <summary>Whether any of them was sent more than once.</summary>
    public bool HasRepeated => _repeated != 0;

    /// <summary>
    /// Reads a form, or the query string of an authorization request as it came, with or without its question mark.
    /// </summary>
    /// <param name="body">The octets.</param>
    /// <param name="names">The names that matter.</param>
    /// <returns>What they say.</returns>
    public static WireParameters ReadForm(ReadOnlySpan<byte> body, string[] names)
    {
        var parameters = new WireParameters(names.Length);
        if (!body.IsEmpty && body[0] == '?') body = body[1..];
        foreach (var range in body.Split((byte)'&'))
        {
            var pair = body[range];
            var equals = pair.IndexOf((byte)'=');
            var name = equals < 0 ? pair : pair[..equals];
            var index = IndexOf(name, names);
            if (index < 0) continue;

            var encoded = equals < 0 ? [] : pair[(equals + 1)..];
            parameters.Add(index, PercentEncoding.TryDecode(encoded, plusIsSpace: true, out var value) ? value : Undecodable);
        }

        return parameters;
    }

    /// <summary>Reads a JSON object of strings.</summary>
    /// <param name="body">The octets.</param>
    /// <param name="names">The names that matter.</param>
    /// <param name="parameters">What they say.</param>
    /// <returns>Null, or what is wrong with the body.</returns>
    public static string? ReadJson(ReadOnlySpan<byte> body, string[] names, out WireParameters parameters)
    {
        parameters = new WireParameters(names.Length);
        if (!Utf8.IsValid(body)) return "The body is not UTF-8.";
        try
        {
            return ReadObject(new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 2 }), names, parameters);
        }
        catch (JsonException)
        {
            return "The body is not well-formed JSON.";
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair, in a value.
            return "A string of the body is not well-formed Unicode.";
        }
    }

    private static string? ReadObject(Utf8JsonReader reader, string[] names, WireParameters parameters)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return "The body is not a JSON object.";
        HashSet<string>? others = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(ref reader, names);
            var twice = index < 0
                ? !(others ??= new(StringComparer.Ordinal)).Add(reader.GetString()!)
                : (parameters._sent & (1 << index)) != 0;
            if (twice) return "A member of the JSON object stands there twice.";
            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
                return "Every member of the JSON object must be a string.";
            var value = reader.GetString()!;
            if (index >= 0) parameters.Add(index, value);
        }

        // Throws when something follows the object.
        reader.Read();
        return null;
    }

    private void Add(int index, string value)
    {
        var bit = 1 << index;
        _repeated |= _sent & bit;
        _sent |= bit;
        if (value.Length > 0) _values[index] ??= value;
    }

    private static int IndexOf(ref Utf8JsonReader reader, string[] names)
    {
        for (var i = 0; i < names.Length; i++)
            if (reader.ValueTextEquals(names[i])) return i;
        return -1;
    }

    private static int IndexOf(ReadOnlySpan<byte> name, string[] names)
    {
        if (name.IndexOf((byte)'%') >= 0)
            return PercentEncoding.TryDecode(name, plusIsSpace: true, out var decoded) ? Array.IndexOf(names, decoded) : -1;

        for (var i = 0; i < names.Length; i++)
            if (Ascii.Equals(name, names[i])) return i;
        return -1;
    }
}
