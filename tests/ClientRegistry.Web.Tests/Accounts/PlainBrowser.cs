using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace ClientRegistry.Web.Tests.Accounts;

/// <summary>What a browser does without JavaScript: reads a page, fills in a form, sends it, keeps its cookies.</summary>
/// <param name="http">A client with cookies that follows no redirect by itself.</param>
public sealed class PlainBrowser(HttpClient http)
{
    /// <summary>The last answer.</summary>
    public HttpResponseMessage Answer { get; private set; } = null!;

    /// <summary>The last page.</summary>
    public IHtmlDocument Page { get; private set; } = null!;

    /// <summary>Where the last answer sends the browser, without the host when it is ours; null for nowhere.</summary>
    public string? RedirectedTo => Answer.Headers.Location?.OriginalString.Replace("https://registry.example", "");

    /// <summary>Text of what was refused on the last page; empty for nothing.</summary>
    public string Refused => Page.QuerySelector("[role=alert]")?.TextContent.Trim() ?? "";

    public string Title => Page.QuerySelector("h1")?.TextContent ?? "";

    public async Task<PlainBrowser> OpenAsync(string path)
    {
        await ReadAsync(await http.GetAsync(path));
        return this;
    }

    /// <summary>Fills in a form of the last page and sends it.</summary>
    /// <param name="form">Its name.</param>
    /// <param name="fields">What to fill in; other fields keep what the page gave them.</param>
    public async Task<PlainBrowser> SendAsync(string form, params (string Name, string Value)[] fields)
    {
        var element = Page.QuerySelectorAll("form").OfType<IHtmlFormElement>()
            .Single(f => f.QuerySelector($"input[name=_handler][value='{form}']") is not null);
        var filled = fields.ToDictionary(f => $"Input.{f.Name}", f => f.Value);
        var content = element.QuerySelectorAll("input[name], textarea[name]").ToDictionary(
            e => e.GetAttribute("name")!,
            e => filled.GetValueOrDefault(e.GetAttribute("name")!) ?? ValueOf(e));
        Assert.Empty(filled.Keys.Except(content.Keys));
        return await PostAsync(Answer.RequestMessage!.RequestUri!.PathAndQuery, content);
    }

    public async Task<PlainBrowser> PostAsync(string path, IReadOnlyDictionary<string, string> content)
    {
        using var body = new FormUrlEncodedContent(content);
        await ReadAsync(await http.PostAsync(path, body));
        return this;
    }

    public async Task<PlainBrowser> SignInAsync(string email, string password, string? returnUrl = null)
    {
        await OpenAsync("/account/sign-in" + (returnUrl is null ? "" : $"?returnUrl={Uri.EscapeDataString(returnUrl)}"));
        return await SendAsync("sign-in", ("Email", email), ("Password", password));
    }

    /// <summary>Whether this browser has a session that still counts.</summary>
    public async Task<bool> IsSignedInAsync() => (await OpenAsync("/account")).Answer.StatusCode == HttpStatusCode.OK;

    private static string ValueOf(IElement element) =>
        element is IHtmlTextAreaElement text ? text.Value : element.GetAttribute("value") ?? "";

    private async Task ReadAsync(HttpResponseMessage answer)
    {
        Answer = answer;
        Page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }
}
