using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClientRegistry.OpenIddict.Caching;

/// <summary>
/// Whether the registry answers. While it does not, whoever has something to fall back on does not wait for it: one
/// question at a time, a second after the last, finds out when it is back.
/// </summary>
internal sealed class Reachability(
    TimeProvider time, IOptions<ClientRegistryOptions> options, ILogger<Reachability> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // One that answers every other question would fill the log with coming and going.
    private static readonly TimeSpan SaidAgainAfter = TimeSpan.FromSeconds(10);
    private readonly Lock _changing = new();
    private long _askAgainAt;
    private long? _saidGoneAt;
    private bool _isSaidToBeGone;
    private volatile bool _isGone;

    /// <summary>Whether the last question was not answered.</summary>
    public bool IsGone => _isGone;

    /// <summary>Puts a question and remembers whether it was answered.</summary>
    /// <exception cref="RegistryUnavailableException">It was not.</exception>
    public async Task<T> ObserveAsync<T>(Task<T> question)
    {
        try
        {
            var answer = await question.ConfigureAwait(false);
            Answered();
            return answer;
        }
        catch (RegistryUnavailableException e)
        {
            Failed(e);
            throw;
        }
    }

    /// <summary>Finds out whether it is back, unless somebody does so already.</summary>
    /// <param name="ask">Asks it something, by <see cref="ObserveAsync"/>.</param>
    public void ProbeInBackground(Func<Task> ask)
    {
        lock (_changing)
        {
            if (!_isGone || time.GetTimestamp() < _askAgainAt) return;
            _askAgainAt = After(options.Value.Timeout + Pause);
        }

        _ = ProbeAsync(ask);
    }

    private static async Task ProbeAsync(Func<Task> ask)
    {
        try
        {
            await ask().ConfigureAwait(false);
        }
        catch (RegistryUnavailableException)
        {
            // It is not.
        }
    }

    private void Answered()
    {
        if (!_isGone) return;
        bool isSaidToBeGone;
        lock (_changing)
        {
            _isGone = false;
            isSaidToBeGone = _isSaidToBeGone;
            _isSaidToBeGone = false;
        }

        if (isSaidToBeGone) log.RegistryIsBack();
    }

    private void Failed(RegistryUnavailableException e)
    {
        bool isToBeSaid;
        lock (_changing)
        {
            _isGone = true;
            _askAgainAt = After(Pause);
            isToBeSaid = !_isSaidToBeGone && (_saidGoneAt is not { } at || time.GetElapsedTime(at) >= SaidAgainAfter);
            if (isToBeSaid) (_isSaidToBeGone, _saidGoneAt) = (true, time.GetTimestamp());
        }

        if (isToBeSaid) log.RegistryIsGone(e, options.Value.ApiAddress);
    }

    private long After(TimeSpan span) => time.GetTimestamp() + time.TicksIn(span);
}
