using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using ClientRegistry.Lookup.Http;

namespace ClientRegistry.Lookup.Tests;

/// <summary>Each problem that a question can end in is brought about, and the document must describe just these.</summary>
public sealed class OpenApiProblemTests
{
    private const string Validate = "/api/v1/authorization-requests/validate";
    private const string Authenticate = "/api/v1/client-authentication";

    private static readonly JsonObject Document = JsonNode.Parse(OpenApiDocument.Read())!.AsObject();

    [Fact]
    public async Task Reading_a_client_ends_in_just_the_problems_that_are_described()
    {
        await using var node = await ProblemNode.StartAsync();
        await AssertDescribedAsync("get", "/api/v1/clients/{client_id}", () => node.GetAsync("/api/v1/clients/held"),
        [
            .. await node.CommonProblemsAsync(() => node.GetAsync("/api/v1/clients/not-held")),
            await node.GetAsync("/api/v1/clients/%ff"),
            await node.GetAsync("/api/v1/clients/nobody"),
            await node.GetAsync("/api/v1/clients/sandboxed"),
            await node.GetAsync("/api/v1/clients/suspended"),
            await node.GetAsync("/api/v1/clients/revoked"),
        ]);
    }

    [Fact]
    public async Task Validating_an_authorization_request_ends_in_just_the_problems_that_are_described()
    {
        await using var node = await ProblemNode.StartAsync();
        await AssertDescribedAsync("post", Validate, () => node.PostAsync(Validate, "client_id=held"),
        [
            .. await node.CommonProblemsAsync(() => node.PostAsync(Validate, "client_id=not-held")),
            .. await node.BodyProblemsAsync(Validate),
        ]);
    }

    [Fact]
    public async Task Authenticating_a_client_ends_in_just_the_problems_that_are_described()
    {
        await using var node = await ProblemNode.StartAsync();
        var flood = Enumerable.Range(0, 20)
            .Select(i => node.PostAsync(Authenticate, $"client_id=imported&client_secret=wrong{i}")).ToList();
        var busy = (await Task.WhenAll(flood)).First(a => a.StatusCode == HttpStatusCode.ServiceUnavailable);
        await AssertDescribedAsync("post", Authenticate, () => node.PostAsync(Authenticate, "client_id=held"),
        [
            .. await node.CommonProblemsAsync(() => node.PostAsync(Authenticate, "client_id=not-held")),
            .. await node.BodyProblemsAsync(Authenticate),
            busy,
        ]);
    }

    [Fact]
    public async Task Following_the_changes_ends_in_just_the_problems_that_are_described()
    {
        await using var node = await ProblemNode.StartAsync();
        await AssertDescribedAsync("get", "/api/v1/changes", () => node.GetAsync("/api/v1/changes"),
        [
            .. await node.CommonProblemsAsync(() => node.GetAsync("/api/v1/changes")),
            await node.GetAsync("/api/v1/changes?after=x"),
            await node.GetAsync("/api/v1/changes?wait=31"),
            await node.GetAsync("/api/v1/changes?after=1000"),
        ]);
    }

    [Fact]
    public void The_codes_of_problems_are_those_of_the_questions_and_of_a_wrong_path_or_method()
    {
        var ofQuestions = Document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject())
            .SelectMany(o => o.Value!["responses"]!.AsObject()).Select(r => Resolve(r.Value!))
            .Where(r => r["content"]?["application/problem+json"] is not null).SelectMany(Examples)
            .Select(e => e["code"]!.GetValue<string>());
        var listed = Document["components"]!["schemas"]!["Problem"]!["properties"]!["code"]!["enum"]!.AsArray();

        Assert.Equal(
            ofQuestions.Union([Problem.NotFound.Code, Problem.MethodNotAllowed("GET").Code]).Order(),
            listed.Select(c => c!.GetValue<string>()).Order());
    }

    private static async Task AssertDescribedAsync(
        string method, string path, Func<Task<HttpResponseMessage>> wellAsked, HttpResponseMessage[] problems)
    {
        var described = Document["paths"]![path]![method]!["responses"]!.AsObject()
            .ToDictionary(r => int.Parse(r.Key, CultureInfo.InvariantCulture), r => Resolve(r.Value!));
        var examples = described.Where(r => r.Key >= 400).SelectMany(r => Examples(r.Value)).ToList();
        var given = new HashSet<string>();
        foreach (var problem in problems) given.Add(JsonNode.Parse(await problem.Content.ReadAsStringAsync())!.ToJsonString());

        Assert.Equal(given.Order(), examples.Select(e => e.ToJsonString()).Order());
        Assert.All(
            described.Where(r => r.Key >= 400),
            r => Assert.All(Examples(r.Value), e => Assert.Equal(r.Key, e["status"]!.GetValue<int>())));
        Assert.All(problems, p => AssertHeaders(described[(int)p.StatusCode], p));
        using var good = await wellAsked();
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        AssertHeaders(described[200], good);
    }

    // Age is there only when an answer is stale; the rest always. No-store is nothing that a caller must know of.
    private static void AssertHeaders(JsonObject described, HttpResponseMessage response)
    {
        var expected = response.Headers.NonValidated.Select(h => h.Key)
            .Where(h => h is "WWW-Authenticate" or "Retry-After" or "ETag"
                || (h is "Cache-Control" && !response.Headers.CacheControl!.NoStore));
        var names = (described["headers"]?.AsObject().Select(h => h.Key) ?? []).Where(h => h != "Age");
        Assert.Equal(expected.Order(), names.Order());
    }

    private static IEnumerable<JsonNode> Examples(JsonObject response) =>
        response["content"]!["application/problem+json"]!["examples"]!.AsObject().Select(e => e.Value!["value"]!);

    private static JsonObject Resolve(JsonNode response) => response["$ref"] is { } reference
        ? reference.GetValue<string>()[2..].Split('/').Aggregate((JsonNode)Document, (node, name) => node[name]!).AsObject()
        : response.AsObject();
}
