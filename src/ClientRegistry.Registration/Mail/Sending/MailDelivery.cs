using System.Security.Cryptography;
using ClientRegistry.Core;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using ClientRegistry.Registration.Mail.Keys;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>One attempt at one mail: composes it, hands it over, writes down what came of it.</summary>
/// <param name="queue">Where it is written down.</param>
/// <param name="readying">Makes the mail from its row.</param>
/// <param name="transport">The way out.</param>
/// <param name="gate">Learns whether the way is open.</param>
/// <param name="pace">When to try again, and how long.</param>
/// <param name="metrics">Counts.</param>
/// <param name="custody">Knows whether somebody else may have the keys of a secret.</param>
/// <param name="keyLoss">Tells the staff when nobody has.</param>
/// <param name="clock">The present.</param>
/// <param name="logger">Tells operators.</param>
internal sealed class MailDelivery(
    MailQueue queue,
    MailReadying readying,
    IMailTransport transport,
    TransportGate gate,
    RetryPace pace,
    MailMetrics metrics,
    KeyCustody custody,
    KeyLossNotice keyLoss,
    TimeProvider clock,
    ILogger<MailDelivery> logger)
{
    private const string KeysElsewhere =
        "The keys of this process cannot open the secret of this mail; another running one may have the right ones.";

    /// <summary>Makes the attempt. Throws nothing: what goes wrong is written down or logged.</summary>
    /// <param name="lease">The claim on the mail.</param>
    /// <param name="abandon">Drops the attempt; its claim then lapses.</param>
    public async Task RunAsync(MailLease lease, CancellationToken abandon)
    {
        var begun = clock.GetUtcNow();
        using var span = MailMetrics.BeginAttempt(lease.Mail.Kind);
        try
        {
            var fence = new LeaseFence(queue.LeaseLength, clock);
            SendResult? result;
            await using (var heartbeat = new LeaseHeartbeat(queue, lease, fence, clock, logger, abandon))
                result = await SendAsync(lease, fence, heartbeat.Token);
            if (result is null) return;

            Learn(result, begun);
            await RecordAsync(lease, result, mail => Apply(mail, lease.Id, result), abandon);
        }
        catch (LeaseLostException)
        {
            MailLog.LeaseLost(logger, lease.Mail.Id);
        }
        catch (OperationCanceledException)
        {
            MailLog.LeaseLost(logger, lease.Mail.Id);
        }
        catch (Exception e)
        {
            MailLog.NotRecorded(logger, lease.Mail.Id, e);
        }
    }

    /// <summary>Null when the attempt is over already.</summary>
    private async Task<SendResult?> SendAsync(MailLease lease, LeaseFence fence, CancellationToken ct)
    {
        try
        {
            using var ready = await readying.RunAsync(lease, ct);
            if (ready.Message is not null) return await transport.SendAsync(ready.Message, fence, ct);

            if (ready.Result is null) MailLog.GaveWay(logger, lease.Mail.Id, lease.Mail.Kind);
            return ready.Result;
        }
        catch (CryptographicException e)
        {
            MailLog.NotComposed(logger, lease.Mail.Id, lease.Mail.Kind, e);
            var lost = await custody.IsAloneAsync(ct)
                ? new SendResult(SendVerdict.Refused, OutgoingMail.KeysLost)
                : new SendResult(SendVerdict.Later, KeysElsewhere);
            await RecordAsync(
                lease,
                lost,
                mail => Apply(mail, lease.Id, lost),
                ct,
                (db, mail) => mail.LastAnswer == OutgoingMail.KeysLost ? keyLoss.OweAsync(db, [mail], ct) : Task.CompletedTask);
            return null;
        }
        catch (Exception e) when (e is not (LeaseLostException or OperationCanceledException))
        {
            MailLog.NotComposed(logger, lease.Mail.Id, lease.Mail.Kind, e);
            return new SendResult(
                SendVerdict.Later, $"This mail could not be put together ({e.GetType().Name}). The log of {lease.Mail.Id} says more.");
        }
    }

    private void Learn(SendResult result, DateTimeOffset begun)
    {
        var wasShut = gate.Alarm is not null;
        if (gate.Learn(result.Verdict, result.Answer, begun))
        {
            if (gate.Alarm is { NeedsSomebody: true }) MailLog.Paused(logger, result.Answer);
            else MailLog.Unreachable(logger, result.Answer);
        }
        else if (wasShut && gate.Alarm is null)
        {
            MailLog.Resumed(logger);
        }
    }

    private Outcome<MailAttempt> Apply(OutgoingMail mail, Guid leaseId, SendResult result)
    {
        var now = clock.GetUtcNow();
        return result.Verdict switch
        {
            SendVerdict.Accepted => mail.Accept(leaseId, result.Answer, now),
            SendVerdict.Refused => mail.Fail(leaseId, result.Answer, now),
            SendVerdict.Misconfigured => mail.PutBack(leaseId, result.Answer, now),
            _ when pace.GivesUp(mail, now) => mail.Fail(leaseId, pace.GivenUp(result.Answer), now),
            SendVerdict.Unreachable => mail.PutBack(leaseId, result.Answer, now),
            _ => mail.RetryLater(leaseId, result.Answer, now + pace.After(mail.Deferrals + 1), now),
        };
    }

    private async Task RecordAsync(
        MailLease lease,
        SendResult result,
        Func<OutgoingMail, Outcome<MailAttempt>> transition,
        CancellationToken ct,
        Func<RegistryDbContext, OutgoingMail, Task>? beside = null)
    {
        var state = MailState.Sending;
        var attempt = 0;
        var written = await queue.RecordAsync(
            lease,
            mail =>
            {
                var outcome = transition(mail);
                (state, attempt) = (mail.State, mail.AttemptCount);
                return outcome;
            },
            ct,
            beside);
        if (!written)
        {
            MailLog.LeaseLost(logger, lease.Mail.Id);
            return;
        }

        metrics.CountAttempt(result.Verdict);
        if (state == MailState.Sent) MailLog.Sent(logger, lease.Mail.Id, lease.Mail.Kind, attempt);
        else MailLog.NotSent(logger, lease.Mail.Id, lease.Mail.Kind, attempt, result.Verdict, state, result.Answer);
    }
}

/// <summary>When a mail that did not go out is tried again, and when it is given up.</summary>
/// <param name="options">How long it is tried.</param>
/// <param name="random">Spreads mails that failed together.</param>
internal sealed class RetryPace(IOptions<MailOptions> options, Random random)
{
    private readonly RetryGaps _gaps = new(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), random);

    public TimeSpan After(int failures) => _gaps.After(failures);

    public bool GivesUp(OutgoingMail mail, DateTimeOffset now) => now - mail.OwedSince >= options.Value.GiveUpAfter;

    public string GivenUp(string answer) =>
        $"Given up after {options.Value.GiveUpAfter.TotalHours:0.#} hours. The last answer: {answer}";
}
