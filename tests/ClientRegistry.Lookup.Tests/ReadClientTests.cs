using System.Net;
using System.Text.Json;

namespace ClientRegistry.Lookup.Tests;

public sealed class ReadClientTests
{
    [Fact]
    public async Task A_client_is_described_with_the_members_of_the_contract()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("cr-p-one", LookupWorld.Metadata with { ClientUri = "https://app.example", Contacts = ["a@app.example"] });

        using var response = await world.GetAsync("/api/v1/clients/cr-p-one");
        var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("private, max-age=30", response.Headers.NonValidated["Cache-Control"].ToString());
        Assert.StartsWith("\"1-", response.Headers.ETag!.Tag, StringComparison.Ordinal);
        Assert.Equal(
            $$$"""
            {"client_id":"cr-p-one","client_id_issued_at":{{{world.World.Now.ToUnixTimeSeconds()}}},"client_name":"Warehouse","application_type":"web",
            "redirect_uris":["https://app.example/cb","https://app.example/cb2"],"grant_types":["authorization_code","refresh_token"],
            "response_types":["code"],"scope":"orders-api catalogue-api","token_endpoint_auth_method":"client_secret_basic",
            "client_uri":"https://app.example","contacts":["a@app.example"],"require_pkce":true,"environment":"production",
            "status":"active","partner":{"id":"{{{world.World.Partner.Id}}}","name":"Northwind"},"revision":1}
            """.ReplaceLineEndings(""),
            document.GetRawText());
    }
}
