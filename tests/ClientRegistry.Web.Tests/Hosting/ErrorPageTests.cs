using System.Net;
using ClientRegistry.Testing;
using Microsoft.Data.Sqlite;

namespace ClientRegistry.Web.Tests.Hosting;

public sealed class ErrorPageTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_that_fails_is_answered_with_one_that_says_so()
    {
        await using var application = new RegistryApplication();
        using var client = application.CreateClient();
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(application.DataDirectory, "clientregistry.db*")) File.Delete(file);

        var answer = await client.GetAsync("/account/invitation?token=any", Ct);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("Something went wrong", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }
}
