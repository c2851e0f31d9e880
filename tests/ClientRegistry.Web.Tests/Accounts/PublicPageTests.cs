using System.Net;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Web.Tests.Accounts;

public sealed class PublicPageTests(AccountsApplication app) : IClassFixture<AccountsApplication>
{
    [Fact]
    public async Task How_it_works_answers_every_question_of_a_newcomer()
    {
        var browser = await app.Browser().OpenAsync("/how-it-works");

        Assert.Equal(HttpStatusCode.OK, browser.Answer.StatusCode);
        Assert.Equal(
            ["client_id", "redirect_uri (redirect URL)", "Who may ask", "Who approves", "How long it takes", "Whom to ask"],
            browser.Page.QuerySelectorAll("main h2").Select(h => h.TextContent));
        Assert.Contains("support@registry.example", browser.Page.Body!.TextContent);
        Assert.Contains("nothing to measure", browser.Page.Body.TextContent);
    }

    [Fact]
    public async Task An_application_is_taken_and_kept()
    {
        var browser = await app.Browser().OpenAsync("/apply");

        await browser.SendAsync(
            "apply",
            ("Organisation", "Fabrikam"), ("ContactName", "Fay"), ("Email", "fay@fabrikam.example"), ("Purpose", "Orders"));

        Assert.Equal("We have your application", browser.Title);
        await using var db = app.Application.OpenDatabase();
        Assert.Equal("Fay", (await db.PartnerApplications.SingleAsync(a => a.Organisation == "Fabrikam")).ContactName);
    }

    [Fact]
    public async Task A_refused_application_keeps_all_that_was_typed()
    {
        var browser = await app.Browser().OpenAsync("/apply");

        await browser.SendAsync(
            "apply", ("Organisation", "<Fabrikam>"), ("Email", "fay"), ("Website", "fabrikam"), ("Purpose", "a\nb"));

        Assert.Equal(3, browser.Page.QuerySelectorAll("[role=alert] a").Length);
        Assert.Equal("<Fabrikam>", browser.Page.QuerySelector("#apply-organisation")!.GetAttribute("value"));
        Assert.Equal("fabrikam", browser.Page.QuerySelector("#apply-website")!.GetAttribute("value"));
        Assert.Equal("a\nb", browser.Page.QuerySelector("#apply-purpose")!.TextContent);
        foreach (var field in browser.Page.QuerySelectorAll("[aria-describedby]"))
        {
            Assert.All(
                field.GetAttribute("aria-describedby")!.Split(' '),
                id => Assert.NotNull(browser.Page.GetElementById(id)));
        }
    }
}
