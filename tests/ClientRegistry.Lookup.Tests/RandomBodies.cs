using System.Text;
using CsCheck;

namespace ClientRegistry.Lookup.Tests;

/// <summary>A body with the media type that it is sent as.</summary>
internal sealed record RandomBody(byte[] Octets, string MediaType)
{
    public const string Form = "application/x-www-form-urlencoded";
    public const string Json = "application/json";

    public ByteArrayContent ToContent()
    {
        var content = new ByteArrayContent(Octets);
        content.Headers.TryAddWithoutValidation("Content-Type", MediaType);
        return content;
    }

    /// <summary>What it says in a plain reading; null when that cannot be read.</summary>
    /// <param name="names">The parameters that matter.</param>
    public IReadOnlyList<(string Name, string Value)>? Read(params string[] names) => MediaType switch
    {
        Form => PlainReading.OfForm(Octets, names),
        Json => PlainReading.OfJson(Octets, names),
        _ => null,
    };

    public override string ToString() => $"{MediaType}: {Encoding.Latin1.GetString(Octets)}";
}

/// <summary>Bodies at random.</summary>
internal static class RandomBodies
{
    /// <summary>Octets that mean nothing, or nearly something.</summary>
    public static Gen<RandomBody> Octets { get; } =
        from octets in Gen.OneOf(
            Gen.Byte.Array[0, 200],
            Gen.OneOf("{", "}", "\"client_id\"", ":", ",", "\"a\"", "authorization=Basic ", "%", "=", "&", "null", "[")
                .Array[0, 12].Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts))))
        from type in Gen.OneOf(RandomBody.Json, RandomBody.Form, "", "x/y", ";;")
        select new RandomBody(octets, type);

    /// <summary>A body that is good, with up to three of its octets replaced, doubled or left out, or sent as something else.</summary>
    /// <param name="form">A good one.</param>
    /// <param name="json">Another.</param>
    public static Gen<RandomBody> Changed(string form, string json) =>
        from good in Gen.OneOf((form, RandomBody.Form), (json, RandomBody.Json))
        from changes in Gen.Select(Gen.Double.Unit, Gen.Int[0, 3], Gen.OneOf("&=%+\"\\:, {}09aZ\0\u00ff"u8.ToArray())).Array[0, 3]
        from asOther in Gen.Int[0, 29]
        select new RandomBody(
            changes.Aggregate(Encoding.UTF8.GetBytes(good.Item1), (octets, c) => Change(octets, (int)(c.Item1 * octets.Length), c.Item2, c.Item3)),
            asOther == 0 ? (good.Item2 == RandomBody.Form ? RandomBody.Json : RandomBody.Form) : good.Item2);

    /// <summary>Text as it stands in a form or in an address.</summary>
    /// <param name="text">Lone surrogates in it cannot be escaped; what stands for them is as good.</param>
    public static string Escape(string text) =>
        Uri.EscapeDataString(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)));

    private static byte[] Change(byte[] octets, int at, int how, byte other) => how switch
    {
        0 => [.. octets[..at], other, .. octets[(at + 1)..]],
        1 => [.. octets[..at], other, .. octets[at..]],
        2 => [.. octets[..at], octets[at], .. octets[at..]],
        _ => [.. octets[..at], .. octets[(at + 1)..]],
    };
}
