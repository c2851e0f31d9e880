using Microsoft.AspNetCore.Http.HttpResults;

namespace ClientRegistry.Web.Components.Mailbox;

/// <summary><c>/dev/mail</c>: the dropped mails like a mailbox. There in Development only; elsewhere nothing is mapped.</summary>
internal static class MailboxEndpoints
{
    private const string Root = "/dev/mail";

    /// <summary>The mail itself runs nothing and loads nothing; its links open in a new tab.</summary>
    private const string LetterPolicy =
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; "
        + "sandbox allow-popups allow-popups-to-escape-sandbox";

    /// <summary>Maps it.</summary>
    /// <param name="app">The built host.</param>
    public static void MapMailbox(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment()) return;

        var mailbox = app.MapGroup(Root).AllowAnonymous();
        mailbox.MapGet("", ListAsync);
        mailbox.MapGet("{file}", ShowAsync);
        mailbox.MapGet("{file}/html", HtmlAsync);
    }

    /// <summary>Address of a mail.</summary>
    /// <param name="file">Name of its file.</param>
    public static string AddressOf(string file) => $"{Root}/{Uri.EscapeDataString(file)}";

    private static async Task<RazorComponentResult> ListAsync(DroppedMail mails, CancellationToken ct)
    {
        var headers = await mails.ListAsync(ct);
        return new RazorComponentResult<MailboxList>(new { Headers = headers, Mails = mails });
    }

    private static async Task<IResult> ShowAsync(string file, DroppedMail mails, CancellationToken ct) =>
        await mails.FindAsync(file, ct) is { } letter
            ? new RazorComponentResult<MailboxLetter>(new { Letter = letter })
            : TypedResults.NotFound();

    private static async Task<IResult> HtmlAsync(string file, DroppedMail mails, HttpContext http, CancellationToken ct)
    {
        if (await mails.FindAsync(file, ct) is not { } letter) return TypedResults.NotFound();

        http.Response.Headers.ContentSecurityPolicy = LetterPolicy;
        var html = letter.Html.Replace("<head>", "<head><base target=\"_blank\">", StringComparison.Ordinal);
        return TypedResults.Content(html, "text/html; charset=utf-8");
    }
}
