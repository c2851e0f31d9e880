using System.Text;
using System.Text.RegularExpressions;

namespace ClientRegistry.Registration.Tests.Mail.Signing;

/// <summary>What a DKIM signature covers, worked out from the bytes of a mail by the words of RFC 6376 alone.</summary>
/// <param name="Header">Octets that are signed.</param>
/// <param name="Body">Octets whose hash is signed.</param>
/// <param name="BodyHash">That hash, as the signature states it.</param>
/// <param name="Signature">The signature.</param>
internal sealed partial record CanonicalMail(byte[] Header, byte[] Body, string BodyHash, byte[] Signature)
{
    public static CanonicalMail Of(ReadOnlySpan<byte> raw)
    {
        var text = Encoding.ASCII.GetString(raw);
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        var fields = NewField().Split(text[..end]).ToList();
        var own = fields.Single(f => f.StartsWith("DKIM-Signature:", StringComparison.OrdinalIgnoreCase));
        var tags = own[(own.IndexOf(':', StringComparison.Ordinal) + 1)..].Split(';')
            .Select(t => t.Split('=', 2)).ToDictionary(t => t[0].Trim(), t => Blank().Replace(t[1], ""));

        // Section 5.4.2: from the bottom up, and nothing for a field that is not there.
        var left = fields.AsEnumerable().Reverse().ToList();
        var signed = new StringBuilder();
        foreach (var name in tags["h"].Split(':'))
        {
            var field = left.Find(f => f.StartsWith($"{name}:", StringComparison.OrdinalIgnoreCase));
            if (field is null) continue;
            left.Remove(field);
            signed.Append(Relaxed(field)).Append("\r\n");
        }

        signed.Append(Relaxed(SignatureValue().Replace(own, "${before}")));
        return new CanonicalMail(
            Encoding.ASCII.GetBytes(signed.ToString()),
            Encoding.ASCII.GetBytes(RelaxedBody(text[(end + 4)..])),
            tags["bh"],
            Convert.FromBase64String(tags["b"]));
    }

    /// <summary>Section 3.4.2.</summary>
    private static string Relaxed(string field)
    {
        var colon = field.IndexOf(':', StringComparison.Ordinal);
        var value = Blanks().Replace(field[(colon + 1)..].Replace("\r\n", ""), " ").Trim(' ');
        return $"{field[..colon].TrimEnd(' ', '\t').ToLowerInvariant()}:{value}";
    }

    /// <summary>Section 3.4.4.</summary>
    private static string RelaxedBody(string body)
    {
        var lines = body.Split("\r\n").Select(l => Blanks().Replace(l, " ").TrimEnd(' '));
        var joined = string.Join("\r\n", lines);
        while (joined.EndsWith("\r\n", StringComparison.Ordinal)) joined = joined[..^2];
        return joined.Length == 0 ? "" : joined + "\r\n";
    }

    [GeneratedRegex(@"\r\n(?![ \t])")]
    private static partial Regex NewField();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"[ \t]+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"(?<before>;\s*b=)[^;]*\z")]
    private static partial Regex SignatureValue();
}
