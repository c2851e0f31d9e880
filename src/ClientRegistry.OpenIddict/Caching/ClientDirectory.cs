using System.Collections.Concurrent;
using ClientRegistry.OpenIddict.Asking;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClientRegistry.OpenIddict.Caching;

/// <summary>
/// The clients this server knows: bounded, one question at a time for each, kept current by the change feed, and good
/// for <see cref="ClientRegistryOptions.MaxStale"/> without the registry.
/// </summary>
internal sealed class ClientDirectory : IDisposable
{
    // How long an answer counts when no feed tells of changes.
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DefaultLifetime = TimeSpan.FromSeconds(30);
    private const int MaximumIdLength = 256;
    private const int UnknownEntries = 10_000;

    private readonly LookupApi _api;
    private readonly FeedHealth _feed;
    private readonly Reachability _registry;
    private readonly TimeProvider _time;
    private readonly TimeSpan _maxStale;
    private readonly ILogger<ClientDirectory> _log;
    private readonly MemoryCache _held;
    private readonly MemoryCache _unknown;
    private readonly RecentChanges _changed;
    private readonly Lock _changing = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<RegistryApplication?>>> _loading = new(StringComparer.Ordinal);

    public ClientDirectory(
        LookupApi api,
        FeedHealth feed,
        Reachability registry,
        TimeProvider time,
        IOptions<ClientRegistryOptions> options,
        ILogger<ClientDirectory> log)
    {
        (_api, _feed, _registry, _time, _log) = (api, feed, registry, time, log);
        _maxStale = options.Value.MaxStale;
        _held = new MemoryCache(new MemoryCacheOptions { SizeLimit = options.Value.CacheEntries });
        _unknown = new MemoryCache(new MemoryCacheOptions { SizeLimit = UnknownEntries });
        _changed = new RecentChanges(time);
    }

    /// <summary>Finds a client that may be used.</summary>
    /// <returns>The client; null when the registry says that there is none, or that it may not be used.</returns>
    /// <exception cref="RegistryUnavailableException">Nobody can say.</exception>
    public async ValueTask<RegistryApplication?> FindAsync(string clientId, CancellationToken ct)
    {
        if (!CanBeClientId(clientId) || IsStopped(clientId)) return null;
        if (_held.Get<HeldClient>(clientId) is { } held)
        {
            if (IsFresh(held)) return held.Application;
            if (_registry.IsGone && !held.IsExpired && IsGoodEnough(held))
            {
                _registry.ProbeInBackground(() => LoadOnceAsync(clientId));
                return held.Application;
            }
        }
        else if (_unknown.Get(clientId) is long since && _time.GetElapsedTime(since) < RecentChanges.NodeLag)
        {
            return null;
        }

        var found = await LoadOnceAsync(clientId).WaitAsync(ct).ConfigureAwait(false);
        return IsStopped(clientId) ? null : found;
    }

    /// <summary>Takes in what the feed says.</summary>
    public void Apply(Change change)
    {
        _unknown.Remove(change.ClientId);
        if (change.Kind is WireNames.Created or WireNames.Secrets) return;

        lock (_changing)
        {
            _changed.Add(change.ClientId, change.Kind);
            if (_held.Get<HeldClient>(change.ClientId) is not { } held) return;

            held.Expire();
            if (change.Kind is WireNames.Suspended or WireNames.Revoked) HoldStop(change.ClientId, _time.GetTimestamp());

            // What it was refused for is over: that is no answer for later.
            if (change.Kind == WireNames.Reinstated && held.Application is null) _held.Remove(change.ClientId);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _held.Dispose();
        _unknown.Dispose();
    }

    // RFC 6749 appendix A.1; a dot segment would lead to another address.
    private static bool CanBeClientId(string clientId) =>
        clientId.Length is > 0 and <= MaximumIdLength
        && clientId is not ("." or "..")
        && clientId.All(c => c is >= ' ' and <= '~');

    private bool IsStopped(string clientId) => _changed.StopUnknownTo(clientId, _time.GetTimestamp()) is not null;

    private bool IsFresh(HeldClient held)
    {
        if (_time.GetTimestamp() < held.AskAgainAt) return true;
        if (held.IsExpired) return false;
        var isVouchedFor = _feed.IsFollowed && held.AskedAt > _feed.DistrustUpTo;
        var lifetime = isVouchedFor || held.Lifetime < Moment ? held.Lifetime : Moment;
        return _time.GetElapsedTime(held.AskedAt) < lifetime;
    }

    private Task<RegistryApplication?> LoadOnceAsync(string clientId) => _loading.GetOrAdd(
        clientId,
        id => new Lazy<Task<RegistryApplication?>>(() => Task.Run(() => LoadAsync(id)))).Value;

    private async Task<RegistryApplication?> LoadAsync(string clientId)
    {
        var held = _held.Get<HeldClient>(clientId);
        var canWait = held is not null && IsGoodEnough(held);
        var askedAt = _time.GetTimestamp();
        try
        {
            var once = canWait || _registry.IsGone;
            var answer = await _registry.ObserveAsync(
                _api.FindClientAsync(clientId, held?.ETag, once, CancellationToken.None)).ConfigureAwait(false);
            return Keep(clientId, answer, held, askedAt - _time.TicksIn(answer.Age));
        }
        catch (RegistryUnavailableException) when (_held.Get<HeldClient>(clientId) is { } known && IsGoodEnough(known))
        {
            _log.ServedStale(clientId, (int)_time.GetElapsedTime(known.AskedAt).TotalSeconds);
            known.AskAgain(_time.GetTimestamp() + _time.TicksIn(Moment));
            return known.Application;
        }
        finally
        {
            _loading.TryRemove(clientId, out _);
        }
    }

    // Not while a change is taken in: an answer from before it would be held as if it were from after.
    private RegistryApplication? Keep(string clientId, ClientAnswer answer, HeldClient? asked, long askedAt)
    {
        if (answer.Age > _maxStale) throw RegistryUnavailableException.TooOld();

        lock (_changing)
        {
            if (_changed.StopUnknownTo(clientId, askedAt) is { } stoppedAt) return HoldStop(clientId, stoppedAt);
            if (_held.Get<HeldClient>(clientId)?.AskedAt > askedAt)
                throw new RegistryUnavailableException("The client registry's answer is older than one before.");

            switch (answer)
            {
                case ClientAnswer.Found found:
                    return Hold(clientId, new HeldClient(
                        found.Application, found.ETag, askedAt, found.MaxAge ?? DefaultLifetime));
                case ClientAnswer.NotModified same when asked is not null:
                    return Hold(clientId, new HeldClient(
                        asked.Application, asked.ETag, askedAt, same.MaxAge ?? DefaultLifetime));
                case ClientAnswer.Refused { Code: WireNames.UnknownClient }:
                    _held.Remove(clientId);
                    _unknown.Set(clientId, askedAt, OneEntry());
                    return null;
                case ClientAnswer.Refused refused:
                    _log.ClientRefused(clientId, refused.Code);

                    // By a node that may not know yet that the client is reinstated: true for now, not for later.
                    if (_changed.MayPrecede(clientId, askedAt))
                    {
                        _held.Remove(clientId);
                        return null;
                    }

                    return Hold(clientId, new HeldClient(null, null, askedAt, DefaultLifetime));
                default:
                    throw new RegistryUnavailableException(
                        "The client registry answered 304 to a question without a condition.");
            }
        }
    }

    // Known good up to when it was asked for; up to when the feed was last heard, if that named no change of it.
    private bool IsGoodEnough(HeldClient held)
    {
        var knownGoodAt = held.IsExpired || held.AskedAt <= _feed.DistrustUpTo
            ? held.AskedAt
            : Math.Max(held.AskedAt, _feed.HeardAt);
        return _time.GetElapsedTime(knownGoodAt) < _maxStale;
    }

    private RegistryApplication? Hold(string clientId, HeldClient held)
    {
        if (_changed.MayPrecede(clientId, held.AskedAt)) held.Expire();
        _held.Set(clientId, held, OneEntry());
        return held.Application;
    }

    // MayPrecede says so of what is from the moment of the stop: it is asked for anew, as soon as every node knows.
    private RegistryApplication? HoldStop(string clientId, long stoppedAt) =>
        Hold(clientId, new HeldClient(null, null, stoppedAt, TimeSpan.Zero));

    private static MemoryCacheEntryOptions OneEntry() => new() { Size = 1 };
}
