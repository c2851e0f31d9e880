namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>Why nothing goes out at present.</summary>
/// <param name="NeedsSomebody">True when it will not pass by itself: sign-in, certificate, encryption, sender address.</param>
/// <param name="Cause">The server's words, or what is wrong on the way to it.</param>
/// <param name="Since">Since when.</param>
/// <param name="NextTry">When one mail is tried next.</param>
public sealed record TransportAlarm(bool NeedsSomebody, string Cause, DateTimeOffset Since, DateTimeOffset NextTry);

/// <summary>
/// Whether mails may go to the server at present. After a failure that concerns every mail it lets nothing through but one
/// mail at growing intervals, and everything again once that mail got an answer of its own. Per process; held in memory,
/// because a new process finds out with its first mail.
/// </summary>
/// <param name="clock">The present.</param>
/// <param name="random">Spreads the tries of several processes.</param>
public sealed class TransportGate(TimeProvider clock, Random random)
{
    /// <summary>So many connections lost in the middle of a mail, one after the other, are the server's fault.</summary>
    private const int BrokenInARow = 8;

    private readonly RetryGaps _unreachable = new(TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(2), random);
    private readonly RetryGaps _misconfigured = new(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), random);
    private readonly Lock _lock = new();
    private TransportAlarm? _alarm;
    private int _failures;
    private int _broken;

    /// <summary>Why nothing goes out; null while everything may.</summary>
    public TransportAlarm? Alarm
    {
        get
        {
            lock (_lock) return _alarm;
        }
    }

    /// <summary>How many mails may be under way at this moment.</summary>
    /// <param name="width">How many when all is well.</param>
    public int Width(int width)
    {
        lock (_lock) return _alarm is null ? width : clock.GetUtcNow() >= _alarm.NextTry ? 1 : 0;
    }

    /// <summary>Tries at once what would be tried later: a person says that it is put right.</summary>
    public void TryNow()
    {
        lock (_lock) _alarm = _alarm is null ? null : _alarm with { NextTry = clock.GetUtcNow() };
    }

    /// <summary>Learns from an attempt.</summary>
    /// <param name="verdict">How it ended.</param>
    /// <param name="answer">What was answered.</param>
    /// <param name="begun">When it began: attempts begun before the gate shut teach nothing new.</param>
    /// <returns>Whether the gate is newly shut, or shut for another kind of cause.</returns>
    public bool Learn(SendVerdict verdict, string answer, DateTimeOffset begun)
    {
        lock (_lock)
        {
            if (_alarm is { } shut && begun < shut.NextTry) return false;

            _broken = verdict == SendVerdict.Broken ? _broken + 1 : 0;
            if (verdict is SendVerdict.Misconfigured) return Shut(true, answer);
            if (verdict is SendVerdict.Unreachable || _broken >= BrokenInARow) return Shut(false, answer);

            _alarm = null;
            _failures = 0;
            return false;
        }
    }

    private bool Shut(bool needsSomebody, string answer)
    {
        var news = _alarm?.NeedsSomebody != needsSomebody;
        if (news) _failures = 0;
        var now = clock.GetUtcNow();
        var gap = (needsSomebody ? _misconfigured : _unreachable).After(++_failures);
        _alarm = new TransportAlarm(needsSomebody, answer, news ? now : _alarm!.Since, now + gap);
        return news;
    }
}
