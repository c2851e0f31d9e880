using ClientRegistry.OpenIddict.Asking;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClientRegistry.OpenIddict.Caching;

/// <summary>Follows the registry's change feed by long polls, so that a suspension acts here as soon as it is made.</summary>
internal sealed class ChangeFollower(
    ChangeFeedApi feed,
    FeedHealth health,
    ClientDirectory directory,
    RememberedSecrets secrets,
    TimeProvider time,
    IOptions<ClientRegistryOptions> options,
    ILogger<ChangeFollower> log) : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private long? _cursor;
    private string? _saidOfLoss;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReadPageAsync(stoppingToken).ConfigureAwait(false);
                pause = FirstPause;
            }
            catch (RegistryUnavailableException e)
            {
                health.Lost();
                SayLost(e);
                await PauseAsync(pause, stoppingToken).ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    private async Task ReadPageAsync(CancellationToken ct)
    {
        // What there is already is not waited for: it decides whether the cache can be trusted.
        var wait = health.IsFollowed ? ChangeFeedApi.LongestWait : TimeSpan.Zero;
        var askedAt = time.GetTimestamp();
        if (await feed.ReadAsync(_cursor, wait, ct).ConfigureAwait(false) is not { } page)
        {
            log.FeedPlaceUnknown(_cursor);
            _cursor = null;
            health.Lost();
            await PauseAsync(FirstPause, ct).ConfigureAwait(false);
            return;
        }

        if (_cursor is null || page.Next < _cursor) health.BeganAnew();
        foreach (var change in page.Changes)
        {
            directory.Apply(change);
            secrets.Apply(change);
        }

        _cursor = page.Next;
        if (page.Changes.Count >= ChangeFeedApi.PageSize)
        {
            health.Lost();
            return;
        }

        if (!health.IsFollowed) log.FeedFollowed(page.Next);
        _saidOfLoss = null;
        health.Heard();

        var tooSoon = page.Changes.Count == 0 && wait > TimeSpan.Zero && time.GetElapsedTime(askedAt) < FirstPause;
        if (tooSoon) await PauseAsync(FirstPause, ct).ConfigureAwait(false);
    }

    // Once for each cause, not at each attempt.
    private void SayLost(RegistryUnavailableException e)
    {
        if (_saidOfLoss == e.Message) return;
        _saidOfLoss = e.Message;
        if (e.IsKeyRefused) log.KeyRefused(options.Value.ApiAddress);
        else log.FeedLost(e, options.Value.ApiAddress);
    }

    // Not all servers of a registry that comes back are to be asked in the same instant by all who lost it.
    private Task PauseAsync(TimeSpan pause, CancellationToken ct) =>
        Task.Delay(pause * (0.75 + (Random.Shared.NextDouble() / 2)), time, ct);
}
