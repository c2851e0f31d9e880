using System.Net;
using System.Text.Json;
using System.Threading.Channels;

namespace ClientRegistry.OpenIddict.Tests.Servers;

/// <summary>The connection to the change feed: each question waits for the page that a test gives it.</summary>
internal sealed class ScriptedFeed : HttpMessageHandler
{
    private readonly Channel<FeedQuestion> _questions = Channel.CreateUnbounded<FeedQuestion>();

    /// <summary>The next question. When it is there, the page before it has been taken in.</summary>
    /// <exception cref="TimeoutException">None came.</exception>
    public Task<FeedQuestion> NextAsync() => _questions.Reader
        .ReadAsync(TestContext.Current.CancellationToken).AsTask()
        .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var question = new FeedQuestion(request.RequestUri!.Query);
        await _questions.Writer.WriteAsync(question, ct);
        return await question.Answered.WaitAsync(ct);
    }
}

/// <summary>A question to the change feed.</summary>
/// <param name="Query">With its place and time to wait.</param>
internal sealed record FeedQuestion(string Query)
{
    private readonly TaskCompletionSource<HttpResponseMessage> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<HttpResponseMessage> Answered => _answer.Task;

    /// <summary>Answers with a page.</summary>
    /// <param name="next">Where it ends.</param>
    /// <param name="changes">Client and kind of change.</param>
    public void Answer(long next, params IEnumerable<(string ClientId, string Kind)> changes)
    {
        var first = next - changes.Count() + 1;
        Answer(JsonSerializer.Serialize(new
        {
            changes = changes.Select((c, i) => new
            {
                sequence = first + i, client_id = c.ClientId, change = c.Kind, revision = 1, at = 0,
            }),
            next,
        }));
    }

    /// <summary>Answers with something else.</summary>
    public void Answer(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        _answer.SetResult(ScriptedRegistry.Json(status, json));
}
