namespace ClientRegistry.Web.Components.Mail;

/// <summary>How mails look. Only greys that can be read on white and on black; the reader's program chooses the rest.</summary>
internal static class MailStyles
{
    public const string Page =
        "max-width:640px;margin:0 auto;padding:24px 16px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,"
        + "Helvetica,Arial,sans-serif;overflow-wrap:anywhere";

    public const string Text = "margin:0 0 16px";
    public const string Heading = "margin:28px 0 8px;font-size:18px";
    public const string Title = "margin:0 0 4px;font-weight:600";
    public const string Small = "margin:0 0 16px;font-size:13px";
    public const string Facts = "margin:0 0 16px;border-collapse:collapse";
    public const string Label = "padding:3px 16px 3px 0;vertical-align:top;font-weight:600";
    public const string Value = "padding:3px 0;vertical-align:top;overflow-wrap:anywhere;word-break:break-word";
    public const string Items = "margin:0 0 16px;padding-left:20px";
    public const string Quotation = "margin:0 0 16px;padding:4px 0 4px 12px;border-left:3px solid #808080";
    public const string Footer = "margin-top:32px;padding-top:12px;border-top:1px solid #808080;font-size:13px";
    public const string Exact = "font:14px/1.5 ui-monospace,Consolas,Menlo,monospace;word-break:break-all";

    public const string Sample =
        "margin:0 0 16px;padding:12px;border:1px solid #808080;border-radius:4px;font:13px/1.5 ui-monospace,Consolas,"
        + "Menlo,monospace;white-space:pre-wrap;overflow-wrap:anywhere";

    public const string Button =
        "display:inline-block;padding:10px 20px;border-radius:4px;background:#1d4ed8;color:#ffffff;text-decoration:none;"
        + "font-weight:600";
}
