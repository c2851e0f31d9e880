using System.Net;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using ClientRegistry.Lookup.Authentication;
using ClientRegistry.Lookup.Authorization;
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
    public void Each_question_describes_the_reasons_and_errors_that_it_has_and_no_other()
    {
        var requests = Of<AuthorizationRefusal>(typeof(AuthorizationRefusals)).Append(AuthorizationRefusals.ScopeNotAllowed(["a"]));
        var clients = Of<AuthenticationRefusal>(typeof(AuthenticationRefusal));
        AssertListed("RefusedRequest", requests.Select(r => (r.Reason, r.Error)));
        AssertListed("RefusedClient", clients.Select(r => (r.Reason, r.Error)));

        var defined = typeof(Reasons).GetFields().Select(f => (string)f.GetRawConstantValue()!).Order();
        Assert.Equal(defined, Words("RefusedRequest", "reason").Union(Words("RefusedClient", "reason")).Order());
    }

    [Fact]
    public async Task The_headers_of_an_answer_without_body_are_described()
    {
        await using var world = await LookupWorld.CreateAsync();
        await world.AddClientAsync("one");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/clients/one");
        request.Headers.Authorization = new("Bearer", world.ProductionKey);
        request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        using var response = await world.Host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
        Assert.Equal(
            response.Headers.Select(h => h.Key).Except(["X-Content-Type-Options"]).Append("Age").Order(),
            Document.GetProperty("paths").GetProperty("/api/v1/clients/{client_id}").GetProperty("get")
                .GetProperty("responses").GetProperty("304").GetProperty("headers").EnumerateObject().Select(h => h.Name).Order());
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
            + LookupWorld.Pkce;
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

    private static void AssertListed(string schema, IEnumerable<(string Reason, string Error)> refusals)
    {
        Assert.Equal(refusals.Select(r => r.Reason).Distinct().Order(), Words(schema, "reason").Order());
        Assert.Equal(refusals.Select(r => r.Error).Distinct().Order(), Words(schema, "error").Order());
    }

    private static IEnumerable<T> Of<T>(Type holder) => holder
        .GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        .Where(f => f.FieldType == typeof(T)).Select(f => (T)f.GetValue(null)!);

    private static IEnumerable<string> Words(string schema, string member) =>
        At($"components/schemas/{schema}/properties/{member}/enum").EnumerateArray().Select(r => r.GetString()!);

    private static JsonElement At(string pointer) =>
        pointer.Split('/').Aggregate(Document, (element, name) => element.GetProperty(name));
}
