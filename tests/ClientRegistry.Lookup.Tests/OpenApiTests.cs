using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Lookup.Tests;

public sealed class OpenApiTests
{
    private static readonly JsonElement Document = JsonDocument.Parse(OpenApiDocument.Read()).RootElement;

    [Fact]
    public async Task The_document_is_served_without_a_key_and_describes_just_the_endpoints_there_are()
    {
        await using var world = await LookupWorld.CreateAsync();
        using var response = await world.Host.SendAsync(HttpMethod.Get, "/openapi/v1.json", key: null);
        Assert.Equal(OpenApiDocument.Read(), await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());

        var mapped = world.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(e => (e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                .Select(m => $"{m.ToLowerInvariant()} {e.RoutePattern.RawText}"));
        var described = Document.GetProperty("paths").EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Select(o => $"{o.Name} {p.Name}"));

        // What the document says once of all: whatever answers GET answers HEAD.
        Assert.Equal(mapped.Order(), described.SelectMany(WithHead).Order());
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        foreach (Match match in Regex.Matches(Document.GetRawText(), "\"#/([^\"]+)\""))
            Assert.NotEqual(JsonValueKind.Undefined, At(match.Groups[1].Value).ValueKind);
    }

    [Fact]
    public void Every_reason_there_is_is_described_and_no_other()
    {
        var described = Reasons("RefusedRequest").Concat(Reasons("RefusedClient")).Distinct().Order();
        var defined = typeof(Reasons).GetFields().Select(f => (string)f.GetRawConstantValue()!).Order();

        Assert.Equal(defined, described);
    }

    [Fact]
    public async Task What_the_endpoints_answer_has_the_members_that_are_described()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("one", LookupWorld.Metadata with
        {
            ClientUri = "https://a.example", LogoUri = "https://a.example/l", PolicyUri = "https://a.example/p",
            TosUri = "https://a.example/t", Contacts = ["a@a.example"], RequirePkce = false, TokenEndpointAuthMethod = "none",
        });
        const string Query = "client_id=one&response_type=code&scope=orders-api&redirect_uri=https://app.example/cb"
            + "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";
        using var read = await world.GetAsync("/api/v1/clients/one");
        using var problem = await world.GetAsync("/api/v1/clients/nobody");
        using var changes = await world.GetAsync("/api/v1/changes?after=0");

        AssertMembers("Client", JsonDocument.Parse(await read.Content.ReadAsStringAsync()).RootElement, all: true);
        AssertMembers("Problem", JsonDocument.Parse(await problem.Content.ReadAsStringAsync()).RootElement, all: true);
        var page = JsonDocument.Parse(await changes.Content.ReadAsStringAsync()).RootElement;
        AssertMembers("ChangePage", page, all: true);
        AssertMembers("Change", page.GetProperty("changes")[0], all: true);
        AssertMembers("ValidRequest", await world.ValidateAsync(Query + "&state=s"), all: true);
        AssertMembers("RefusedRequest", await world.ValidateAsync(Query + "&state=s&scope=again"), all: true);
        AssertMembers("AuthenticatedClient", await world.AuthenticateAsync(new { client_id = "one" }), all: false);
        AssertMembers("RefusedClient", await world.AuthenticateAsync(new { client_id = "two" }), all: true);
    }

    private static string[] WithHead(string operation) =>
        operation.StartsWith("get ", StringComparison.Ordinal) ? [operation, "head" + operation[3..]] : [operation];

    private static void AssertMembers(string schema, JsonElement answer, bool all)
    {
        var described = At($"components/schemas/{schema}");
        var members = answer.EnumerateObject().Select(m => m.Name).ToList();
        var known = described.GetProperty("properties").EnumerateObject().Select(p => p.Name).ToList();
        Assert.Empty(members.Except(known));
        Assert.Empty(described.GetProperty("required").EnumerateArray().Select(r => r.GetString()!).Except(members));
        if (all) Assert.Empty(known.Except(members));
    }

    private static IEnumerable<string> Reasons(string schema) =>
        At($"components/schemas/{schema}/properties/reason/enum").EnumerateArray().Select(r => r.GetString()!);

    private static JsonElement At(string pointer) =>
        pointer.Split('/').Aggregate(Document, (element, name) => element.GetProperty(name));
}
