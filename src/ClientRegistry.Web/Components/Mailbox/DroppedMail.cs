using System.Net;
using ClientRegistry.Registration.Mail;
using Microsoft.Extensions.Options;
using MimeKit;

namespace ClientRegistry.Web.Components.Mailbox;

/// <summary>A mail in the folder, for the list.</summary>
/// <param name="File">Name of its file.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="To">To whom.</param>
/// <param name="Date">When it came to be owed.</param>
public sealed record DroppedHeader(string File, string Subject, string To, DateTimeOffset Date);

/// <summary>A mail in the folder.</summary>
/// <param name="Header">What the list shows.</param>
/// <param name="Headers">Every header line.</param>
/// <param name="Text">The text part.</param>
/// <param name="Html">The HTML part.</param>
public sealed record DroppedLetter(
    DroppedHeader Header, IReadOnlyList<(string Name, string Value)> Headers, string Text, string Html);

/// <summary>The mails that <see cref="MailTransport.Folder"/> has put down.</summary>
/// <param name="options">Which folder.</param>
public sealed class DroppedMail(IOptions<MailOptions> options)
{
    private const int Most = 200;

    /// <summary>The folder that is read.</summary>
    public string Folder => options.Value.Folder;

    /// <summary>Whether mails go there at all.</summary>
    public bool IsInUse => options.Value.Transport == MailTransport.Folder;

    /// <summary>The newest first.</summary>
    /// <param name="ct">Stops it.</param>
    public async Task<IReadOnlyList<DroppedHeader>> ListAsync(CancellationToken ct)
    {
        var directory = new DirectoryInfo(Folder);
        if (!directory.Exists) return [];

        var files = directory.EnumerateFiles("*.eml").Where(f => f.Name[0] != '.')
            .OrderByDescending(f => f.LastWriteTimeUtc).ThenByDescending(f => f.Name, StringComparer.Ordinal).Take(Most);
        var headers = new List<DroppedHeader>();
        foreach (var file in files)
        {
            using var message = await MimeMessage.LoadAsync(file.FullName, ct);
            headers.Add(HeaderOf(file.Name, message));
        }

        return headers;
    }

    /// <summary>One of them; null when there is none of that name.</summary>
    /// <param name="file">Name of its file.</param>
    /// <param name="ct">Stops it.</param>
    public async Task<DroppedLetter?> FindAsync(string file, CancellationToken ct)
    {
        var path = Path.Combine(Folder, file);
        if (Path.GetFileName(file) != file || !file.EndsWith(".eml", StringComparison.Ordinal) || !File.Exists(path))
            return null;

        using var message = await MimeMessage.LoadAsync(path, ct);
        return new DroppedLetter(
            HeaderOf(file, message),
            [.. message.Headers.Select(h => (h.Field, h.Value))],
            message.TextBody ?? "",
            message.HtmlBody ?? $"<pre>{WebUtility.HtmlEncode(message.TextBody)}</pre>");
    }

    private static DroppedHeader HeaderOf(string file, MimeMessage message) =>
        new(file, message.Subject ?? "", message.To.ToString(), message.Date);
}
