using System.Collections.Concurrent;
using System.Net;
using ClientRegistry.Testing;

namespace ClientRegistry.Endurance.Tests.Infrastructure;

/// <summary>
/// The account manager's presses of <b>Approve</b>, several at a time, and what was answered. A press that is not answered
/// is repeated with the next process, as a person would.
/// </summary>
internal sealed class Approvals(Site site)
{
    private const int AtATime = 4;

    private readonly ConcurrentQueue<int> _waiting = new();
    private readonly ConcurrentDictionary<int, string> _acknowledged = new();
    private readonly ConcurrentDictionary<int, bool> _foundDecided = new();

    /// <summary>Which client each request was answered to have become.</summary>
    public IReadOnlyDictionary<int, string> Acknowledged => _acknowledged;

    /// <summary>Requests that turned out to be decided by a press that was never answered.</summary>
    public int FoundDecided => _foundDecided.Count;

    /// <summary>Every request there ever was.</summary>
    public int All { get; private set; }

    /// <summary>Puts requests into review until so many wait.</summary>
    public async Task FillAsync(int count)
    {
        var missing = count - _waiting.Count;
        if (missing <= 0) return;

        foreach (var number in await site.SeedAsync(missing)) _waiting.Enqueue(number);
        All += missing;
    }

    /// <summary>Presses until nothing waits, or the process is gone.</summary>
    public async Task RunAsync(RegistryServer node)
    {
        using var http = new HttpClient { BaseAddress = node.Address };
        await Task.WhenAll(Enumerable.Range(0, AtATime).Select(_ => PressAsync(http)));
    }

    /// <summary>Completes when so many were answered, or all.</summary>
    public async Task ReachAsync(int count, Task run)
    {
        while (_acknowledged.Count < count && !run.IsCompleted)
            await Task.WhenAny(run, Task.Delay(1, TestContext.Current.CancellationToken));
    }

    private async Task PressAsync(HttpClient http)
    {
        while (_waiting.TryDequeue(out var number))
        {
            try
            {
                var address = $"/driver/approvals?number={number}&actor={site.World.AccountManager.UserId}";
                using var answer = await http.PostAsync(address, content: null);
                var text = await answer.Content.ReadAsStringAsync();
                switch (answer.StatusCode)
                {
                    case HttpStatusCode.OK:
                        Assert.True(_acknowledged.TryAdd(number, text), $"Request {number} was approved twice.");
                        break;
                    case HttpStatusCode.Conflict when text == "wrong_state":
                        Assert.True(_foundDecided.TryAdd(number, true));
                        break;
                    default:
                        Assert.Fail($"Request {number} was answered {answer.StatusCode}: {text}");
                        break;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                _waiting.Enqueue(number);
                return;
            }
        }
    }
}
