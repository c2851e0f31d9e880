namespace ClientRegistry.Registration.Mail.Sending;

/// <summary>
/// Sends what is due: the oldest first, a few at once, never two at once to the same recipient, so that a slow one holds up
/// nobody else.
/// </summary>
/// <param name="queue">What is due.</param>
/// <param name="delivery">Sends one.</param>
/// <param name="transport">How many at once.</param>
/// <param name="gate">Whether any at all.</param>
/// <param name="bell">Says that more became due meanwhile.</param>
internal sealed class MailDispatcher(
    MailQueue queue, MailDelivery delivery, IMailTransport transport, TransportGate gate, MailBell bell)
{
    private const int LookAhead = 64;

    private readonly Dictionary<Task, string> _inHand = [];
    private List<DueMail> _next = [];

    /// <summary>Sends until nothing is due, or nothing may go out.</summary>
    /// <param name="stop">Begins no more mails; those in hand are finished.</param>
    /// <param name="abandon">Drops those in hand too.</param>
    public async Task DrainAsync(CancellationToken stop, CancellationToken abandon)
    {
        _next.Clear();
        while (true)
        {
            var rung = bell.NextRing;
            while (!stop.IsCancellationRequested
                && _inHand.Count < gate.Width(transport.Width)
                && await NextAsync(stop) is { } lease)
            {
                _inHand.Add(Task.Run(() => delivery.RunAsync(lease, abandon), CancellationToken.None), lease.Mail.RecipientAddress);
            }

            if (_inHand.Count == 0) break;
            await Task.WhenAny([rung, .. _inHand.Keys]);
            foreach (var done in _inHand.Keys.Where(t => t.IsCompleted).ToList()) _inHand.Remove(done);
        }

        await transport.RestAsync();
    }

    /// <summary>Waits for what is in hand.</summary>
    public Task FinishAsync() => Task.WhenAll(_inHand.Keys);

    private async Task<MailLease?> NextAsync(CancellationToken stop)
    {
        var looks = 0;
        while (!stop.IsCancellationRequested)
        {
            var at = _next.FindIndex(m => !_inHand.ContainsValue(m.RecipientAddress));
            if (at >= 0)
            {
                var mail = _next[at];
                _next.RemoveAt(at);
                if (await queue.ClaimAsync(mail.Id, CancellationToken.None) is { } lease) return lease;
            }
            else if (looks == 2 || (looks == 1 && _next.Count < LookAhead))
            {
                return null;
            }
            else
            {
                // Recipients who are just being served keep their places in the queue, unless they alone fill the view.
                IReadOnlyCollection<string> passedOver = looks == 0 ? [] : [.. _inHand.Values.Distinct()];
                _next = await queue.ListDueAsync(passedOver, LookAhead, CancellationToken.None);
                looks++;
            }
        }

        return null;
    }
}
